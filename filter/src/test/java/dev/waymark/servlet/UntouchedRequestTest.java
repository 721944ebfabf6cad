// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.waymark.config.RuleSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is no login goes down the chain as the very objects that came in. */
class UntouchedRequestTest {

    private static final String LOGIN = "/_matrix/client/v3/login";

    private final LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text("rules", "{\"rules\": []}"));
    private final HttpServletResponse response = mock();
    private @Nullable ServletRequest seenRequest;
    private @Nullable ServletResponse seenResponse;

    @BeforeEach
    void initialise() throws Exception {
        FilterConfig config = mock(FilterConfig.class);
        when(config.getServletContext()).thenReturn(mock(ServletContext.class));
        filter.init(config);
    }

    private void run(ServletRequest request, ServletResponse answer) throws Exception {
        filter.doFilter(request, answer, (down, back) -> {
            seenRequest = down;
            seenResponse = back;
        });
    }

    private static HttpServletRequest request(String method, String path, DispatcherType type) {
        HttpServletRequest request = mock();
        when(request.getMethod()).thenReturn(method);
        when(request.getServletPath()).thenReturn(path);
        when(request.getDispatcherType()).thenReturn(type);
        return request;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_matrix/client/v3/login",
        "OPTIONS, /_matrix/client/v3/login",
        "POST, /_matrix/client/v3/login/get_token",
        "POST, /_matrix/client/v3/register",
        "PUT, /_matrix/client/v3/rooms/x/send/m.room.message/1",
        "POST, /",
    })
    void passesTheSameObjects_noLogin(String method, String path) throws Exception {
        HttpServletRequest request = request(method, path, DispatcherType.REQUEST);

        run(request, response);

        assertThat(seenRequest).isSameAs(request);
        assertThat(seenResponse).isSameAs(response);
    }

    @ParameterizedTest
    @EnumSource(DispatcherType.class)
    void passesTheSameObjects_noLoginInAnyDispatch(DispatcherType type) throws Exception {
        HttpServletRequest request = request("POST", "/_matrix/client/v3/sync", type);

        run(request, response);

        assertThat(seenRequest).isSameAs(request);
        assertThat(seenResponse).isSameAs(response);
    }

    @Test
    void passesTheSameObjects_forwardToALogin() throws Exception {
        HttpServletRequest request = request("POST", LOGIN, DispatcherType.FORWARD);

        run(request, response);

        assertThat(seenRequest).isSameAs(request);
        assertThat(seenResponse).isSameAs(response);
    }

    @Test
    void passesTheSameObjects_loginThatAnotherRegistrationHasInHand() throws Exception {
        HttpServletRequest request = request("POST", LOGIN, DispatcherType.REQUEST);
        when(request.getAttribute(Capture.ATTRIBUTE)).thenReturn("of another class loader");

        run(request, response);

        assertThat(seenRequest).isSameAs(request);
        assertThat(seenResponse).isSameAs(response);
    }

    @Test
    void passesTheSameObjects_noHttp() throws Exception {
        ServletRequest request = mock();
        ServletResponse answer = mock();

        run(request, answer);

        assertThat(seenRequest).isSameAs(request);
        assertThat(seenResponse).isSameAs(answer);
    }

    @Test
    void wrapsBoth_login() throws Exception {
        HttpServletRequest request = request("POST", LOGIN, DispatcherType.REQUEST);

        run(request, response);

        assertThat(seenRequest).isNotSameAs(request).isInstanceOf(HttpServletRequest.class);
        assertThat(seenResponse).isNotSameAs(response).isInstanceOf(HttpServletResponse.class);
    }

    @Test
    void refuses_loginBeforeInit() {
        LoginRedirectFilter fresh = new LoginRedirectFilter(RuleSource.text("rules", "{\"rules\": []}"));

        assertThatThrownBy(() ->
                        fresh.doFilter(request("POST", LOGIN, DispatcherType.REQUEST), response, (down, back) -> {}))
                .isInstanceOf(IllegalStateException.class);
    }
}
