// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.login.LoginOrigin;
import dev.waymark.rule.BaseUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AbstractProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Forwards a request whose body has been read, once, to one homeserver, and its answer back ({@link ForwardedAnswer}).
 *
 * <p>Headers of the connection stay behind in both directions (RFC 9110, section 7.6.1), as do those by which proxies say who a client is: the
 * portal puts its own in their place. {@code Via} names the portal to homeservers; a request that has come by it before is going round in a
 * circle, and is refused. Clients do not see it: to them, the portal is the server.
 */
abstract class ForwardingServlet extends AbstractProxyServlet {

    private static final long serialVersionUID = 1L;

    /** The largest head of a homeserver's answer that is passed on, in bytes; the portal adds a few hundred of its own. */
    static final int MAX_RESPONSE_HEADERS = 16 << 10;

    /** What a homeserver may say of an origin that is its own, and of which this one is not. */
    private static final Set<String> ABOUT_THE_ORIGIN =
            Set.of("service-worker-allowed", "clear-site-data", "strict-transport-security", "alt-svc");

    private static final System.Logger LOG = System.getLogger(ForwardingServlet.class.getName());

    private static final String UPSTREAM = ForwardingServlet.class.getName() + ".upstream";
    private static final String X_FORWARDED = "x-forwarded-";

    /** Besides those that begin with {@link #X_FORWARDED}. What a homeserver behind the portal is to believe, the portal says. */
    private static final Set<String> ABOUT_THE_CLIENT = Set.of(
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private final transient TargetClient client;
    private final Duration timeout;

    /**
     * A servlet that forwards.
     *
     * @param client is started and stopped by who owns it
     * @param timeout how long a homeserver may take to answer, from the first attempt to connect to the last byte
     */
    ForwardingServlet(TargetClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
        setTimeout(timeout.toMillis());
    }

    @Override
    protected HttpClient createHttpClient() {
        return client;
    }

    /** Leaves the client to its owner. */
    @Override
    public void destroy() {}

    /** None: what the proxy logs when debugging are headers and query strings, which hold tokens. */
    @Override
    protected Logger createLogger() {
        return NOPLogger.NOP_LOGGER;
    }

    /** Says which homeserver a request goes to. */
    static void to(HttpServletRequest request, BaseUrl homeserver) {
        request.setAttribute(UPSTREAM, homeserver.toString());
    }

    /** Forwards a request for which {@link #to} was called, and starts async for that. Returns at once. */
    final void forward(HttpServletRequest request, HttpServletResponse response, byte[] body) {
        forward(OpenRequest.start(this, request, response), body);
    }

    /** The same where async has been started. Called on a thread that the container waits for. */
    final void forward(OpenRequest open, byte[] body) {
        HttpServletRequest request = open.request();
        if (comesBack(request)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a request that this portal forwarded has come back to it: the address of a target leads to the portal");
            open.refuse(MatrixError.LOOP, LoginOutcome.UNREACHABLE);
            return;
        }
        Request proxied = newProxyRequest(request, rewriteTarget(request));
        copyRequestHeaders(request, proxied);
        addProxyHeaders(request, proxied);
        if (hasContent(request)) {
            proxied.body(new BytesRequestContent(request.getContentType(), body));
        }
        proxied.send(new ForwardedAnswer(open, scheduler(request), timeout));
    }

    private static Scheduler scheduler(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getComponents()
                .getScheduler();
    }

    /**
     * A request that was forwarded, or was to be, is about to end. Called once, under a lock, with the request still there.
     *
     * @param status what the client gets, or would have got
     */
    protected void ended(HttpServletRequest request, LoginOutcome outcome, int status) {}

    // How the request is forwarded.

    @Override
    protected Request newProxyRequest(HttpServletRequest request, String target) {
        long millis = timeout.toMillis();
        // Nothing is sent while a homeserver thinks, which must not look like a dead connection.
        return super.newProxyRequest(request, target)
                .timeout(millis, TimeUnit.MILLISECONDS)
                .idleTimeout(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        // Without the query: nothing in a login needs one.
        return request.getAttribute(UPSTREAM) + Paths.of(request);
    }

    @Override
    protected boolean hasContent(HttpServletRequest request) {
        return true;
    }

    private boolean comesBack(HttpServletRequest request) {
        return ClientAddress.values(request.getHeaders(HttpHeader.VIA.asString())).stream()
                .anyMatch(hop -> hop.endsWith(' ' + client.via()));
    }

    /** Puts what is true in the place of what a client may have invented: Synapse believes the first entry. */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request proxied) {
        proxied.headers(headers -> {
            for (Iterator<HttpField> each = headers.iterator(); each.hasNext(); ) {
                if (isAboutTheClient(each.next())) {
                    each.remove();
                }
            }
            headers.remove(HttpHeader.EXPECT);
            // Set by the client for a body that may have been chunked; Jetty sets that of the one it sends.
            headers.remove(HttpHeader.CONTENT_LENGTH);
            // Without the brackets that Jetty gives an IPv6 address, and a URL needs, but no homeserver expects.
            headers.put(HttpHeader.X_FORWARDED_FOR, LoginOrigin.clientIp(request.getRemoteAddr()));
            headers.put(HttpHeader.X_FORWARDED_PROTO, request.getScheme());
            String host = request.getHeader(HttpHeader.HOST.asString());
            if (host != null) {
                headers.put(HttpHeader.X_FORWARDED_HOST, host);
            }
            addVia(request, headers);
        });
    }

    private void addVia(HttpServletRequest request, HttpFields.Mutable headers) {
        String protocol = request.getProtocol();
        headers.add(HttpHeader.VIA, protocol.substring(protocol.indexOf('/') + 1) + ' ' + client.via());
    }

    /** Also where it is written with {@code _}, which some servers take for the same. */
    private static boolean isAboutTheClient(HttpField header) {
        String name = header.getLowerCaseName().replace('_', '-');
        return name.startsWith(X_FORWARDED) || ABOUT_THE_CLIENT.contains(name);
    }

    // How the answer comes back.

    /** Not called: {@link #forward} sends the request itself. */
    @Override
    protected Response.CompleteListener newProxyResponseListener(
            HttpServletRequest request, HttpServletResponse response) {
        throw new UnsupportedOperationException();
    }

    /** What the portal itself says to the client, in the place of what the homeserver says. */
    protected void addOwnHeaders(HttpServletResponse response) {}

    /** Whether a header of a homeserver's answer is for the client. */
    static boolean isPassedOn(Response answer, HttpField header) {
        String name = header.getLowerCaseName();
        HttpFields all = answer.getHeaders();
        return !HOP_HEADERS.contains(name)
                && !ABOUT_THE_ORIGIN.contains(name)
                && !Cors.isOne(name)
                && !(all.contains(HttpHeader.CONNECTION) && all.contains(HttpHeader.CONNECTION, name))
                // Beside a transfer coding it means nothing (RFC 9112, section 6.3).
                && !(header.getHeader() == HttpHeader.CONTENT_LENGTH && all.contains(HttpHeader.TRANSFER_ENCODING));
    }
}
