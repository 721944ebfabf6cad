// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.LiveRules;
import dev.waymark.metrics.DirectoryFigures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is counted at a portal, in the form that Prometheus reads. The names are promises to users; all of them are here. Labels hold names of
 * the configuration and words of the portal's own, and nothing of a request. Safe for use by many threads.
 */
final class PortalMetrics implements RequestLog, AutoCloseable {

    private static final String LOGINS = "waymark.portal.logins";
    private static final String LOGIN_TIME = "waymark.portal.login";
    private static final String REQUESTS = "waymark.portal.requests";
    private static final String TARGET_UP = "waymark.portal.target.up";
    private static final String READY = "waymark.portal.ready";
    private static final String IN_FLIGHT = "waymark.portal.requests.in.flight";
    private static final String CONNECTIONS = "waymark.portal.connections";
    private static final String MAX_CONNECTIONS = "waymark.portal.connections.max";
    private static final String THREADS = "waymark.portal.threads";
    private static final String WAITING_TASKS = "waymark.portal.threads.queue";
    private static final String CERTIFICATE_END = "waymark.portal.certificate.expiry.timestamp";
    private static final String CERTIFICATE_LOADS = "waymark.portal.certificate.loads";
    private static final String CERTIFICATE_FAILURES = "waymark.portal.certificate.failures";
    private static final String RULES_LOADS = "waymark.rules.loads";
    private static final String RULES_FAILURES = "waymark.rules.load.failures";
    private static final String RULES_LAST_LOAD = "waymark.rules.last.load.timestamp";
    private static final String RULES_PROBLEM = "waymark.rules.problem";
    private static final String LOOKUPS = "waymark.directory.lookups";
    private static final String CACHE_HITS = "waymark.directory.cache.hits";

    private static final String TARGET = "target";
    private static final String OUTCOME = "outcome";
    private static final String KIND = "kind";
    private static final String STATUS = "status";
    private static final String DIRECTORY = "directory";
    private static final String RESULT = "result";

    /** The target of a login that went to none that has a name. */
    private static final String NO_TARGET = "none";

    private static final String SECONDS = "seconds";

    private static final Duration[] LOGIN_TIMES = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final MultiGauge targets = MultiGauge.builder(TARGET_UP)
            .description("1 where the target answered when it was last probed, or is not known yet; else 0")
            .register(registry);
    private final Map<RequestKind, Counter[]> requests = new EnumMap<>(RequestKind.class);
    private final Map<String, LoginMeters> logins = new ConcurrentHashMap<>();
    private final Map<String, Boolean> directories = new ConcurrentHashMap<>();

    PortalMetrics() {
        for (MeterBinder binder : List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics(),
                collections)) {
            binder.bindTo(registry);
        }
        for (RequestKind kind : RequestKind.values()) {
            Counter[] byStatus = new Counter[6];
            for (int hundreds = 2; hundreds < byStatus.length; hundreds++) {
                byStatus[hundreds] = Counter.builder(REQUESTS)
                        .description("Requests by what they are, and by the class of their status")
                        .tags(KIND, kind.label(), STATUS, hundreds + "xx")
                        .register(registry);
            }
            requests.put(kind, byStatus);
        }
    }

    // What happens.

    /** Counts a request. */
    @Override
    public void log(Request request, Response response) {
        RequestKind kind =
                RequestKind.of(request.getMethod(), request.getHttpURI().getPath());
        // A status of 0 is that of a request whose client went away.
        int hundreds = response.getStatus() / 100;
        Counter[] byStatus = requests.get(kind);
        if (byStatus != null && hundreds > 1 && hundreds < byStatus.length) {
            byStatus[hundreds].increment();
        }
    }

    /**
     * Counts a login.
     *
     * @param outcome a word of the portal's
     * @param target a name of the rules, or null
     */
    void login(Enum<?> outcome, @Nullable String target, Duration took) {
        LoginMeters meters = logins.computeIfAbsent(target == null ? NO_TARGET : target, LoginMeters::new);
        meters.count(outcome);
        meters.times.record(took);
    }

    /** What is counted of one target's logins. To find a meter in the registry takes longer than all that it does. */
    private final class LoginMeters {

        private final String target;
        private final Timer times;
        private final Map<Enum<?>, Counter> outcomes = new ConcurrentHashMap<>();

        LoginMeters(String target) {
            this.target = target;
            times = Timer.builder(LOGIN_TIME)
                    .description("How long logins took, by target")
                    .tags(TARGET, target)
                    .serviceLevelObjectives(LOGIN_TIMES)
                    .register(registry);
        }

        void count(Enum<?> outcome) {
            outcomes.computeIfAbsent(outcome, this::counter).increment();
        }

        private Counter counter(Enum<?> outcome) {
            return Counter.builder(LOGINS)
                    .description("Logins by what came of them, and by the target that they were for")
                    .tags(OUTCOME, outcome.name().toLowerCase(Locale.ROOT), TARGET, target)
                    .register(registry);
        }
    }

    // What is.

    /** Shows something that is so, or is not. */
    void ready(Supplier<Boolean> ready) {
        Gauge.builder(READY, () -> ready.get() ? 1 : 0)
                .description("1 where the portal takes logins, 0 while it starts or stops")
                .register(registry);
    }

    /** Shows what the server for the public has to do. */
    void server(
            Supplier<Number> inFlight,
            Supplier<Number> connections,
            int maxConnections,
            Supplier<Number> threads,
            Supplier<Number> queue) {
        gauge(IN_FLIGHT, "Requests being answered", inFlight);
        gauge(CONNECTIONS, "Connections of clients that are open", connections);
        gauge(MAX_CONNECTIONS, "How many there may be", () -> maxConnections);
        gauge(THREADS, "Platform threads of the server", threads);
        gauge(WAITING_TASKS, "Tasks that wait for one of them", queue);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void certificate(LiveCertificate certificate) {
        Gauge.builder(CERTIFICATE_END, () -> certificate.end().getEpochSecond())
                .description("When the certificate, or one of its issuers' that are sent with it, expires")
                .baseUnit(SECONDS)
                .register(registry);
        counter(CERTIFICATE_LOADS, "How often a certificate came into force", certificate, LiveCertificate::loads);
        counter(CERTIFICATE_FAILURES, "How often a changed one was no good", certificate, LiveCertificate::failures);
    }

    /** Shows the rules, which may not be there at a moment. */
    void rules(Supplier<LiveRules.@Nullable Status> status) {
        counter(RULES_LOADS, "How often rules came into force", status, now -> of(now, LiveRules.Status::loads));
        counter(
                RULES_FAILURES,
                "How often changed ones were no good",
                status,
                now -> of(now, LiveRules.Status::failures));
        Gauge.builder(RULES_LAST_LOAD, () -> of(status, now -> now.lastLoad().getEpochSecond()))
                .description("When the rules in force were loaded")
                .baseUnit(SECONDS)
                .register(registry);
        Gauge.builder(RULES_PROBLEM, () -> of(status, now -> now.lastProblem() == null ? 0 : 1))
                .description("1 where something of the rules is wrong now, and what was in force before stays")
                .register(registry);
    }

    private static double of(Supplier<LiveRules.@Nullable Status> status, ToDoubleFunction<LiveRules.Status> value) {
        LiveRules.Status now = status.get();
        return now == null ? Double.NaN : value.applyAsDouble(now);
    }

    private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }

    /** All of it as text; what comes and goes is as given. */
    String scrape(Map<String, TargetState> probed, Supplier<Map<String, DirectoryFigures>> figures) {
        targets.register(
                probed.entrySet().stream()
                        .map(target -> MultiGauge.Row.of(
                                Tags.of(TARGET, target.getKey()),
                                target.getValue().isUp() ? 1 : 0))
                        .toList(),
                true);
        figures.get()
                .keySet()
                .forEach(name -> directories.computeIfAbsent(name, added -> {
                    directory(added, figures);
                    return true;
                }));
        return registry.scrape();
    }

    /** Shown from when it is first seen; where it is gone, its counts stay what they were. */
    private void directory(String name, Supplier<Map<String, DirectoryFigures>> figures) {
        Map<String, ToDoubleFunction<DirectoryFigures>> results = Map.of(
                "found", DirectoryFigures::getFound,
                "not_found", DirectoryFigures::getNotFound,
                "failed", DirectoryFigures::getFailed,
                "timed_out", DirectoryFigures::getTimedOut);
        results.forEach((result, value) -> FunctionCounter.builder(LOOKUPS, figures, now -> of(now, name, value))
                .description("Logins looked up in a directory, by what came of it")
                .tags(DIRECTORY, name, RESULT, result)
                .register(registry));
        FunctionCounter.builder(CACHE_HITS, figures, now -> of(now, name, DirectoryFigures::getCacheHits))
                .description("Logins that were answered from the directory's cache")
                .tags(DIRECTORY, name)
                .register(registry);
    }

    private static double of(
            Supplier<Map<String, DirectoryFigures>> figures, String name, ToDoubleFunction<DirectoryFigures> value) {
        DirectoryFigures now = figures.get().get(name);
        return now == null ? 0 : value.applyAsDouble(now);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
