// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUrlReaderTest {

    @ParameterizedTest
    @CsvSource({
        "https://app.example, https://app.example, false",
        "https://App.Example:8443/A?b=C, https://app.example:8443/A?b=C, false",
        "https://app.example/*, https://app.example/, true",
        "https://app.example/a/b*, https://app.example/a/b, true",
        "http://localhost:9000/*, http://localhost:9000/, true",
        "https://[2001:DB8::1]/*, https://[2001:db8::1]/, true",
        "https://app.example/%C3%BCber, https://app.example/%C3%BCber, false",
        "element://connect, element://connect, false",
        "element://Vector/webapp/*, element://Vector/webapp/, true",
        "io.element.desktop:/vector*, io.element.desktop:/vector, true",
        "x:///a, x:///a, false",
    })
    void url_isReadAsWritten(String text, String url, boolean isPrefix) {
        assertThat(RedirectUrl.parse(text)).isEqualTo(new RedirectUrl(URI.create(url), isPrefix));
        assertThat(RedirectUrl.parse(text).url()).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app.example                   | it does not begin with a scheme
            //app.example/                | it does not begin with a scheme
            HTTPS://app.example/          | its scheme is not in lower case
            javascript:alert(1)           | a browser must never be sent to one that begins with javascript:
            data:text/html,x              | a browser must never be sent to one that begins with data:
            vbscript:x                    | a browser must never be sent to one that begins with vbscript:
            file:///etc/passwd            | a browser must never be sent to one that begins with file:
            blob:https://app.example/x    | a browser must never be sent to one that begins with blob:
            intent://x                    | a browser must never be sent to one that begins with intent:
            https://app.example*          | would take in other hosts, as https://host* would https://host.evil.org
            https://*                     | would take in other hosts
            https://*.example/            | would take in other hosts
            element://*                   | would take in other hosts
            https://app.example:*/        | would take in other hosts
            https://app.example/*/x       | it has a * elsewhere than at its end
            https://app.example/**        | it has a * elsewhere than at its end
            https://app.example/?x=*      | it has a * behind a query
            https://app.example?*         | it has a * behind a query
            https://app.example/#*        | it has a fragment
            https://app.example/#x        | it has a fragment
            https://app.example/#         | it has a fragment
            x:a*                          | it has a *, and no path with a slash
            https://ada@app.example/      | it holds user info before an @
            https://@app.example/         | it holds user info before an @
            element://ada@connect         | it holds user info before an @
            https://app.example/@x        | its path holds an @
            https://app.example\\x        | it holds a backslash
            https://app.example/\u00e9    | characters other than ASCII
            https://app.example/a b       | spaces or characters
            https://app.example/../x      | its path has a step . or ..
            https://app.example/.*        | its path has a step . or ..
            https://app.example/..;a/x    | its path has a step . or ..
            https://app.example/%2e%2E/x  | an escaped dot, slash, backslash, per cent sign or control character
            https://app.example/%2f       | an escaped dot, slash, backslash, per cent sign or control character
            https://app.example/%5C       | an escaped dot, slash, backslash, per cent sign or control character
            https://app.example/%0d       | an escaped dot, slash, backslash, per cent sign or control character
            https://app.example/%252e     | an escaped dot, slash, backslash, per cent sign or control character
            https://app.example//x        | its path has an empty step (//)
            https://app.example/%C3       | its escapes are not of UTF-8
            https://app.example/%         | it is not a URL at character
            https://[::13333333333.3]/    | address
            https://app.example/?loginToken=x | its query names a loginToken
            https://app.example/?login%54oken=x | its query names a loginToken
            https:///x                    | it has no valid host name
            https:/x                      | it has no valid host name
            https://a_b/                  | it has no valid host name
            https://[fe80::1%1]/          | it has no valid host name
            https://app.example:0/        | its port is not between 1 and 65535
            https://app.example:65536/    | its port is not between 1 and 65535
            mailto:ada@app.example        | it has neither a host nor a path that begins with a slash
            element://?x                  | it has neither a host nor a path that begins with a slash
            x:                            | it is not a URL at character
            element://a(b                 | what stands behind its // is no name
            """)
    void url_isRefused_unclear(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedirectUrl.parse(text))
                .withMessageStartingWith("not a URL to send users back to: ")
                .withMessageContaining(why)
                .withMessageEndingWith("; expected one like https://app.element.io/* or element://vector/webapp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/\r\nx",
                "https://app.example/\t",
                "\u0000",
                "https://app.example/\u007f",
                " "
            })
    void url_isRefused_controlCharacters(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedirectUrl.parse(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 2001})
    void url_isRefused_tooLong(int length) {
        String text = "https://app.example/".concat("x".repeat(length - 20));
        if (length <= 2000) {
            assertThat(RedirectUrl.parse(text).isPrefix()).isFalse();
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> RedirectUrl.parse(text));
        }
    }
}
