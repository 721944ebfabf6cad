// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Jetty's HTTP client as a portal needs it: what homeservers say is passed on as it is, and nothing is done in a client's name that it did not
 * ask for. It follows no redirect, answers no challenge, keeps no cookie and decodes no content.
 *
 * <p>It sends nothing twice. Jetty puts a request onto another connection only where the one that it was given had been taken out of use before
 * anything was sent on it.
 */
// Jetty says that closing it may throw anything.
@SuppressWarnings("try")
final class TargetClient extends HttpClient {

    /**
     * How many connections to one homeserver there may be: as many as logins that it lets wait for it. It is for the homeserver to say how many are too many
     * (Synapse answers 429).
     */
    static final int MAX_CONNECTIONS = 4096;

    /** How many requests may wait for a connection to one homeserver: also those of a burst, while connections are being made. */
    static final int MAX_WAITING = 4096;

    /**
     * How long a connection is kept for the next login: shorter than homeservers and what stands in front of them keep theirs (Node, Apache
     * and uvicorn 5 s, Synapse 60 s, nginx 75 s), since a login that meets the end of one fails, and cannot be tried again.
     */
    static final Duration KEPT_FOR = Duration.ofSeconds(4);

    /** How long a homeserver is remembered that nobody logs in to: rules may name one for each user. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    private final String via = "waymark-" + HexFormat.of().formatHex(randomBytes());

    /** A client, to be started with the server that owns the threads. */
    TargetClient(Executor threads, Scheduler scheduler, ByteBufferPool buffers, Duration connectTimeout) {
        super(new HttpClientTransportDynamic(connector(connectTimeout)));
        setName("targets");
        setExecutor(threads);
        setScheduler(scheduler);
        setByteBufferPool(buffers);
        setFollowRedirects(false);
        // Those of different users would mix.
        setHttpCookieStore(new HttpCookieStore.Empty());
        setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        setMaxRequestsQueuedPerDestination(MAX_WAITING);
        setIdleTimeout(KEPT_FOR.toMillis());
        setDestinationIdleTimeout(REMEMBERED_FOR.toMillis());
        setMaxResponseHeadersSize(ForwardingServlet.MAX_RESPONSE_HEADERS);
        // A request that names no type is forwarded without one.
        setDefaultRequestContentType(null);
        setUserAgentField(null);
    }

    private static ClientConnector connector(Duration connectTimeout) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setConnectTimeout(connectTimeout);
        connector.setSslContextFactory(new SslContextFactory.Client());
        return connector;
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getContentDecoderFactories().clear();
        ProtocolHandlers handlers = getProtocolHandlers();
        handlers.clear();
        // Interim answers are not the answer.
        handlers.put(new ContinueProtocolHandler());
        handlers.put(new ProcessingProtocolHandler());
        handlers.put(new EarlyHintsProtocolHandler());
    }

    /** What this portal calls itself towards homeservers (RFC 9110, section 7.6.3), so that it knows a request that comes back to it. */
    String via() {
        return via;
    }
}
