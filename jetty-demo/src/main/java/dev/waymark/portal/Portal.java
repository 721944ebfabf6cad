// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalConfig;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.BaseUrl;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A running login portal: the server for the public, that for operators where one is configured, and what both need. Safe for use by many
 * threads.
 */
public final class Portal implements AutoCloseable {

    /** Platform threads: all that requests are answered by where the JDK has no virtual ones. */
    private static final int MAX_THREADS = 256;

    private static final int MIN_THREADS = 8;

    private static final System.Logger LOG = System.getLogger(Portal.class.getName());

    private final PortalConfig config;
    private final LoginRedirectFilter filter;
    private final PortalMetrics metrics;
    private final @Nullable LiveCertificate certificate;
    private final QueuedThreadPool threads = threads();
    private final Server server = new Server(threads);
    private final ServerConnector connector;
    private final Probing probing;
    private final StoppingHandler stopping;
    private final @Nullable Server admin;
    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private volatile boolean isStopping;

    private Portal(
            PortalConfig config, Map<String, HttpServlet> pages, @Nullable RequestLog log, @Nullable LoginParts parts)
            throws IOException {
        this.config = config;
        filter = new LoginRedirectFilter(config.rules());
        PortalConfig.Tls tls = config.listen().tls();
        certificate = tls == null ? null : new LiveCertificate(tls, Clock.systemUTC());
        // After what may fail: it has to be closed.
        metrics = new PortalMetrics();
        server.setStopTimeout(config.timeouts().stop().toMillis());
        server.setRequestLog(log == null ? metrics : new RequestLog.Collection(metrics, log));
        // Which a collection of them does not start.
        server.addBean(log);
        server.setErrorHandler(new MatrixErrorHandler());
        connector = PublicConnector.add(server, config, certificate);
        TargetClient client = new TargetClient(
                threads,
                server.getScheduler(),
                server.getByteBufferPool(),
                config.timeouts().connect());
        server.addBean(client);
        SsoParts sso = SsoParts.of(config, filter::rules, this::baseUrl);
        probing = new Probing(config, client, sso.flows(), filter::rules);
        LoginParts login = parts == null ? loginParts(sso) : loginParts(sso).with(parts);
        stopping = new StoppingHandler(
                new PublicContext(config, filter, client, probing, sso, login, this::baseUrl, pages).handler());
        server.setHandler(stopping);
        PortalConfig.Admin operators = config.admin();
        admin = operators == null ? null : AdminServer.of(operators, new AdminHandler(this::health, this::scrape));
        show();
    }

    private LoginParts loginParts(SsoParts sso) {
        return new LoginParts(
                probing.discovery().login()::send,
                probing.targets()::isUp,
                sso.tokens(),
                (outcome, target, status, took) -> metrics.login(outcome, target, took));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("portal");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("portal-virtual-"));
        }
        return threads;
    }

    private void show() {
        metrics.ready(() -> health().isReady());
        NetworkConnectionLimit limit = connector.getBean(NetworkConnectionLimit.class);
        metrics.server(
                stopping::getCurrentRequestCount,
                limit::getNetworkConnectionCount,
                config.listen().maxConnections(),
                threads::getThreads,
                threads::getQueueSize);
        metrics.rules(filter::rulesStatus);
        if (certificate != null) {
            metrics.certificate(certificate);
        }
    }

    /**
     * Starts a portal that logs requests as its configuration says.
     *
     * @param out where requests are logged with {@code access_log: stdout}
     * @throws InvalidRulesException where anything in the rules file is wrong
     * @throws BindException where a port is in use; the message names it
     * @throws IOException where a file that the configuration names cannot be used, or the portal cannot start
     */
    public static Portal start(PortalConfig config, PrintStream out) throws IOException, InvalidRulesException {
        return start(config, Map.of(), AccessLog.of(config.accessLog(), out));
    }

    /**
     * Starts a portal.
     *
     * @param pages further servlets by their path, of which {@code ""} is the root and {@code "/"} is taken
     * @param log is told of each request; it must keep query strings to itself
     */
    public static Portal start(PortalConfig config, Map<String, HttpServlet> pages, @Nullable RequestLog log)
            throws IOException, InvalidRulesException {
        return start(config, pages, log, null);
    }

    /** The same, where login uses these tokens, and these states of targets and events too. */
    static Portal start(
            PortalConfig config, Map<String, HttpServlet> pages, @Nullable RequestLog log, @Nullable LoginParts parts)
            throws IOException, InvalidRulesException {
        // Before anything is started that would have to be stopped; it is the filter that loads and follows them.
        RulesFile.load(config.rules()).close();
        Portal portal = new Portal(config, pages, log, parts);
        boolean isUp = false;
        try {
            portal.start();
            isUp = true;
        } finally {
            if (!isUp) {
                portal.close();
            }
        }
        return portal;
    }

    private void start() throws IOException, InvalidRulesException {
        PortalConfig.Admin operators = config.admin();
        if (admin != null && operators != null) {
            // First, so that operators see it start.
            start(admin, operators.host(), operators.port());
        }
        start(server, config.listen().host(), config.listen().port());
        started.push(probing);
        probing.start();
        if (certificate != null) {
            started.push(Repeated.start("portal-certificate", LiveCertificate.INTERVAL, certificate::look));
        }
    }

    private void start(Server starting, String host, int port) throws IOException, InvalidRulesException {
        started.push(() -> stop(starting));
        try {
            starting.start();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw (BindException) new BindException(
                                    "port " + port + " of " + host + " cannot be listened on: " + cause.getMessage())
                            .initCause(e);
                }
                if (cause instanceof InvalidRulesException invalid) {
                    throw invalid;
                }
            }
            throw new IOException("the portal cannot start: " + e.getMessage(), e);
        }
    }

    // What operators ask for.

    private Health health() {
        return new Health(
                connector.isStarted() && connector.isOpen(),
                isStopping,
                filter.rulesStatus(),
                probing.targets().states(),
                certificate == null ? null : new Health.Certificate(certificate.end(), certificate.problem()));
    }

    private String scrape() {
        return metrics.scrape(probing.targets().states(), filter::directoryFigures);
    }

    /** What is known of the targets. */
    TargetProbes targets() {
        return probing.targets();
    }

    /** Where clients reach the portal. */
    public BaseUrl baseUrl() {
        return url(certificate == null ? "http" : "https", config.listen().host(), connector);
    }

    /** Where operators reach it; null where that is not configured. */
    public @Nullable BaseUrl adminUrl() {
        PortalConfig.Admin operators = config.admin();
        return admin == null || operators == null
                ? null
                : url("http", operators.host(), (ServerConnector) admin.getConnectors()[0]);
    }

    private static BaseUrl url(String scheme, String host, ServerConnector connector) {
        String shown = switch (host) {
            case "127.0.0.1", "::1", "0.0.0.0", "::" -> "localhost";
            default -> host.indexOf(':') < 0 ? host : "[" + host + "]";
        };
        return BaseUrl.parse(scheme + "://" + shown + ":" + connector.getLocalPort());
    }

    /**
     * Stops the portal: it is not ready any more and takes no connections, logins in flight may finish within {@code timeouts.stop}, and
     * operators see that until the end.
     */
    @Override
    public void close() {
        isStopping = true;
        RuntimeException failure = null;
        for (AutoCloseable last = started.poll(); last != null; last = started.poll()) {
            try {
                last.close();
            } catch (Exception e) {
                failure = new IllegalStateException("the portal did not stop cleanly", e);
            }
        }
        metrics.close();
        if (failure != null) {
            throw failure;
        }
    }

    private static void stop(Server stopping) throws Exception {
        try {
            stopping.stop();
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "requests in flight were broken off, since they took too long");
        }
    }
}
