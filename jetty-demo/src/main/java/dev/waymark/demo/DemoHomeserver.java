// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A Matrix homeserver in memory, for a few users known from the start: enough of the client-server API for real clients
 * to log in, sync and talk. It forgets everything when it closes. Out of scope: federation, registration, encryption,
 * media, and rooms that anybody leaves.
 */
final class DemoHomeserver implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    /** Enough for a page full of clients: one that waits for news holds none. */
    private static final int MAX_THREADS = 20;

    /** How long a connection may be idle, in milliseconds: longer than the longest wait for news. */
    private static final int IDLE_TIMEOUT = SyncEndpoint.MAX_TIMEOUT + 30_000;

    private record Running(Server server, SyncEndpoint sync, URI baseUrl) {}

    private final String name;
    private final String serverName;
    private final List<DemoUser> users;
    private final RequestListener listener;
    private @Nullable Running running;

    DemoHomeserver(String name, String serverName, List<DemoUser> users, RequestListener listener) {
        this.name = name;
        this.serverName = serverName;
        this.users = List.copyOf(users);
        this.listener = listener;
    }

    String name() {
        return name;
    }

    String serverName() {
        return serverName;
    }

    List<DemoUser> users() {
        return users;
    }

    /** Where clients reach it, without a trailing slash. */
    synchronized URI baseUrl() {
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return running.baseUrl();
    }

    /**
     * Starts to answer, on the loopback interface only.
     *
     * @param port 0 for any that is free
     */
    synchronized void start(int port) throws IOException {
        if (running != null) {
            throw new IllegalStateException(name + " is running already");
        }
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName(name);
        Server server = new Server(threads);
        ServerConnector connector = open(server, port);
        URI baseUrl = URI.create("http://localhost:" + connector.getLocalPort());

        Object lock = new Object();
        RandomIds ids = new RandomIds();
        AtomicLong clock = new AtomicLong();
        Accounts accounts = new Accounts(serverName, users, ids);
        Rooms rooms = new Rooms(serverName, accounts, clock, ids);
        SyncEndpoint sync = new SyncEndpoint(accounts, rooms, clock, lock, threads);
        Router router = ClientApi.routes(
                accounts,
                new FixedEndpoints(baseUrl),
                new SessionEndpoints(serverName, accounts),
                new UserEndpoints(accounts, clock),
                new RoomEndpoints(accounts, rooms, clock),
                sync);

        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder servlet = new ServletHolder(new HomeserverServlet(name, router, lock, listener));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        server.setHandler(context);
        server.setErrorHandler(new MalformedRequestHandler(name, listener));
        server.addConnector(connector);
        try {
            server.start();
        } catch (Exception e) {
            connector.close();
            throw new IOException(name + " did not start", e);
        }
        running = new Running(server, sync, baseUrl);
    }

    /** Ends the waits for news, then all connections. */
    @Override
    public synchronized void close() {
        if (running == null) {
            return;
        }
        Running stopping = running;
        running = null;
        stopping.sync().close();
        try {
            stopping.server().stop();
        } catch (Exception e) {
            throw new IllegalStateException(name + " did not stop", e);
        }
    }

    private static ServerConnector open(Server server, int port) throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Identifiers in a path may hold any character, escaped. That is safe here: the router splits before it
        // decodes, and only ever compares what it decoded.
        http.setUriCompliance(UriCompliance.from(EnumSet.of(
                Violation.AMBIGUOUS_EMPTY_SEGMENT,
                Violation.AMBIGUOUS_PATH_SEPARATOR,
                Violation.AMBIGUOUS_PATH_ENCODING,
                Violation.SUSPICIOUS_PATH_CHARACTERS)));
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT);
        try {
            connector.open();
        } catch (IOException e) {
            BindException named = new BindException("Cannot listen on " + HOST + ":" + port);
            named.initCause(e);
            throw named;
        }
        return connector;
    }
}
