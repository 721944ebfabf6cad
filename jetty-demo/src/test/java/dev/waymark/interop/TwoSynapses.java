// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.Portal;
import dev.waymark.rule.AddressRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For a test class, two Synapse servers, {@code eng.example} and {@code hist.example}, and a portal in front. The portal believes
 * {@code X-Forwarded-For}, so that each login can come from an address of its own.
 */
final class TwoSynapses implements BeforeAllCallback, AfterAllCallback {

    private final Supplier<String> engSettings;
    private final Supplier<String> histSettings;
    private final UnaryOperator<PortalConfig.Builder> portalSettings;
    private final AtomicInteger addresses = new AtomicInteger();
    private @Nullable Path directory;
    private volatile @Nullable Synapse eng;
    private volatile @Nullable Synapse hist;
    private @Nullable Portal portal;

    TwoSynapses() {
        this(() -> "", () -> "", UnaryOperator.identity());
    }

    /**
     * With further settings.
     *
     * @param engSettings further lines of the configuration of {@code eng.example}
     * @param histSettings the same of {@code hist.example}
     */
    TwoSynapses(
            Supplier<String> engSettings,
            Supplier<String> histSettings,
            UnaryOperator<PortalConfig.Builder> portalSettings) {
        this.engSettings = engSettings;
        this.histSettings = histSettings;
        this.portalSettings = portalSettings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        PythonPackages.python();
        directory = Files.createTempDirectory("synapses");
        // Both at once, since each takes seconds.
        ExecutorService starters = Executors.newFixedThreadPool(2);
        try {
            Callable<Synapse> first = () -> eng = start("eng.example", engSettings.get());
            Callable<Synapse> second = () -> hist = start("hist.example", histSettings.get());
            // Waits for both, so that each is known here, and stopped, where the other has failed.
            for (Future<Synapse> start : starters.invokeAll(List.of(first, second))) {
                start.get();
            }
        } finally {
            starters.shutdown();
        }
        RuleSource rules = RuleSource.text("rules.json", rules());
        PortalConfig.Builder config = PortalConfig.builder("127.0.0.1", 0, rules)
                .serverName("hist.example")
                .trustedProxies(List.of(AddressRange.parse("127.0.0.1")));
        portal = Portal.start(portalSettings.apply(config).build(), Map.of(), (request, response) -> {});
    }

    private String rules() {
        return """
        {
          "targets": {
            "eng":  {"base_cs_url": "%s"},
            "hist": {"base_cs_url": "%s"}
          },
          "rules": [
            {"name": "engineers",         "server_name": "eng.example", "target": "eng"},
            {"name": "historians",        "server_name": "hist.example", "target": "hist"},
            {"name": "engineers by mail", "medium": "email", "address": "*@mail.eng.example", "target": "eng"}
          ]
        }
        """.formatted(eng().baseUrl(), hist().baseUrl());
    }

    private Synapse start(String serverName, String settings) throws IOException, InterruptedException {
        Path own = Files.createDirectory(Objects.requireNonNull(directory).resolve(serverName));
        return Synapse.start(own, serverName, settings);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {eng, hist, portal}) {
            if (part != null) {
                part.close();
            }
        }
        Trees.delete(Objects.requireNonNull(directory));
    }

    Synapse eng() {
        return Objects.requireNonNull(eng, "not running");
    }

    Synapse hist() {
        return Objects.requireNonNull(hist, "not running");
    }

    /** The base URL of the portal. */
    String portal() {
        return Objects.requireNonNull(portal, "not running").baseUrl().toString();
    }

    /** The header of a client that has never been seen. */
    String[] fromNewAddress() {
        return from("198.51.100." + addresses.incrementAndGet());
    }

    static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }
}
