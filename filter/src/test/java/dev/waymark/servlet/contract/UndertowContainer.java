// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import io.undertow.Handlers;
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
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

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
        String contextPath = app.contextPath().isEmpty() ? "/" : app.contextPath();
        DeploymentInfo deployment = Servlets.deployment()
                .setDeploymentName("homeserver")
                // With the filter there are more frames.
                .setServletStackTraces(ServletStackTraces.NONE)
                .setClassLoader(getClass().getClassLoader())
                .setContextPath(contextPath);
        XnioWorker worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, 8)
                        .set(Options.WORKER_TASK_MAX_THREADS, 8)
                        .set(Options.TCP_NODELAY, true)
                        .getMap());
        Tasks tasks = new Tasks(worker);
        deployment.setExecutor(tasks);
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
        HttpHandler handler = Handlers.path().addPrefixPath(contextPath, manager.start());
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setWorker(worker)
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
                try {
                    // Listeners may hear of the end after the client does, and a worker takes no tasks once it is shut
                    // down.
                    tasks.await();
                    server.stop();
                    worker.shutdown();
                    worker.awaitTermination();
                    manager.stop();
                } catch (InterruptedException | TimeoutException | ServletException e) {
                    throw new IllegalStateException("Undertow did not stop", e);
                }
            }
        };
    }

    /** What runs in the worker's threads: requests, and what is yet to be told to the listeners of async ones. */
    private static final class Tasks implements Executor {

        private final Executor threads;
        private final Phaser running = new Phaser(1);

        Tasks(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            running.register();
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    running.arriveAndDeregister();
                }
            });
        }

        /** Waits until none runs, of which each may have started another. */
        void await() throws InterruptedException, TimeoutException {
            running.awaitAdvanceInterruptibly(running.arrive(), Play.DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
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
