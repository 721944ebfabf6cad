// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    private static final String HOST_OF_253 = "a.".repeat(126) + "c";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://matrix.eng.ac.cdl",
                "http://localhost:8008",
                "https://matrix.eng.ac.cdl:65535",
                "https://matrix.eng.ac.cdl/base/path",
                "https://192.0.2.1:8448",
                "https://[2001:db8::1]:8448",
                "https://xn--bcher-kva.example",
                "https://matrix.example.",
                "https://host/a.b/...",
                "https://host/~user/;a=b/,!$&()*+=:@'",
                "https://host/%2F%20%25"
            })
    void parse_keepsUrl_inNormalForm(String url) {
        assertThat(BaseUrl.parse(url)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/,             https://host",
        "https://host/path/,        https://host/path",
        "https://host:8448/,        https://host:8448",
        "https://host:,             https://host",
        "https://host:00443,        https://host:443",
        "HTTPS://Matrix.AC.cdl/Aa/, https://matrix.ac.cdl/Aa",
        "hTTp://[2001:DB8::A]/,     http://[2001:db8::a]",
    })
    void parse_normalises_otherForms(String url, String normal) {
        assertThat(BaseUrl.parse(url)).hasToString(normal);
    }

    static Stream<Arguments> parse_refuses() {
        return Stream.of(
                refused("empty", "", "it is empty"),
                refused("no scheme", "matrix.ac.cdl", "it does not begin with https:// or http://"),
                refused("relative to a scheme", "//matrix.ac.cdl", "it does not begin with https:// or http://"),
                refused("a path", "/_matrix", "it does not begin with https:// or http://"),
                refused("another scheme", "ftp://host", "it does not begin with https:// or http://"),
                refused("a scheme that runs code", "javascript://host/", "it does not begin with https:// or http://"),
                refused("a mail address", "mailto:ada@ac.cdl", "it does not begin with https:// or http://"),
                refused("user and password", "https://ada:secret@host", "it holds user info before an @"),
                refused("user info that is empty", "https://@host", "it holds user info before an @"),
                refused("no slashes", "https:host", "it has no valid host name"),
                refused("an address with a zone", "https://[fe80::1%25eth0]", "it has no valid host name"),
                refused("one slash", "https:/host", "it has no valid host name"),
                refused("no host but a path", "https:///path", "it has no valid host name"),
                refused("no host but a port", "https://:8448", "it has no valid host name"),
                refused("an underscore in the host", "https://a_b.ac.cdl", "it has no valid host name"),
                refused("a label that begins with -", "https://-a.ac.cdl", "it has no valid host name"),
                refused("a label that ends with -", "https://a-.ac.cdl", "it has no valid host name"),
                refused("an empty label", "https://a..cdl", "it has no valid host name"),
                refused("an escape in the host", "https://h%41.ac.cdl", "it has no valid host name"),
                refused("a label of 64", "https://" + "a".repeat(64) + ".cdl", "it has no valid host name"),
                refused("a host of 254", "https://a" + HOST_OF_253, "it has no valid host name"),
                refused("half an IPv4 address", "https://192.0.2", "it has no valid host name"),
                refused("an IPv4 address out of range", "https://256.0.2.1", "it has no valid host name"),
                refused("two ports", "https://host:80:80", "it has no valid host name"),
                refused("a port that is no number", "https://host:https", "it has no valid host name"),
                refused("port 0", "https://host:0", "its port is not between 1 and 65535"),
                refused("port 65536", "https://host:65536", "its port is not between 1 and 65535"),
                refused("a query", "https://host/?a=b", "it has a query"),
                refused("a query that is empty", "https://host?", "it has a query"),
                refused("a fragment", "https://host/#a", "it has a fragment"),
                refused("a fragment that is empty", "https://host#", "it has a fragment"),
                refused("two trailing slashes", "https://host//", "its path has an empty step (//)"),
                refused("two slashes in the path", "https://host/a//b", "its path has an empty step (//)"),
                refused("a step .", "https://host/./a", "its path has a step . or .."),
                refused("a step ..", "https://host/a/..", "its path has a step . or .."),
                refused("a step %2e", "https://host/%2e", "its path has a step . or .."),
                refused("a step .%2E before a slash", "https://host/.%2E/", "its path has a step . or .."),
                refused("a step .. before an escaped slash", "https://host/..%2Fa", "its path has a step . or .."),
                refused("a step .. behind an escaped backslash", "https://host/a%5c..", "its path has a step . or .."),
                refused("a step .. with parameters", "https://host/..;a=b/c", "its path has a step . or .."),
                refused("a step . with escaped parameters", "https://host/.%3Ba", "its path has a step . or .."),
                refused("a step .. escaped twice", "https://host/%252e%25252E", "its path has a step . or .."),
                refused("no closing bracket", "https://[::1", "Expected closing bracket for IPv6 address"),
                // For which older JDKs throw another exception, with the text in it.
                refused("an endless number", "https://[::133333333333.3.3.3]", " address"),
                refused("a backslash", "https://host\\a", "it is not a URL at character "),
                refused("a quote", "https://host/\"", "it is not a URL at character 14: Illegal character in path"),
                refused("a lone percent sign", "https://host/%", "it is not a URL at character 14: Malformed escape"),
                refused("a placeholder", "https://{localpart}.ac.cdl", "it is not a URL at character 9: Illegal"),
                refused("a space in front", " https://host", "it holds spaces or characters other than ASCII"),
                refused("a newline behind", "https://host\n", "it holds spaces or characters other than ASCII"),
                refused("a NUL", "https://host/\0", "it holds spaces or characters other than ASCII"),
                refused("a DEL", "https://host/\u007f", "it holds spaces or characters other than ASCII"),
                refused("an umlaut", "https://b\u00fccher.example", "(write a host name in its xn-- form)"),
                refused("2049 characters", "https://host/" + "a".repeat(2036), "it is longer than 2048 characters"));
    }

    private static Arguments refused(String what, String url, String reason) {
        return arguments(named(what, url), reason);
    }

    @ParameterizedTest
    @MethodSource
    void parse_refuses(String url, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.parse(url))
                .withMessageStartingWith("not a base URL: ")
                .withMessageContaining(reason)
                .withMessageEndingWith("; expected https://host[:port][/path]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:s3cret@host",
                "https://ada:s3cret@no_host",
                "https://host/?token=s3cret",
                "https://host/%s3cret",
                "https://host/s3cret\\",
                "https://s3cret_host",
                "https://[::133333333333.s3cret]",
                "s3cret"
            })
    void message_doesNotRepeatUrl_whereRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.parse(url))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void parse_accepts_whatIsAsLongAsAllowed() {
        String path = "https://host/" + "a".repeat(2035);
        String host = "https://" + HOST_OF_253;
        String label = "https://" + "a".repeat(63) + ".cdl";

        assertThat(BaseUrl.parse(path)).hasToString(path);
        assertThat(BaseUrl.parse(host)).hasToString(host);
        assertThat(BaseUrl.parse(label)).hasToString(label);
    }

    @Test
    void equals_comparesNormalForms() {
        BaseUrl url = BaseUrl.parse("https://host/a");

        assertThat(url).isEqualTo(BaseUrl.parse("HTTPS://HOST/a/")).hasSameHashCodeAs(BaseUrl.parse("https://host/a"));
        assertThat(url).isNotEqualTo(BaseUrl.parse("https://host/A")).isNotEqualTo(BaseUrl.parse("http://host/a"));
    }
}
