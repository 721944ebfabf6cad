// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server for operators. One of its own, with threads of its own, so that it answers while that for the public has all hands full, and until
 * the last login has finished when the portal stops.
 */
final class AdminServer {

    private static final int THREADS = 8;
    private static final int MAX_CONNECTIONS = 100;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private AdminServer() {}

    /** A server that is to be started. */
    static Server of(PortalConfig.Admin address, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("portal-admin");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.addConnector(connector);
        server.setHandler(handler);
        return server;
    }
}
