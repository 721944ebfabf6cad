// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12.1 with its ee10 environment (Servlet 6.0). */
final class JettyContainer implements Container {

    /** Jetty logs each exception that a servlet throws, and here many do. Held, since loggers are kept weakly. */
    private static final Logger JETTY_LOG = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY_LOG.setLevel(Level.OFF);
    }

    @Override
    public Running start(WebApp app) throws Exception {
        Server server = new Server(new QueuedThreadPool(16));
        server.setStopTimeout(0);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendDateHeader(false);
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(app.contextPath());
        app.filters().forEach(at -> add(at, context.getServletHandler()));
        for (ServletAt at : app.servlets()) {
            ServletHolder holder = new ServletHolder(at.name(), at.servlet());
            holder.setAsyncSupported(true);
            context.addServlet(holder, at.pattern());
        }
        server.setHandler(context);
        server.start();
        return new Running() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void close() {
                LifeCycle.stop(server);
            }
        };
    }

    private static void add(FilterAt at, ServletHandler handler) {
        FilterHolder holder = new FilterHolder(at.filter());
        holder.setAsyncSupported(true);
        handler.addFilterWithMapping(
                holder,
                "/*",
                at.waymark()
                        ? EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD)
                        : EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    }
}
