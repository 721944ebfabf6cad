// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPathTest {

    private static final String LOGIN = "/_matrix/client/v3/login";

    private static boolean isLogin(String method, String servletPath, @Nullable String pathInfo) {
        HttpServletRequest request = mock();
        when(request.getMethod()).thenReturn(method);
        when(request.getServletPath()).thenReturn(servletPath);
        when(request.getPathInfo()).thenReturn(pathInfo);
        return LoginPath.isLogin(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1", "r0", "v1", "v3", "unstable"})
    void isLogin_versionOfTheApi(String version) {
        assertThat(isLogin("POST", "/_matrix/client/" + version + "/login", null))
                .isTrue();
    }

    /** How a container splits the path is up to the pattern that the servlet is mapped to. */
    @ParameterizedTest
    @CsvSource({
        "/_matrix/client/v3/login,",
        "'', /_matrix/client/v3/login",
        "/_matrix, /client/v3/login",
        "/_matrix/client, /v3/login",
        "/_matrix/client/v3, /login",
        "/_matrix/client/api, /v1/login",
    })
    void isLogin_howeverThePathIsSplit(String servletPath, @Nullable String pathInfo) {
        assertThat(isLogin("POST", servletPath, pathInfo)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/login/get_token",
                "/_matrix/client/v1/login/get_token",
                "/_matrix/client/v3/login/",
                "/_matrix/client/v3/Login",
                "/_matrix/client/v3/xlogin",
                "/_matrix/client/v3/register",
                "/_matrix/client/v3/x/login",
                "/_matrix/client/V3/login",
                "/_matrix/client/v2/login",
                "/_matrix/client/api/login",
                "/_matrix/client/api/v2/login",
                "/_matrix/client//login",
                "/_matrix/client/login",
                "/_matrix/clientlogin",
                "/_matrix/client/v3/login;a=b",
                "/x/_matrix/client/v3/login",
                "//_matrix/client/v3/login",
                "/login",
                "login",
                "/",
                "",
            })
    void isNoLogin_otherPath(String path) {
        assertThat(isLogin("POST", path, null)).isFalse();
        assertThat(isLogin("POST", "", path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post", "Post", ""})
    void isNoLogin_otherMethod(String method) {
        assertThat(isLogin(method, LOGIN, null)).isFalse();
    }

    @Test
    void isNoLogin_pathInfoRepeatsTheEnd() {
        assertThat(isLogin("POST", LOGIN, "/login")).isFalse();
    }
}
