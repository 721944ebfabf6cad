// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a browser may be sent with a login token: whoever gets one at another place has the account. */
class RedirectUrlsTest {

    private static final RedirectUrls URLS = of(
            "https://app.example/*",
            "https://host.example:8443/deep/app/*",
            "https://exact.example/login",
            "https://query.example/back?app=1",
            "https://root.example",
            "http://localhost:8080/*",
            "https://[2001:db8::1]/*",
            "https://xn--e1afmkfd.example/*",
            "element://connect",
            "vector://vector/webapp/*",
            "io.element.desktop:/vector/webapp/*");

    private static RedirectUrls of(String... urls) {
        return new RedirectUrls(Stream.of(urls).map(RedirectUrlsTest::entry).toList());
    }

    private static RedirectUrl entry(String text) {
        boolean isPrefix = text.endsWith("*");
        return new RedirectUrl(URI.create(isPrefix ? text.substring(0, text.length() - 1) : text), isPrefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/",
                "https://app.example",
                "https://app.example?x=1",
                "https://app.example/#/welcome",
                "https://app.example/?updated=1.11#/room/%23lobby:ac.example?via=ac.example",
                "https://app.example/develop/",
                "https://app.example/a..b/.well-known/...",
                "https://app.example/%C3%BCber",
                "https://app.example:443/x",
                "HTTPS://App.Example/x",
                "https://app.example/?next=https%3A%2F%2Fevil.example%2F",
                "https://app.example/?next=https://evil.example/@x/../..//",
                "https://app.example/x#https://evil.example",
                "https://host.example:8443/deep/app/",
                "https://host.example:8443/deep/app/x?y",
                "https://exact.example/login",
                "https://exact.example/login?transaction=1#x",
                "https://query.example/back?app=1",
                "https://query.example/back?app=1#x",
                "https://root.example",
                "https://root.example/",
                "http://localhost:8080/",
                "https://[2001:db8::1]/x",
                "https://[2001:DB8::1]:443/x",
                "https://xn--e1afmkfd.example/x",
                "element://connect",
                "element://connect?transaction_id=ABC-123",
                "ELEMENT://connect",
                "vector://vector/webapp/",
                "vector://vector/webapp/?element-desktop-ssoid=AbC123",
                "io.element.desktop:/vector/webapp/?element-desktop-ssoid=AbC123#/home",
            })
    void urlOfTheList_isAllowed(String url) {
        assertThat(URLS.allow(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nothing, or no URL.
                "",
                " ",
                "/",
                "x",
                "https:",
                "https://",
                "https:///",
                "://app.example/",
                "//app.example/",
                "///app.example/",
                "/\\app.example/",
                "app.example",
                "app.example/",
                "?https://app.example/",
                "#https://app.example/",
                "https//app.example/",
                "https:app.example/",
                "https:/app.example/",
                "https:///app.example/",
                "https:\\\\app.example\\",
                "https:/\\app.example/",
                // Another scheme.
                "http://app.example/",
                "httpss://app.example/",
                "ftp://app.example/",
                "ws://app.example/",
                "file://app.example/",
                "javascript://app.example/%0aalert(1)",
                "javascript:alert(1)//https://app.example/",
                "JaVaScRiPt:alert(1)",
                "java\tscript:alert(1)",
                "data:text/html,https://app.example/",
                "vbscript:x",
                "view-source:https://app.example/",
                "blob:https://app.example/x",
                "filesystem:https://app.example/x",
                "intent://connect#Intent;scheme=https;end",
                "https+x://app.example/",
                "x:https://app.example/",
                "mailto:ada@app.example",
                // User info.
                "https://app.example@evil.example/",
                "https://app.example:443@evil.example/",
                "https://app.example:x@evil.example/",
                "https://ada@app.example/",
                "https://ada:pw@app.example/",
                "https://@app.example/",
                "https://:@app.example/",
                "https://evil.example\\@app.example/",
                "https://evil.example%2f@app.example/",
                "https://app.example%40evil.example/",
                "https://evil.example#@app.example/",
                "https://evil.example?@app.example/",
                "https://evil.example;@app.example/",
                // Another host that looks like it.
                "https://evil.example/",
                "https://app.example.evil.example/",
                "https://app.example.evil.example/app.example/",
                "https://evilapp.example/",
                "https://evil-app.example/",
                "https://evil.app.example/",
                "https://app.exampl/",
                "https://app.examplee/",
                "https://app.example./",
                "https://.app.example/",
                "https://app..example/",
                "https://app.example,evil.example/",
                "https://app.example;evil.example/",
                "https://app.example&evil.example/",
                "https://app.example\\.evil.example/",
                "https://app.example\\evil.example/",
                "https://app.example%2eevil.example/",
                "https://app.example%2fevil.example/",
                "https://app.example%5cevil.example/",
                "https://app.example%00.evil.example/",
                "https://app.example%0d%0a.evil.example/",
                "https://app%2eexample/",
                "https://%61pp.example/",
                "https://app.example`.evil.example/",
                "https://app.example|evil.example/",
                "https://app.example^evil.example/",
                "https://{app.example}/",
                "https://<app.example>/",
                "https://\"app.example\"/",
                "https://[app.example]/",
                "https://[2001:db8::1/",
                "https://[2001:db8::2]/",
                "https://[2001:db8::1%25eth0]/",
                "https://[2001:db8::1].evil.example/",
                "https://0x7f.1/",
                // Another port.
                "https://app.example:80/",
                "https://app.example:8443/",
                "https://app.example:/",
                "https://app.example:0443/",
                "https://app.example:443:443/",
                "https://app.example:+443/",
                "https://app.example:443a/",
                "https://app.example:999999/",
                "https://host.example/deep/app/",
                "https://host.example:443/deep/app/",
                "http://localhost/",
                "http://localhost:80/",
                "http://localhost:8081/",
                "http://127.0.0.1:8080/",
                "http://localhost.evil.example:8080/",
                // Letters that look like others, or become others.
                "https://аpp.example/",
                "https://app。example/",
                "https://app．example/",
                "https://app.example／evil/",
                "https://app.exam℗le/",
                "https://ⓐpp.example/",
                "https://app.ex\u00adample/",
                "https://app.example\u200b/",
                "https://пример.example/",
                "https://xn--e1afmkfd.exampl\u0435/",
                "https://app.example/\u2025/",
                "https://app.example/ü",
                "elemenт://connect",
                "ﬁle://connect",
                "element://\u212aonnect",
                // Characters that are dropped, or end something.
                "https://app.example/\n",
                "\nhttps://app.example/",
                " https://app.example/",
                "https://app.example/ ",
                "https://app.example/a b",
                "ht\ntps://app.example/",
                "https://evil.exa\tmple/",
                "https:/\t/evil.example/",
                "https://app\t.example/",
                "https://app.example/\r\nSet-Cookie: a=b",
                "https://app.example/\u0000",
                "https://app.example/\u007f",
                "https://app.example/x\\..\\y",
                "https://app.example/<script>",
                "https://app.example/\"onclick",
                "https://app.example/'\"",
                "https://app.example/{x}",
                "https://app.example/a|b",
                "https://app.example/a^b",
                "https://app.example/`",
                // Paths that are others to some.
                "https://app.example//",
                "https://app.example//evil.example/",
                "https://app.example/x//evil.example/",
                "https://app.example/.",
                "https://app.example/..",
                "https://app.example/./x",
                "https://app.example/x/..",
                "https://app.example/..;/x",
                "https://app.example/..;a=b/x",
                "https://app.example/.;/x",
                "https://app.example/%2e",
                "https://app.example/%2e%2e/x",
                "https://app.example/.%2E/x",
                "https://app.example/%252e%252e/x",
                "https://app.example/%c0%ae%c0%ae/x",
                "https://app.example/..%2fx",
                "https://app.example/x%2Fy",
                "https://app.example/x%5cy",
                "https://app.example/x%00",
                "https://app.example/x%0d%0aSet-Cookie:%20a=b",
                "https://app.example/x%7f",
                "https://app.example/%",
                "https://app.example/%2",
                "https://app.example/%zz",
                "https://app.example/%ff",
                "https://app.example/[x]",
                "https://app.example/?x=%",
                "https://app.example/#%z",
                "https://app.example/##",
                "https://app.example#x#y",
                "https://app.example/?x=%ff",
                "https://host.example:8443/",
                "https://host.example:8443/deep/app",
                "https://host.example:8443/deep/apps/",
                "https://host.example:8443/deep/App/",
                "https://host.example:8443/deep/app/../../evil",
                "https://host.example:8443/deep/app/%2e%2e/%2e%2e/evil",
                "https://host.example:8443/deep/%61pp/",
                "https://host.example:8443/evil?/deep/app/",
                "https://host.example:8443/evil#/deep/app/",
                "https://host.example:8443/;/deep/app/",
                "https://host.example:8443//deep/app/",
                "https://host.example:8443/x/../deep/app/",
                // Not the one that is in the list.
                "https://exact.example/",
                "https://exact.example/logi",
                "https://exact.example/login/",
                "https://exact.example/login2",
                "https://exact.example/Login",
                "https://exact.example/login;x",
                "https://exact.example/%6Cogin",
                "https://query.example/back",
                "https://query.example/back?",
                "https://query.example/back?app=2",
                "https://query.example/back?app=1&x",
                "https://query.example/back?App=1",
                "https://root.example/x",
                "element:connect",
                "element:/connect",
                "element:///connect",
                "element://",
                "element://connect/",
                "element://connect/x",
                "element://connect:80",
                "element://Connect",
                "element://x@connect",
                "element://connect.evil",
                "element://connect%2f",
                "element://connect\\x",
                "elements://connect",
                "vector://vector/",
                "vector://vector/webapp",
                "vector://webapp/",
                "vector:/vector/webapp/",
                "vector:///vector/webapp/",
                "vector://vector/webapp/../x",
                "io.element.desktop://vector/webapp/",
                "io.element.desktop:///vector/webapp/",
                "io.element.desktop:vector/webapp/",
                "io.element.desktop:/vector/webapp",
                "io.element.desktop:/vector/webapp/..",
                "io.element.desktop.evil:/vector/webapp/",
                "io.element:/vector/webapp/",
                // A login token of somebody else's.
                "https://app.example/?loginToken=x",
                "https://app.example/?a=b&loginToken=x",
                "https://app.example/?logintoken=x",
                "https://app.example/?loginToken",
                "https://app.example/?login%54oken=x",
                "https://app.example/?a;loginToken=x",
                "https://app.example/#?loginToken=x",
                "https://app.example/#/?login%54oken=x",
                "element://connect?LOGINTOKEN=x",
            })
    void hostileUrl_isRefused(String url) {
        assertThat(URLS.allow(url)).isFalse();
    }

    @Test
    void longestUrl_isAllowed_andALongerOneRefused() {
        String longest = "https://app.example/" + "a".repeat(RedirectUrls.MAX_LENGTH - 20);

        assertThat(longest).hasSize(RedirectUrls.MAX_LENGTH);
        assertThat(URLS.allow(longest)).isTrue();
        assertThat(URLS.allow(longest + "a")).isFalse();
        assertThat(URLS.allow("https://app.example/?" + "a".repeat(1 << 20))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/, https://app.example/?loginToken=T-_1",
        "https://app.example, https://app.example?loginToken=T-_1",
        "https://app.example/x?, https://app.example/x?loginToken=T-_1",
        "https://app.example/x?a=b, https://app.example/x?a=b&loginToken=T-_1",
        "https://app.example/x?a=b&, https://app.example/x?a=b&loginToken=T-_1",
        "https://app.example/x?a, https://app.example/x?a&loginToken=T-_1",
        "https://app.example/#/room/?x, https://app.example/?loginToken=T-_1#/room/?x",
        "https://app.example/?a=b#/x?y=z, https://app.example/?a=b&loginToken=T-_1#/x?y=z",
        "https://app.example/?#, https://app.example/?loginToken=T-_1#",
        "element://connect, element://connect?loginToken=T-_1",
        "element://connect?id=1, element://connect?id=1&loginToken=T-_1",
        "io.element.desktop:/vector/webapp/, io.element.desktop:/vector/webapp/?loginToken=T-_1",
    })
    void token_goesIntoTheQuery_andTheRestStays(String url, String withToken) {
        assertThat(URLS.allow(url) || url.startsWith("element")).isTrue();
        assertThat(RedirectUrls.withToken(url, "T-_1")).isEqualTo(withToken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example//*", "https://app.example/%25/*", "https://app.example/?loginToken=1", "mailto:x",
                "ftp://app.example/x", "ws://app.example/x", "intent://x", "https://app.example/a;b/..;/c"
            })
    void entryThatNoUrlCouldMatch_isRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedirectUrls(List.of(entry("https://app.example/*"), entry(url))))
                .withMessageContaining("redirect URL 2");
    }

    @Test
    void prefixWithAQuery_isRefused() {
        RedirectUrl entry = new RedirectUrl(URI.create("https://app.example/x?y="), true);

        assertThatIllegalArgumentException().isThrownBy(() -> new RedirectUrls(List.of(entry)));
    }

    // Held against java.net.URI, which has another reader of URLs than the one that is tested.

    @Property
    void whatIsAllowed_isWhereItShouldBe(@ForAll("almost") String url) {
        if (URLS.allow(url)) {
            URI read = URI.create(url);
            assertThat(read.getRawUserInfo()).isNull();
            assertThat(read.normalize().getRawPath()).isEqualTo(read.getRawPath());
            assertThat(read.getScheme()).isEqualToIgnoringCase("https");
            assertThat(read.getHost()).isEqualToIgnoringCase("app.example");
            assertThat(read.getPort()).isIn(-1, 443);
        }
    }

    @Property
    void tokenOfWhatIsAllowed_goesThereToo_andIsTheOnlyOne(@ForAll("almost") String url) {
        if (URLS.allow(url)) {
            URI before = URI.create(url);
            URI after = URI.create(RedirectUrls.withToken(url, "T-_1"));
            assertThat(after.getRawAuthority()).isEqualTo(before.getRawAuthority());
            assertThat(after.getRawPath()).isEqualTo(before.getRawPath());
            assertThat(after.getRawFragment()).isEqualTo(before.getRawFragment());
            QueryParameters query = Objects.requireNonNull(QueryParameters.parse(after.getRawQuery()));
            assertThat(query.one("loginToken")).isEqualTo("T-_1");
        }
    }

    @Property
    void anyText_isRefused(@ForAll String text) {
        assertThat(URLS.allow(text)).isFalse();
    }

    @Property(tries = 2000)
    void anyTextBehindThePath_changesNeitherHostNorPort(@ForAll String text) {
        whatIsAllowed_isWhereItShouldBe("https://app.example/" + text);
        whatIsAllowed_isWhereItShouldBe("https://app.example" + text);
        whatIsAllowed_isWhereItShouldBe("https://" + text + "app.example/");
    }

    /** Pieces of which URLs of the list could be made, and others. */
    @Provide
    static Arbitrary<String> almost() {
        Arbitrary<String> piece = Arbitraries.of(
                "/",
                "//",
                "\\",
                ".",
                "..",
                "@",
                ":",
                ":443",
                "?",
                "#",
                "&",
                ";",
                "%2e",
                "%2f",
                "%5c",
                "%00",
                "%",
                "a",
                "\t",
                "app.example",
                "evil.example",
                "https:",
                "https://",
                "https://app.example",
                "https://app.example/",
                "loginToken",
                "=",
                "[",
                "]",
                "é",
                " ");
        Arbitrary<String> start = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just("https://app.example")),
                Tuple.of(2, Arbitraries.just("https://app.example/")),
                Tuple.of(1, Arbitraries.just("https://")),
                Tuple.of(1, Arbitraries.just("")));
        return Combinators.combine(start, piece.list().ofMaxSize(6).map(list -> String.join("", list)))
                .as(String::concat);
    }
}
