// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.login.Injection;
import dev.waymark.login.Instruction;
import dev.waymark.portal.LoginDirector.Directed;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * {@code /login} at the portal: {@code GET} tells the login flows, {@code POST} goes to the homeserver of the user.
 *
 * <p>Which that is a {@link LoginDirector} decides on the request. What it says goes into the request attribute that the filter, which stands
 * in front of this servlet and has the rules, injects by. The request is forwarded as it came, once, and never tried elsewhere. With
 * {@code login: redirect} it is not forwarded at all: the client is told where to log in.
 */
final class LoginServlet extends ForwardingServlet {

    private static final long serialVersionUID = 1L;

    /** The paths of login, which are what homeservers in the field serve. */
    static final List<String> PATHS = List.of(
            "/_matrix/client/api/v1/login",
            "/_matrix/client/r0/login",
            "/_matrix/client/v1/login",
            "/_matrix/client/v3/login",
            "/_matrix/client/unstable/login");

    /** The largest login request that is read, in bytes, the limit that Synapse has for requests of clients. */
    static final int MAX_REQUEST = 64 << 10;

    /** In Accept-Encoding, and not with the quality that means no (RFC 9110, section 12.5.3). */
    private static final Pattern GZIP =
            Pattern.compile("(?:^|,)\\s*gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))", Pattern.CASE_INSENSITIVE);

    private static final System.Logger LOG = System.getLogger(LoginServlet.class.getName());

    private static final String ATTEMPT = LoginServlet.class.getName() + ".attempt";
    private static final String REDIRECTION =
            "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Log in at your homeserver itself, which Location, base_cs_url and well_known"
                    + " name\",";

    private final transient LoginParts.Flows flows;
    private final transient LoginDirector director;
    private final transient LoginEvents events;
    private final boolean redirects;
    private final Duration requestTimeout;

    /** What is known of one login until it has ended. */
    private static final class Attempt {

        private final long begun = System.nanoTime();
        private volatile @Nullable String target;
    }

    /** A servlet of one portal. */
    LoginServlet(PortalConfig config, TargetClient client, LoginParts parts) {
        super(client, config.timeouts().response());
        this.flows = parts.flows();
        this.director = new LoginDirector(config.serverName(), parts.up(), parts.tokens());
        this.events = parts.events();
        this.redirects = config.isRedirect();
        this.requestTimeout = config.timeouts().request();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> flows.answer(request, response);
            case "POST" -> read(request, response);
            default -> MatrixError.sendAllowed(response, "GET, HEAD, POST");
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(ATTEMPT, new Attempt());
        OpenRequest open = OpenRequest.start(this, request, response);
        RequestBody.read(request, MAX_REQUEST, requestTimeout, new RequestBody.Receiver() {
            @Override
            public void received(byte[] body) {
                login(open, body);
            }

            @Override
            public void refused(MatrixError answer, boolean clientGone) {
                open.step(() -> response.setHeader("Connection", "close"));
                open.refuse(answer, clientGone ? LoginOutcome.CLIENT_GONE : outcome(answer));
            }
        });
    }

    private static LoginOutcome outcome(MatrixError answer) {
        return switch (answer) {
            case TOO_LARGE -> LoginOutcome.TOO_LARGE;
            case SLOW_REQUEST -> LoginOutcome.CLIENT_TOO_SLOW;
            default -> LoginOutcome.REFUSED;
        };
    }

    private void login(OpenRequest open, byte[] body) {
        HttpServletRequest request = open.request();
        try {
            // Those that the filter in front injects by, so that both decide by the same version.
            Rules rules = LoginRedirectFilter.rulesOf(request);
            if (rules == null) {
                throw new IllegalStateException("a login that did not come by the filter");
            }
            Directed directed = director.direct(rules, request, body);
            attempt(request).target = directed.target().name();
            if (redirects) {
                redirect(open, directed.target());
            } else {
                instruct(request, directed.target());
                to(request, directed.target().reachedAt());
                forward(open, directed.body());
            }
        } catch (RefusedLoginException e) {
            open.refuse(e.answer(), e.outcome());
        } catch (RuntimeException | Error e) {
            fail(open, e);
        }
    }

    private static void instruct(HttpServletRequest request, Target target) {
        if (target.name() != null) {
            request.setAttribute(Instruction.TARGET_ATTRIBUTE, target.name());
        } else {
            request.setAttribute(
                    Instruction.BASE_CS_URL_ATTRIBUTE, target.baseUrl().toString());
        }
    }

    private static void redirect(OpenRequest open, Target target) {
        open.step(() -> {
            HttpServletResponse response = open.response();
            response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
            response.setHeader("Location", target.baseUrl() + Paths.of(open.request()));
            response.setHeader("Cache-Control", "no-store");
            Json.send(response, REDIRECTION + Injection.DEFAULT.json(target).substring(1));
            open.end(LoginOutcome.REDIRECTED);
        });
    }

    /** A bug; nobody else would answer, since the container has left the request to the portal. */
    private static void fail(OpenRequest open, Throwable bug) {
        // Without its message, which may hold what was read.
        StackTraceElement[] trace = bug.getStackTrace();
        LOG.log(
                System.Logger.Level.ERROR,
                "a login failed because of a bug in Waymark: {0} at {1}",
                bug.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        open.refuse(MatrixError.INTERNAL, LoginOutcome.FAILED);
    }

    /**
     * Asks for what the filter can read: browsers take Brotli and Zstandard too, which what stands in front of a homeserver might choose.
     */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request proxied) {
        super.addProxyHeaders(request, proxied);
        proxied.headers(headers -> {
            if (headers.contains(HttpHeader.ACCEPT_ENCODING)) {
                boolean gzip = headers.getValuesList(HttpHeader.ACCEPT_ENCODING).stream()
                        .anyMatch(value -> GZIP.matcher(value).find());
                headers.put(HttpHeader.ACCEPT_ENCODING, gzip ? "gzip" : "identity");
            }
        });
    }

    /** A page in the place of an answer is not to run in a browser: it would do so as the portal, where login tokens of others come by. */
    @Override
    protected void addOwnHeaders(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    @Override
    protected void ended(HttpServletRequest request, LoginOutcome outcome, int status) {
        Attempt attempt = attempt(request);
        events.ended(outcome, attempt.target, status, Duration.ofNanos(System.nanoTime() - attempt.begun));
    }

    private static Attempt attempt(HttpServletRequest request) {
        return (Attempt) request.getAttribute(ATTEMPT);
    }
}
