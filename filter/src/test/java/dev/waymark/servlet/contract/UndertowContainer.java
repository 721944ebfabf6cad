// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Undertow 2.2 and 2.3. */
final class UndertowContainer implements Container {

    /** Undertow logs each exception that a servlet throws, and here many do. Held, since loggers are kept weakly. */
    private static final Logger UNDERTOW_LOG = Logger.getLogger("io.undertow");

    private static final Logger XNIO_LOG = Logger.getLogger("org.xnio");
    private static final Logger THREADS_LOG = Logger.getLogger("org.jboss.threads");

    static {
        UNDERTOW_LOG.setLevel(Level.OFF);
        XNIO_LOG.setLevel(Level.OFF);
        THREADS_LOG.setLevel(Level.OFF);
    }

    @Override
    public Running start(WebApp app) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setDeploymentName("homeserver")
                // With the filter there are more frames.
                .setServletStackTraces(ServletStackTraces.NONE)
                .setClassLoader(getClass().getClassLoader())
                .setContextPath(app.contextPath().isEmpty() ? "/" : app.contextPath());
        app.filters().forEach(at -> add(at, deployment));
        for (ServletAt at : app.servlets()) {
            deployment.addServlet(
                    new ServletInfo(at.name(), at.servlet().getClass(), new ImmediateInstanceFactory<>(at.servlet()))
                            .setAsyncSupported(true)
                            .addMapping(at.pattern()));
        }
        app.errorPages().forEach(at -> deployment.addErrorPage(new ErrorPage(at.path(), at.status())));
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        HttpHandler handler = manager.start();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setIoThreads(1)
                .setWorkerThreads(8)
                .setHandler(app.compressed() ? compressed(handler) : handler)
                .build();
        server.start();
        return new Running() {
            @Override
            public int port() {
                return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            }

            @Override
            public void close() {
                server.stop();
                try {
                    manager.stop();
                } catch (jakarta.servlet.ServletException e) {
                    throw new IllegalStateException("Undertow did not stop", e);
                }
            }
        };
    }

    private static HttpHandler compressed(HttpHandler handler) {
        return new EncodingHandler(
                handler, new ContentEncodingRepository().addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }

    private static void add(FilterAt at, DeploymentInfo deployment) {
        String name = "filter " + deployment.getFilters().size();
        deployment.addFilter(new FilterInfo(name, at.filter().getClass(), new ImmediateInstanceFactory<>(at.filter()))
                .setAsyncSupported(true));
        at.dispatchers().forEach(type -> deployment.addFilterUrlMapping(name, "/*", type));
        if (at.waymark()) {
            deployment.addFilterServletNameMapping(name, "*", DispatcherType.FORWARD);
        }
    }
}
