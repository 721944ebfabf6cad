// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * How clients come in: HTTP/1.1 and HTTP/2, over TLS (chosen by ALPN) or in clear (with prior knowledge), with a limit to
 * everything that a client may make the portal hold.
 */
final class PublicConnector {

    /**
     * How long a connection is kept that nothing happens on: longer than what stands in front of portals keeps theirs (nginx 60 s, Apache 60 s),
     * since a login that meets the end of a connection fails.
     */
    static final Duration IDLE = Duration.ofSeconds(75);

    /** The same where the limit of connections is reached, so that others get their turn. */
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(5);

    /** The largest head of a request, in bytes: there is room for a login token of a homeserver's beside the portal's own state. */
    static final int MAX_REQUEST_HEAD = 16 << 10;

    /** How many connections may wait until the portal takes them. */
    private static final int BACKLOG = 1024;

    /** Requests at a time on an HTTP/2 connection: of one browser, or of a proxy in front. */
    static final int MAX_STREAMS = 100;

    /** How many bytes of one request's body a client may send ahead over HTTP/2, and of all on its connection. */
    private static final int STREAM_WINDOW = 128 << 10;

    private static final int SESSION_WINDOW = 512 << 10;

    /** Frames that make work and bring nothing (resets of streams, pings, settings, empty ones), a second; more end the connection. */
    private static final int MAX_IDLE_FRAMES = 128;

    private PublicConnector() {}

    /** A connector of the server for the public address; with TLS where there is a certificate. */
    static ServerConnector add(Server server, PortalConfig config, @Nullable LiveCertificate certificate) {
        PortalConfig.Listen listen = config.listen();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEAD);
        http.setMaxResponseHeaderSize(2 * ForwardingServlet.MAX_RESPONSE_HEADERS);
        if (certificate != null) {
            // Without comparing the host that is asked for with the certificate: who comes by an address gets an
            // answer.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        http.addCustomizer(new ClientAddress(config.trustedProxies()));
        SlowConnections slow = new SlowConnections(config.timeouts().request(), server.getScheduler());
        http.addCustomizer(slow);
        ServerConnector connector = certificate == null ? inClear(server, http) : overTls(server, http, certificate);
        connector.setName("public");
        connector.setHost(listen.host());
        connector.setPort(listen.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE.toMillis());
        NetworkConnectionLimit limit = new NetworkConnectionLimit(listen.maxConnections(), connector);
        limit.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
        connector.addBean(limit);
        connector.addBean(slow);
        server.addConnector(connector);
        return connector;
    }

    private static ServerConnector inClear(Server server, HttpConfiguration http) {
        HTTP2CServerConnectionFactory http2 = new PriorKnowledge(http);
        limit(http2);
        return new ServerConnector(server, new HttpConnectionFactory(http), http2);
    }

    /**
     * HTTP/2 in clear for those who begin with it. Not for those who ask in HTTP/1.1 to go on in it ({@code Upgrade: h2c}), as the JDK's client
     * does: their request would lose a chunked body, and RFC 9113 has dropped that way.
     */
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {

        PriorKnowledge(HttpConfiguration http) {
            super(http);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }

    private static ServerConnector overTls(Server server, HttpConfiguration http, LiveCertificate certificate) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        limit(http2);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        // By their names in ALPN, in which case counts.
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory tls = new SslConnectionFactory(certificate.factory(), alpn.getProtocol());
        return new ServerConnector(server, tls, alpn, http2, http1);
    }

    private static void limit(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(MAX_STREAMS);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        http2.setInitialSessionRecvWindow(SESSION_WINDOW);
        http2.setRateControlFactory(new WindowRateControl.Factory(MAX_IDLE_FRAMES));
        http2.setConnectProtocolEnabled(false);
    }
}
