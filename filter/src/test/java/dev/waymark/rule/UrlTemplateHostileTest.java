// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users choose stays in its place. Judged by {@link URI}, which takes the URL apart without this project's help:
 * only one label of the host, or one step of the path, may be the user's.
 */
class UrlTemplateHostileTest {

    private static final UrlTemplate IN_HOST =
            UrlTemplate.parse("https://{localpart}.users.ac.cdl:8448/base", Set.of());
    private static final UrlTemplate BESIDE_TEXT =
            UrlTemplate.parse("https://hs{localpart}x.users.ac.cdl:8448/base", Set.of());
    private static final UrlTemplate TWICE_IN_LABEL =
            UrlTemplate.parse("https://{localpart}{dept}.users.ac.cdl:8448/base", Set.of("dept"));
    private static final UrlTemplate AROUND_TEXT =
            UrlTemplate.parse("https://{dept}n{localpart}.users.ac.cdl:8448/base", Set.of("dept"));
    private static final UrlTemplate IN_TWO_LABELS =
            UrlTemplate.parse("https://{localpart}.{dept}.users.ac.cdl:8448/base", Set.of("dept"));
    private static final UrlTemplate IN_PATH =
            UrlTemplate.parse("https://matrix.ac.cdl:8448/base/{localpart}/end", Set.of());
    private static final UrlTemplate IN_PATH_WITH_TEXT =
            UrlTemplate.parse("https://matrix.ac.cdl:8448/base/.{localpart}/end", Set.of());

    private static final UrlTemplate TWICE_IN_PATH =
            UrlTemplate.parse("https://matrix.ac.cdl:8448/base/{localpart}{dept}/end", Set.of("dept"));
    private static final UrlTemplate USER_ID_IN_PATH =
            UrlTemplate.parse("https://matrix.ac.cdl:8448/base/{user_id}/end", Set.of());

    static Stream<Named<String>> hostile() {
        Stream<Named<String>> texts = Stream.of(
                named("plain", "ada"),
                named("upper case", "Ada"),
                named("digits", "0x7f"),
                named("an IPv4 address", "192.0.2.1"),
                named("an IPv6 address", "[::1]"),
                named("a percent sign", "%"),
                named("an escape", "%2f"),
                named("an escaped escape", "%252F"),
                named("an escaped step", "%2e%2e"),
                named("a step .", "."),
                named("a step ..", ".."),
                named("a way up", "../../admin"),
                named("a way up in escapes", "..%2f..%2f"),
                named("a way up in escaped escapes", "%252e%252e%252fadmin"),
                named("a way up, half escaped", ".%2e/%2E./admin"),
                named("a way up by backslashes", "..\\..\\admin"),
                named("a way up by escaped backslashes", "..%5c..%5Cadmin"),
                named("a way up behind something", "ada/../../admin"),
                named("a way up with parameters", "..;/..;a=b/admin"),
                named("a step .. with parameters", "..;"),
                named("a step . with escaped parameters", ".%3bx"),
                named("three dots", "..."),
                named("many percent signs", "%25".repeat(600)),
                named("a slash", "/"),
                named("a slash between", "ada/eng"),
                named("two slashes", "//evil.example"),
                named("a whole URL", "https://evil.example/"),
                named("a backslash", "\\"),
                named("the end of a host", ".evil.example/"),
                named("another host", "evil.example#"),
                named("user info", "x@evil.example"),
                named("a port", "evil.example:1"),
                named("only a port", ":80"),
                named("a query", "?a=b"),
                named("a fragment", "#a"),
                named("parameters", ";jsessionid=1"),
                named("a plus", "a+b"),
                named("a hyphen in front", "-a"),
                named("a hyphen behind", "a-"),
                named("a hyphen alone", "-"),
                named("two hyphens within", "a--b"),
                named("a number", "127"),
                named("a number in hexadecimal", "0x7f000001"),
                named("this machine", "localhost"),
                named("a punycode label", "xn--80ak6aa92e"),
                named("a punycode label in upper case", "XN--80AK6AA92E"),
                named("a punycode label of letters of ASCII", "xn--evil-"),
                named("a punycode label with a full-width solidus", "xn--evil-rg6c"),
                named("the end of a punycode prefix", "--80ak6aa92e"),
                named("half a punycode prefix", "x"),
                named("a placeholder", "{server_name}"),
                named("braces", "}{"),
                named("a dollar secret", "${env:PASSWORD}"),
                named("a quote", "\""),
                named("an end of JSON", "\"}}"),
                named("markup", "<script>"),
                named("a space", "a b"),
                named("CR LF", "a\r\nSet-Cookie: a=b"),
                named("NUL", "a\0b"),
                named("ESC", "\u001b[31m"),
                named("DEL", "\u007f"),
                named("C1 control", "\u0085"),
                named("full-width letters", "\uff41\uff44\uff41"),
                named("full-width full stop", "evil\uff0eexample"),
                named("ideographic full stop", "evil\u3002example"),
                named("full-width solidus", "evil\uff0f"),
                named("full-width at", "x\uff20evil"),
                named("full-width colon", "evil\uff1a1"),
                named("full-width question mark", "evil\uff1f"),
                named("full-width percent", "\uff052e"),
                named("account of", "\u2100"),
                named("Kelvin sign", "\u212a"),
                named("long s", "\u017f"),
                named("dotless i", "\u0131"),
                named("capital I with dot", "\u0130"),
                named("sharp s", "\u00df"),
                named("Cyrillic a", "\u0430da"),
                named("Arabic-Indic digit", "\u0661"),
                named("superscript two", "\u00b2"),
                named("soft hyphen", "a\u00adb"),
                named("zero-width joiner", "a\u200db"),
                named("right-to-left override", "\u202egro.live"),
                named("right-to-left mark", "ada\u200f"),
                named("Hebrew letters", "\u05d0\u05d3\u05d4"),
                named("division slash", "evil\u2215x"),
                named("fraction slash", "evil\u2044x"),
                named("one dot leader", "evil\u2024example"),
                named("two dot leader", "\u2025"),
                named("half-width ideographic full stop", "evil\uff61example"),
                named("small full stop", "evil\ufe52example"),
                named("full-width number sign", "evil\uff03"),
                named("full-width reverse solidus", "\uff3c"),
                named("full-width hyphen", "a\uff0db"),
                named("ligature", "\ufb01"),
                named("circled letter", "\u24d0"),
                named("mathematical letter", "\ud835\udc1a"),
                named("combining accent", "a\u0301"),
                named("line separator", "\u2028"),
                named("BOM", "\ufeff"),
                named("a character outside the BMP", "\ud83d\ude00"),
                named("half a surrogate pair", "\ud83d"),
                named("letters to the limit of a label", "a".repeat(63)),
                named("one letter more", "a".repeat(64)),
                named("255 bytes", "a".repeat(255)),
                named("255 bytes that are all escaped", "%".repeat(255)),
                named("3000 bytes", "a".repeat(3000)),
                named("3000 bytes of two-byte letters", "\u00e9".repeat(1500)));
        // Matrix specification, appendices, "Historical User IDs": all of these may stand in a localpart.
        Stream<Named<String>> historical = IntStream.rangeClosed(0x21, 0x7e)
                .filter(c -> c != ':')
                .mapToObj(c -> named("historical " + (char) c, "a" + (char) c + "b"));
        return Stream.concat(texts, historical);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void host_isOfTheTemplate_butForOneLabel(String text) {
        requireOwnHost(IN_HOST, text, text);
        requireOwnHost(BESIDE_TEXT, text, "hs" + text + "x");
        requireOwnHost(TWICE_IN_LABEL, text, text + text);
        requireOwnHost(AROUND_TEXT, text, text + "n" + text);
        requireOwnHost(IN_TWO_LABELS, text, text, text);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void path_isOfTheTemplate_butForOneStep(String text) {
        requireOwnPath(IN_PATH, text, text);
        requireOwnPath(IN_PATH_WITH_TEXT, text, "." + text);
        requireOwnPath(TWICE_IN_PATH, text, text + text);
        requireOwnPath(USER_ID_IN_PATH, text, "@" + text + ":ac.cdl");
    }

    @Property(tries = 2_000)
    void everything_isOfTheTemplate_butForOneLabelOrStep(@ForAll String text) {
        requireOwnHost(IN_HOST, text, text);
        requireOwnPath(IN_PATH, text, text);
        requireOwnPath(TWICE_IN_PATH, text, text + text);
    }

    /** All texts that could find a way up, for whoever decodes them however often. */
    @Property(tries = 5_000)
    void path_goesNowhereElse_howeverItIsDecoded(@ForAll("waysUp") String text) {
        requireOwnPath(IN_PATH, text, text);
        requireOwnPath(IN_PATH_WITH_TEXT, text, "." + text);
        requireOwnPath(TWICE_IN_PATH, text, text + text);
    }

    @Provide
    Arbitrary<String> waysUp() {
        return Arbitraries.of(".", "/", "\\", ";", "%", "2", "5", "e", "E", "f", "c", "3b", "a", "%2e", "%252E", "%25")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static void requireOwnHost(UrlTemplate template, String text, String... labels) {
        URI url = filled(template, text);
        if (url == null) {
            return;
        }
        assertThat(labels)
                .allSatisfy(label -> assertThat(label).matches("[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"));
        // What it stands for is hidden from whoever reads only letters and digits.
        assertThat(labels).noneMatch(label -> label.toLowerCase(Locale.ROOT).startsWith("xn--"));
        assertThat(url.getHost()).isEqualToIgnoringCase(String.join(".", labels) + ".users.ac.cdl");
        assertThat(url.getRawPath()).isEqualTo("/base");
        requireNothingElse(url);
    }

    private static void requireOwnPath(UrlTemplate template, String text, String step) {
        URI url = filled(template, text);
        if (url == null) {
            return;
        }
        assertThat(url.getHost()).isEqualTo("matrix.ac.cdl");
        String[] steps = url.getRawPath().split("/", -1);
        assertThat(steps).hasSize(4).startsWith("", "base").endsWith("end");
        assertThat(steps[2]).matches("[0-9A-Za-z._~%-]+");
        assertThat(decoded(steps[2])).isEqualTo(throughUtf8(step));
        requireNoWayUp(steps[2]);
        requireNothingElse(url);
    }

    /**
     * Some proxies decode before they look for steps, some twice, some take a backslash for a slash or drop
     * parameters.
     */
    private static void requireNoWayUp(String step) {
        String decoded = step;
        for (int i = 0; i < 4; i++) {
            assertThat(decoded.split("[/\\\\]", -1)).noneMatch(part -> part.matches("\\.\\.?(;.*)?"));
            decoded = URLDecoder.decode(
                    decoded.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
        }
    }

    private static void requireNothingElse(URI url) {
        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(url.getPort()).isEqualTo(8448);
        assertThat(url.getRawUserInfo()).isNull();
        assertThat(url.getRawQuery()).isNull();
        assertThat(url.getRawFragment()).isNull();
        assertThat(url.normalize()).isEqualTo(url);
    }

    /** Null where the template refuses, which is always safe; that it says so in its own way is checked here. */
    private static @Nullable URI filled(UrlTemplate template, String text) {
        try {
            Login login = Login.builder()
                    .userId("@" + text + ":ac.cdl")
                    .with(Fact.LOCALPART, text)
                    .build();
            return URI.create(template.fill(login, Map.of("dept", text)).toString());
        } catch (IllegalArgumentException e) {
            assertThat(e)
                    .hasMessageMatching("(?s)(filled in for this login, .* is not a base URL: "
                            + "|\\{(localpart|dept)} |a label of the host would begin with xn--).*");
            if (text.length() > 12) {
                assertThat(e).hasMessageNotContaining(text);
            }
            return null;
        }
    }

    private static String decoded(String step) {
        return URI.create("https://host/" + step).getPath().substring(1);
    }

    /** Half a surrogate pair has no form in UTF-8. */
    private static String throughUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
