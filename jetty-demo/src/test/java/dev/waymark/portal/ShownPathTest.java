// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/_matrix/client/v3/login",
                "/_matrix/client/api/v1/login",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/v3/login/sso/redirect",
                "/_waymark/sso/callback",
                "/.well-known/matrix/client",
                "/_matrix/client/v3/sync"
            })
    void wordsOfTheApi_areShown(String path) {
        assertThat(ShownPath.of(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/_matrix/client/v3/profile/@ada:hist.example, /_matrix/client/v3/profile/*",
        "/_matrix/client/v3/user/%40ada%3Ahist.example/filter/12, /_matrix/client/v3/user/*/filter/*",
        "/_matrix/client/v3/rooms/!r:h/send/m.room.message/t1, /_matrix/client/v3/rooms/*/*/*/*",
        "/_matrix/client/v3/login/sso/redirect/x, /_matrix/client/v3/login/sso/redirect/*",
        "/matrix/client/v3/login, /matrix/client/v3/login",
        "/chat/_matrix/client/v3/login, /*/_matrix/client/v3/login",
        "/_matrix/client/v3/login;jsessionid=s3cret, /_matrix/client/v3/*",
        "/wp-login.php, /*",
        "/_matrix/client/V3/login, /_matrix/client/*/login",
        "*, *"
    })
    void allElse_isNot(String path, String shown) {
        assertThat(ShownPath.of(path)).isEqualTo(shown);
    }

    @Test
    void longPath_isShort() {
        assertThat(ShownPath.of("/x".repeat(10_000))).hasSizeLessThan(100);
        assertThat(ShownPath.of(null)).isEqualTo("*");
    }
}
