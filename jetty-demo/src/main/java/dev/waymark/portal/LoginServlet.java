// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.login.Instruction;
import dev.waymark.login.LoginOrigin;
import dev.waymark.login.LoginRequest;
import dev.waymark.rule.Decision;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * {@code /login} at the portal: {@code GET} tells the login flows, {@code POST} goes to the homeserver of the user.
 *
 * <p>Which that is the rules decide on the request: by the user, where it names one, and by all else that it says, so that
 * a login by an email address finds its homeserver as well. What they say goes into the request attribute that the filter, which
 * stands in front of this servlet and has the rules, injects by. The request is forwarded as it came, once, and never tried elsewhere.
 */
final class LoginServlet extends AsyncProxyServlet {

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

    /** The largest head of a homeserver's answer that is passed on, in bytes; the portal adds a few hundred of its own. */
    static final int MAX_RESPONSE_HEADERS = 16 << 10;

    /** How long a homeserver may take to accept a connection. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(LoginServlet.class.getName());

    private static final String FLOWS = "{\"flows\":[{\"type\":\"m.login.password\"}]}";
    private static final String BODY = LoginServlet.class.getName() + ".body";
    private static final String UPSTREAM = LoginServlet.class.getName() + ".upstream";
    private static final List<HttpHeader> FORWARDED = List.of(
            HttpHeader.FORWARDED,
            HttpHeader.X_FORWARDED_FOR,
            HttpHeader.X_FORWARDED_HOST,
            HttpHeader.X_FORWARDED_PORT,
            HttpHeader.X_FORWARDED_PROTO,
            HttpHeader.X_FORWARDED_SERVER);

    private final String serverName;

    LoginServlet(String serverName) {
        this.serverName = serverName;
    }

    @Override
    protected HttpClient newHttpClient(ClientConnector connector) {
        connector.setConnectTimeout(CONNECT_TIMEOUT);
        HttpClient client = super.newHttpClient(connector);
        client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS);
        // A request that names no type is forwarded without one.
        client.setDefaultRequestContentType(null);
        return client;
    }

    /** None: what the proxy logs when debugging are headers and query strings, which hold tokens. */
    @Override
    protected Logger createLogger() {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getMethod()) {
            case "GET" -> Json.send(response, FLOWS);
            case "POST" -> login(request, response);
            default -> MatrixError.METHOD_NOT_ALLOWED.send(response);
        }
    }

    private void login(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_REQUEST + 1);
        MatrixError refusal = body.length > MAX_REQUEST ? MatrixError.TOO_LARGE : direct(request, body);
        if (refusal != null) {
            refusal.send(response);
            return;
        }
        request.setAttribute(BODY, body);
        super.service(request, response);
    }

    /** Decides where a login goes; returns why it goes nowhere, or null. */
    private @Nullable MatrixError direct(HttpServletRequest request, byte[] body) {
        LoginRequest login = LoginRequest.read(body);
        if (login == null) {
            return MatrixError.NOT_JSON;
        }
        // Those that the filter in front injects by, so that both decide by the same version.
        Rules rules = LoginRedirectFilter.rulesOf(request);
        if (rules == null) {
            throw new IllegalStateException("a login that did not come by the filter");
        }
        Target target;
        try {
            Decision decision = rules.decide(facts(login, request));
            target = decision.target();
        } catch (DecisionException e) {
            LOG.log(System.Logger.Level.WARNING, "a login could not be directed: {0}", e.getMessage());
            return MatrixError.UNDECIDED;
        }
        if (target == null) {
            return isIdentified(login, rules) ? MatrixError.NO_HOMESERVER : MatrixError.NO_USER;
        }
        request.setAttribute(UPSTREAM, target.baseUrl().toString());
        if (target.name() != null) {
            request.setAttribute(Instruction.TARGET_ATTRIBUTE, target.name());
        } else {
            request.setAttribute(
                    Instruction.BASE_CS_URL_ATTRIBUTE, target.baseUrl().toString());
        }
        return null;
    }

    /** All that is known before a homeserver was asked. */
    private Login facts(LoginRequest login, HttpServletRequest request) {
        Login.Builder facts = Login.builder();
        login.addTo(facts);
        return facts.with(Fact.USER_ID, login.userId(serverName))
                .with(Fact.CLIENT_IP, LoginOrigin.clientIp(request.getRemoteAddr()))
                .with(Fact.HOST, LoginOrigin.host(request.getServerName()))
                .headers(name -> Collections.list(request.getHeaders(name)))
                .build();
    }

    /** Whether the request says who logs in, in a way that the rules may know of. */
    private boolean isIdentified(LoginRequest login, Rules rules) {
        return login.userId(serverName) != null
                || (login.address() != null && rules.facts().contains(Fact.ADDRESS))
                || (login.identifier() != null && rules.facts().contains(Fact.IDENTIFIER));
    }

    // How the request is forwarded.

    @Override
    protected Request newProxyRequest(HttpServletRequest request, String target) {
        // Nothing is sent while a homeserver thinks, which must not look like a dead connection.
        return super.newProxyRequest(request, target).idleTimeout(getTimeout(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        // Without the query: nothing in a login needs one.
        return request.getAttribute(UPSTREAM) + Paths.of(request);
    }

    @Override
    protected Request.Content proxyRequestContent(
            HttpServletRequest request, HttpServletResponse response, Request proxyRequest) {
        return new BytesRequestContent(request.getContentType(), (byte[]) request.getAttribute(BODY));
    }

    /** No: it has been read already. */
    @Override
    protected boolean expects100Continue(HttpServletRequest request) {
        return false;
    }

    @Override
    protected boolean hasContent(HttpServletRequest request) {
        return true;
    }

    /** Puts what is true in the place of what a client may have invented: Synapse believes the first entry. */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request proxyRequest) {
        proxyRequest.headers(headers -> {
            FORWARDED.forEach(headers::remove);
            headers.remove(HttpHeader.EXPECT);
            // Set by the client for a body that may have been chunked; Jetty sets that of the one it sends.
            headers.remove(HttpHeader.CONTENT_LENGTH);
            // Without the brackets that Jetty gives an IPv6 address, and a URL needs, but no homeserver expects.
            headers.put(HttpHeader.X_FORWARDED_FOR, LoginOrigin.clientIp(request.getRemoteAddr()));
            headers.put(HttpHeader.X_FORWARDED_PROTO, request.getScheme());
            String host = request.getHeader("Host");
            if (host != null) {
                headers.put(HttpHeader.X_FORWARDED_HOST, host);
            }
        });
    }

    // How the answer comes back.

    @Override
    protected @Nullable HttpField filterServerResponseHeader(
            HttpServletRequest request, Response response, HttpField header) {
        // Those that Connection names are for the portal only (RFC 9110, section 7.6.1).
        boolean dropped =
                Cors.isOne(header.getName()) || response.getHeaders().contains(HttpHeader.CONNECTION, header.getName());
        return dropped ? null : header;
    }

    /** By the failure alone: a status that the homeserver had sent before it broke off is not the answer. */
    @Override
    protected void onProxyResponseFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Response proxyResponse,
            Throwable failure) {
        sendProxyResponseError(request, response, proxyResponseStatus(failure));
    }

    @Override
    protected void sendProxyResponseError(HttpServletRequest request, HttpServletResponse response, int status) {
        try {
            if (response.isCommitted()) {
                // Half of it is out; Jetty ends the connection, so that nobody takes it for the whole.
                response.sendError(-1);
            } else {
                // What the homeserver had begun to answer is not part of this answer.
                response.reset();
                Cors.addTo(response);
                MatrixError.of(status).send(response);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the client went away before its login was answered");
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }
}
