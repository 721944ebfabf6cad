// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registration and passwords: passed on, as they are, to the target that the configuration names for it, or refused with a text that says
 * where they belong. Nothing in an answer is changed: a registration's has no place for a base URL that any client reads, so that who has
 * registered here has to log in.
 */
final class AccountServlet extends ForwardingServlet {

    private static final long serialVersionUID = 1L;

    private static final List<String> VERSIONS = List.of("api/v1", "r0", "v1", "v3", "unstable");
    private static final List<String> ENDPOINTS = List.of(
            "register",
            "register/available",
            "register/email/requestToken",
            "register/msisdn/requestToken",
            "register/m.login.registration_token/validity",
            "account/password",
            "account/password/email/requestToken",
            "account/password/msisdn/requestToken",
            "auth/*");

    /** Under every version of the API. */
    static final List<String> PATHS = VERSIONS.stream()
            .flatMap(version -> ENDPOINTS.stream().map(endpoint -> "/_matrix/client/" + version + "/" + endpoint))
            .toList();

    private static final Pattern PREFIX = Pattern.compile("/_matrix/client/(?:api/v1|[^/]+)/");

    /** Matrix specification, client-server API, "Fallback". The type can be forwarded as it is written. */
    private static final Pattern FALLBACK = Pattern.compile("auth/[A-Za-z0-9._~-]+/fallback/web");

    private final @Nullable String registration;
    private final @Nullable String passwordReset;
    private final transient Supplier<@Nullable Rules> rules;
    private final Duration requestTimeout;

    /** What is asked for: with which methods it can be, and the name of the target for it, or null where it is refused. */
    private record Endpoint(String methods, @Nullable String target, MatrixError refusal) {}

    /**
     * A servlet of one portal.
     *
     * @param rules those in force, in which the targets are; null where there are none for the moment
     */
    AccountServlet(PortalConfig config, TargetClient client, Supplier<@Nullable Rules> rules) {
        super(client, config.timeouts().response());
        this.registration = config.registration();
        this.passwordReset = config.passwordReset();
        this.rules = rules;
        this.requestTimeout = config.timeouts().request();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("Service-Worker") != null) {
            // A script that would see all that its browser does at this origin, login tokens of other homeservers too.
            MatrixError.UNRECOGNIZED.send(response);
            return;
        }
        String path = Paths.of(request);
        Endpoint endpoint = endpoint(PREFIX.matcher(path).replaceFirst(""));
        if (endpoint == null) {
            ClientApiServlet.refusal(path, AccessTokens.isIn(request)).send(response);
        } else if (!Stream.of(endpoint.methods().split(", ")).toList().contains(request.getMethod())) {
            MatrixError.sendAllowed(response, endpoint.methods());
        } else if (endpoint.target() == null) {
            endpoint.refusal().send(response);
        } else {
            pass(request, response, endpoint.target());
        }
    }

    private @Nullable Endpoint endpoint(String name) {
        return switch (name) {
            case "register", "register/email/requestToken", "register/msisdn/requestToken" ->
                new Endpoint("POST", registration, MatrixError.NO_REGISTRATION);
            case "register/available", "register/m.login.registration_token/validity" ->
                new Endpoint("GET", registration, MatrixError.NO_REGISTRATION);
            case "account/password", "account/password/email/requestToken", "account/password/msisdn/requestToken" ->
                new Endpoint("POST", passwordReset, MatrixError.NO_PASSWORD_RESET);
            // Which of both began the session that it belongs to, it does not say; registrations are those that need
            // it.
            default ->
                FALLBACK.matcher(name).matches()
                        ? new Endpoint(
                                "GET, POST",
                                registration != null ? registration : passwordReset,
                                MatrixError.NO_REGISTRATION)
                        : null;
        };
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, String name) throws IOException {
        Rules current = rules.get();
        Target target = current == null ? null : current.target(name);
        if (target == null) {
            MatrixError.TARGET_GONE.send(response);
            return;
        }
        to(request, target.reachedAt());
        if (!hasContent(request)) {
            forward(request, response, new byte[0]);
            return;
        }
        OpenRequest open = OpenRequest.start(this, request, response);
        RequestBody.read(request, LoginServlet.MAX_REQUEST, requestTimeout, new RequestBody.Receiver() {
            @Override
            public void received(byte[] body) {
                forward(open, body);
            }

            @Override
            public void refused(MatrixError answer, boolean clientGone) {
                open.step(() -> response.setHeader("Connection", "close"));
                open.refuse(answer, clientGone ? LoginOutcome.CLIENT_GONE : LoginOutcome.REFUSED);
            }
        });
    }

    @Override
    protected boolean hasContent(HttpServletRequest request) {
        return "POST".equals(request.getMethod());
    }

    /** With the query: it says which kind of account, which user name, which session. */
    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        String query = request.getQueryString();
        return super.rewriteTarget(request) + (query == null ? "" : "?" + Paths.query(query));
    }
}
