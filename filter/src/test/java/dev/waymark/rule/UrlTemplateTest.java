// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "https://matrix.ac.cdl,                  https://matrix.ac.cdl",
        "https://matrix.ac.cdl/,                 https://matrix.ac.cdl",
        "https://{localpart}.ac.cdl,             https://ada.ac.cdl",
        "https://{localpart}.{dept}.ac.cdl:8448, https://ada.eng.ac.cdl:8448",
        "https://hs-{dept}-1.ac.cdl/,            https://hs-eng-1.ac.cdl",
        "https://{dept}{dept}.ac.cdl,            https://engeng.ac.cdl",
        "https://ac.cdl/{dept},                  https://ac.cdl/eng",
        "https://ac.cdl/{dept}/,                 https://ac.cdl/eng",
        "https://ac.cdl/{server_name}/{dept}/x,  https://ac.cdl/ac.cdl/eng/x",
        "https://ac.cdl/{user_id},               https://ac.cdl/%40ada%3Aac.cdl",
        "http://[::1]:8008/{localpart},          http://[::1]:8008/ada",
        "https://192.0.2.1/{localpart},          https://192.0.2.1/ada",
    })
    void fill_putsValuesInTheirPlaces(String template, String expected) {
        UrlTemplate parsed = UrlTemplate.parse(template, Set.of("dept"));

        assertThat(parsed.fill(Login.of("@ada:ac.cdl"), Map.of("dept", "eng"))).hasToString(expected);
    }

    @Test
    void fill_takesFact_whereGroupHasItsName() {
        UrlTemplate template = UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of("localpart"));

        assertThat(template.fill(Login.of("@ada:ac.cdl"), Map.of("localpart", "eve")))
                .hasToString("https://ada.ac.cdl");
    }

    @ParameterizedTest
    @CsvSource({
        "@:ac.cdl, https://{localpart}.ac.cdl, {localpart}",
        "@:ac.cdl, https://ac.cdl/{localpart}, {localpart}",
        "ada,      https://ac.cdl/{server_name}, {server_name}",
        "@ada:,    https://ac.cdl/{server_name}, {server_name}",
        "@ada:x,   https://ac.cdl/{dept}, {dept}",
    })
    void fill_fails_whereValueIsMissing(String userId, String template, String placeholder) {
        UrlTemplate parsed = UrlTemplate.parse(template, Set.of("dept"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed.fill(Login.of(userId), Map.of()))
                .withMessage(placeholder + " has no value for this login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@a.b:ac.cdl", "@a_b:ac.cdl", "@a b:ac.cdl", "@a%2eb:ac.cdl", "@\u00e4:ac.cdl"})
    void fill_fails_whereValueFitsNoHostName(String userId) {
        UrlTemplate template = UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.fill(Login.of(userId), Map.of()))
                .withMessage("{localpart} of this login does not fit into a host name; expected at most 63 letters,"
                        + " digits and -");
    }

    @Test
    void fill_fails_whereLabelIsTooLong() {
        UrlTemplate alone = UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of());
        UrlTemplate joined = UrlTemplate.parse("https://hs-{localpart}.ac.cdl", Set.of());
        Login longest = Login.of("@" + "a".repeat(63) + ":ac.cdl");
        Login tooLong = Login.of("@" + "a".repeat(64) + ":ac.cdl");

        assertThat(alone.fill(longest, Map.of())).hasToString("https://" + "a".repeat(63) + ".ac.cdl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.fill(tooLong, Map.of()))
                .withMessageContaining("expected at most 63 letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> joined.fill(longest, Map.of()))
                .withMessageContaining("it has no valid host name");
    }

    @ParameterizedTest
    @CsvSource({
        "https://{localpart}.ac.cdl,     @xn--80ak6aa92e:x",
        "https://{localpart}.ac.cdl,     @XN--a:x",
        "https://a.{localpart}.ac.cdl,   @xn--a:x",
        "https://x{localpart}.ac.cdl,    @n--a:x",
        "https://{localpart}--a.ac.cdl,  @xn:x",
        "https://{localpart}n--a.ac.cdl, @x:x",
    })
    void fill_fails_whereLabelWouldBePunycode(String template, String userId) {
        UrlTemplate parsed = UrlTemplate.parse(template, Set.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed.fill(Login.of(userId), Map.of()))
                .withMessage("a label of the host would begin with xn--, which stands for other letters than are seen;"
                        + " expected a value without");
    }

    @ParameterizedTest
    @CsvSource({
        "https://{localpart}.xn--bcher-kva.example, @ada:x,    https://ada.xn--bcher-kva.example",
        "https://a{localpart}.ac.cdl,               @xn--a:x, https://axn--a.ac.cdl",
        "https://ac.cdl/{localpart},                @xn--a:x, https://ac.cdl/xn--a",
        "https://{localpart}.ac.cdl.,               @ada:x,    https://ada.ac.cdl.",
        "https://ac.cdl/{localpart},                @a/b:x,    https://ac.cdl/a%2Fb",
        "https://ac.cdl/{localpart},                @...:x,    https://ac.cdl/...",
        "https://ac.cdl/{localpart},                @..a/.b:x, https://ac.cdl/..a%2F.b",
    })
    void fill_acceptsWhatIsNearThat(String template, String userId, String expected) {
        assertThat(UrlTemplate.parse(template, Set.of()).fill(Login.of(userId), Map.of()))
                .hasToString(expected);
    }

    static Stream<Arguments> parse_refuses() {
        String lastLabel = "the last label of its host is a placeholder";
        String port = "a placeholder stands in the port; expected it in the host or the path";
        return Stream.of(
                arguments("", "it does not begin with https:// or http://"),
                arguments("{localpart}", "it does not begin with https:// or http://"),
                arguments("{localpart}://ac.cdl", "it does not begin with https:// or http://"),
                arguments("http{localpart}://ac.cdl", "it does not begin with https:// or http://"),
                arguments("//{localpart}.ac.cdl", "it does not begin with https:// or http://"),
                arguments("ftp://{localpart}.ac.cdl", "it does not begin with https:// or http://"),
                arguments("https://{localpart}", lastLabel),
                arguments("https://{localpart}/", lastLabel),
                arguments("https://{localpart}:8448", lastLabel),
                arguments("https://{localpart}.", lastLabel),
                arguments("https://{localpart}.:8448/path", lastLabel),
                arguments("https://matrix.{server_name}./", lastLabel),
                arguments("https://xn--{localpart}.ac.cdl", "a label of its host begins with xn--"),
                arguments("https://a.XN--b{localpart}c.ac.cdl", "a label of its host begins with xn--"),
                arguments("https://matrix.{server_name}", lastLabel),
                arguments("https://matrix.ac{localpart}", lastLabel),
                arguments("https://matrix.{localpart}x/path", lastLabel),
                arguments("https://{localpart", "the { at character 9 has no }"),
                arguments("https://ac.cdl/{localpart}/{dept", "the { at character 28 has no }"),
                arguments("https://ac.cdl:{localpart}/", port),
                arguments("https://ac.cdl:{localpart}", port),
                arguments("https://ac.cdl:84{localpart}48/path", port),
                arguments("https://{localpart}.ac.cdl:8448{localpart}", port),
                arguments("https://{localpart}:secret@ac.cdl", lastLabel),
                arguments("https://{localpart}@matrix.ac.cdl", "it holds user info before an @"),
                arguments("https://matrix.ac.cdl?user={localpart}", lastLabel),
                arguments("https://matrix.ac.cdl?user={localpart}.cdl", "it has a query"),
                arguments("https://ac.cdl/?user={localpart}", "it has a query"),
                arguments("https://ac.cdl/{localpart}#{localpart}", "it has a fragment"),
                arguments("https://matrix.ac.cdl#{localpart}.cdl", "it has a fragment"),
                arguments("https://ac.cdl/%{localpart}", "it is not a URL"),
                arguments("https://ac.cdl/%2{localpart}", "it is not a URL"),
                arguments("https://ac.cdl/../{localpart}", "its path has a step . or .."),
                arguments("https://ac.cdl//{localpart}", "its path has an empty step (//)"),
                arguments("https://ac.cdl/{localpart}//", "its path has an empty step (//)"),
                arguments("https://{localpart}..ac.cdl", "it has no valid host name"),
                arguments("https://-{localpart}.ac.cdl", "it has no valid host name"),
                arguments("https://{localpart}_x.ac.cdl", "it has no valid host name"),
                arguments("https://{localpart}.0.2.1", "it has no valid host name"),
                arguments("https://[::{localpart}]/", "a placeholder stands in the port"),
                arguments("https://}.ac.cdl", "it is not a URL"),
                arguments("https://ac.cdl/}", "it is not a URL"),
                arguments("https://ac.cdl/a b/{localpart}", "it holds spaces"),
                arguments("https://ac.cdl:0/{localpart}", "its port is not between 1 and 65535"),
                arguments("https://ac.cdl:99999/{localpart}", "its port is not between 1 and 65535"));
    }

    @ParameterizedTest
    @MethodSource
    void parse_refuses(String template, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlTemplate.parse(template, Set.of("dept")))
                .withMessageStartingWith("not a ")
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "https://{group}.ac.cdl,     {group}",
        "https://{Localpart}.ac.cdl, {Localpart}",
        "https://{}.ac.cdl,          {}",
        "https://{ localpart}.ac.cdl, { localpart}",
        "https://{{localpart}}.ac.cdl, {{localpart}",
        "https://ac.cdl/{a/b},       {a/b}",
    })
    void parse_refuses_unknownPlaceholder(String template, String placeholder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlTemplate.parse(template, Set.of("dept")))
                .withMessage("not a URL template: " + placeholder + " has no value; expected {user_id}, {localpart},"
                        + " {server_name} or a named group that every pattern of a condition of this rule defines");
    }

    @Test
    void equals_comparesTexts() {
        UrlTemplate template = UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of());

        assertThat(template)
                .isEqualTo(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of("dept")))
                .hasSameHashCodeAs(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of()))
                .isNotEqualTo(UrlTemplate.parse("https://{user_id}.ac.cdl", Set.of()))
                .hasToString("https://{localpart}.ac.cdl");
    }
}
