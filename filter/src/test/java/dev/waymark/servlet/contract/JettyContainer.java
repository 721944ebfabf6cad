// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.DispatcherType;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 9.4, and Jetty 12.1 with its environments ee8 to ee11. */
final class JettyContainer implements Container {

    /** Jetty logs each exception that a servlet throws, and here many do. Held, since loggers are kept weakly. */
    private static final Logger JETTY_LOG = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY_LOG.setLevel(Level.OFF);
    }

    @Override
    public Running start(WebApp app) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(16);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        // Which in Jetty 9 is that of its threads too. But listeners may hear of the end after the client does.
        threads.setStopTimeout(TimeUnit.SECONDS.toMillis(Play.DEADLINE_SECONDS));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendDateHeader(false);
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath(app.contextPath().isEmpty() ? "/" : app.contextPath());
        app.filters().forEach(at -> add(at, context.getServletHandler()));
        for (ServletAt at : app.servlets()) {
            ServletHolder holder = new ServletHolder(at.name(), at.servlet());
            holder.setAsyncSupported(true);
            context.addServlet(holder, at.pattern());
        }
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        // With the filter there are more frames in a stack trace.
        errors.setShowStacks(false);
        app.errorPages().forEach(at -> errors.addErrorPage(at.status(), at.path()));
        setErrorHandler(context, errors);
        Handler handler = handler(context);
        server.setHandler(app.compressed() ? compressed(handler) : handler);
        server.start();
        return new Running() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void close() {
                try {
                    server.stop();
                } catch (Exception e) {
                    throw new IllegalStateException("Jetty did not stop", e);
                }
            }
        };
    }

    /** By its name: its parameter is a handler's class of the environment's own, or since ee10 any handler of requests. */
    private static void setErrorHandler(ServletContextHandler context, ErrorPageErrorHandler errors)
            throws ReflectiveOperationException {
        for (Method method : ServletContextHandler.class.getMethods()) {
            if (method.getName().equals("setErrorHandler")) {
                method.invoke(context, errors);
            }
        }
    }

    /** In the older environments of Jetty 12 a context is no handler, but has one. */
    private static Handler handler(Object context) {
        return context instanceof Supplier<?> supplier ? (Handler) supplier.get() : (Handler) context;
    }

    // Its successor is another class in every version.
    @SuppressWarnings({"deprecation", "removal"})
    private static Handler compressed(Handler handler) {
        GzipHandler gzip = new GzipHandler();
        gzip.setIncludedMethods("POST");
        gzip.setMinGzipSize(0);
        gzip.setHandler(handler);
        return gzip;
    }

    private static void add(FilterAt at, ServletHandler handler) {
        FilterHolder holder = new FilterHolder(at.filter());
        holder.setAsyncSupported(true);
        EnumSet<DispatcherType> dispatchers =
                at.dispatchers().collect(Collectors.toCollection(() -> EnumSet.noneOf(DispatcherType.class)));
        handler.addFilterWithMapping(holder, "/*", dispatchers);
        if (at.waymark()) {
            FilterMapping byName = new FilterMapping();
            byName.setFilterName(holder.getName());
            byName.setServletName("*");
            byName.setDispatcherTypes(EnumSet.of(DispatcherType.FORWARD));
            handler.addFilterMapping(byName);
        }
    }
}
