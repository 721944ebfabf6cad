// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestKindTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /_matrix/client/v3/login, LOGIN",
        "POST, /_matrix/client/r0/login, LOGIN",
        "POST, /_matrix/client/api/v1/login, LOGIN",
        "GET, /_matrix/client/v3/login, DISCOVERY",
        "OPTIONS, /_matrix/client/v3/login, PREFLIGHT",
        "GET, /_matrix/client/v3/login/sso/redirect, SSO",
        "GET, /_matrix/client/r0/login/sso/redirect/github, SSO",
        "GET, /_waymark/sso/callback, SSO",
        "GET, /_matrix/client/versions, DISCOVERY",
        "GET, /.well-known/matrix/client, DISCOVERY",
        "GET, /_matrix/client/v1/auth_metadata, DISCOVERY",
        "GET, /_matrix/client/unstable/org.matrix.msc2965/auth_issuer, DISCOVERY",
        "POST, /_matrix/client/v3/register, ACCOUNT",
        "POST, /_matrix/client/v3/register/email/requestToken, ACCOUNT",
        "POST, /_matrix/client/v3/account/password, ACCOUNT",
        "GET, /_matrix/client/v3/account/whoami, CLIENT_API",
        "POST, /_matrix/client/v3/logout, CLIENT_API",
        "POST, /_matrix/client/v3/login/get_token, CLIENT_API",
        "GET, /, OTHER",
        "GET, /metrics, OTHER"
    })
    void requests_areToldApart(String method, String path, RequestKind kind) {
        assertThat(RequestKind.of(method, path)).isEqualTo(kind);
    }

    @Test
    void nothing_isOther() {
        assertThat(RequestKind.of(null, null)).isEqualTo(RequestKind.OTHER);
    }
}
