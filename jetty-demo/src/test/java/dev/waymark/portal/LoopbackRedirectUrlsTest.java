// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications on the user's own machine, which take whichever port is free (RFC 8252, section 7.3). */
class LoopbackRedirectUrlsTest {

    private static final RedirectUrls URLS = new RedirectUrls(List.of(
            new RedirectUrl(URI.create("http://localhost/"), true),
            new RedirectUrl(URI.create("http://127.0.0.1/sso"), false),
            new RedirectUrl(URI.create("http://[::1]/"), true),
            new RedirectUrl(URI.create("https://localhost/"), true),
            new RedirectUrl(URI.create("http://app.example/"), true)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/sso",
                "http://localhost:41234/sso",
                "http://LOCALHOST:1/",
                "http://127.0.0.1:65535/sso",
                "http://127.0.0.1/sso?x=1",
                "http://[::1]:8080/",
                "https://localhost:443/"
            })
    void anyPort_isAllowed_onTheOwnMachine(String url) {
        assertThat(URLS.allow(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443/",
                "http://app.example:8080/",
                "http://127.0.0.1:8080/other",
                "http://127.0.0.2:8080/sso",
                "http://localhost.example:8080/",
                "http://localhost:8080.example/",
                "http://localhost:80:80/",
                "http://localhost:/sso",
                "http://user@localhost:8080/",
                "http://[::2]:8080/"
            })
    void anyOther_isNot(String url) {
        assertThat(URLS.allow(url)).isFalse();
    }
}
