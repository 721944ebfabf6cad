// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.BaseUrl;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running login portal. */
public final class Portal implements AutoCloseable {

    /** How long logins in flight may take to finish when the portal stops. */
    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final String host;
    private final Server server;
    private final ServerConnector connector;

    private Portal(PortalConfig config, Map<String, HttpServlet> pages, RequestLog log) {
        this.host = config.host();
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("portal");
        server = new Server(threads);
        server.setStopTimeout(STOP_TIMEOUT_MILLIS);
        server.setRequestLog(log);
        server.setErrorHandler(new MatrixErrorHandler());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setMaxResponseHeaderSize(2 * LoginServlet.MAX_RESPONSE_HEADERS);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        server.addConnector(connector);
        // Lets the logins in flight finish when the server stops.
        server.setHandler(new GracefulHandler(context(config, pages)));
    }

    /**
     * Starts a portal.
     *
     * @param pages further servlets by their path, of which {@code ""} is the root and {@code "/"} is taken
     * @param log is told of each request; it must keep query strings to itself
     * @throws InvalidRulesException where anything in the rules file is wrong
     * @throws BindException where the port is in use; the message names it
     * @throws IOException where the rules file cannot be read, or the portal cannot start
     */
    public static Portal start(PortalConfig config, Map<String, HttpServlet> pages, RequestLog log)
            throws IOException, InvalidRulesException {
        // Before anything is started that would have to be stopped; it is the filter that loads and follows them.
        RulesFile.load(config.rules()).close();
        Portal portal = new Portal(config, pages, log);
        try {
            portal.server.start();
        } catch (Exception e) {
            portal.close();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw (BindException) new BindException("port " + config.port() + " of " + config.host()
                                    + " cannot be listened on: " + cause.getMessage())
                            .initCause(e);
                }
                if (cause instanceof InvalidRulesException invalid) {
                    throw invalid;
                }
            }
            throw new IOException("the portal cannot start: " + e.getMessage(), e);
        }
        return portal;
    }

    private ServletContextHandler context(PortalConfig config, Map<String, HttpServlet> pages) {
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        FilterHolder cors = new FilterHolder(new Cors());
        cors.setAsyncSupported(true);
        context.addFilter(cors, "/*", EnumSet.of(DispatcherType.REQUEST));
        // As an operator installs it in code.
        FilterHolder filter = new FilterHolder(new LoginRedirectFilter(config.rules()));
        filter.setAsyncSupported(true);
        context.addFilter(
                filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD));

        ServletHolder login = new ServletHolder("login", new LoginServlet(config.serverName()));
        login.setAsyncSupported(true);
        login.setInitParameter("timeout", Long.toString(config.loginTimeout().toMillis()));
        LoginServlet.PATHS.forEach(path -> context.addServlet(login, path));
        ServletHolder api = new ServletHolder("client-api", new ClientApiServlet(this::baseUrl));
        context.addServlet(api, "/");
        pages.forEach((path, page) -> context.addServlet(new ServletHolder(page), path));
        return context;
    }

    /** Where clients reach the portal. */
    public BaseUrl baseUrl() {
        boolean loopback = host.equals("127.0.0.1") || host.equals("::1");
        return BaseUrl.parse("http://" + (loopback ? "localhost" : host) + ":" + connector.getLocalPort());
    }

    /** Stops the portal; logins in flight get a little time to finish. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the portal did not stop cleanly", e);
        }
    }
}
