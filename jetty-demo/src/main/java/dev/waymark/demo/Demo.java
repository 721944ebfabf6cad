// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.Portal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole story on one machine: three homeservers of a small university, and the portal in front of them. */
final class Demo implements AutoCloseable {

    static final int DEFAULT_PORT = 8008;

    private static final String HOST = "127.0.0.1";
    private static final int FIRST_HOMESERVER_PORT = 8101;

    private final List<DemoHomeserver> homeservers;
    private final Portal portal;

    private Demo(List<DemoHomeserver> homeservers, Portal portal) {
        this.homeservers = homeservers;
        this.portal = portal;
    }

    /**
     * Starts the homeservers and the portal.
     *
     * @param port the portal's port; with 0, all take free ports
     * @param rulesFile rules to use in place of the demo's own, or null
     * @param listener is told of each request that any of them answered
     * @throws InvalidRulesException where anything in the rules file is wrong
     * @throws IOException where one of them cannot start; the message says which, and why
     */
    static Demo start(int port, @Nullable Path rulesFile, RequestListener listener)
            throws IOException, InvalidRulesException {
        List<DemoHomeserver> started = new ArrayList<>();
        try {
            for (DemoHomeserver homeserver : homeservers(listener)) {
                homeserver.start(port == 0 ? 0 : FIRST_HOMESERVER_PORT + started.size());
                started.add(homeserver);
            }
            RuleSource rules = rulesFile == null ? rules(started) : RuleSource.file(rulesFile);
            // A bare user name is taken for one of the first homeserver's.
            PortalConfig config = PortalConfig.builder(HOST, port, rules)
                    .serverName(started.get(0).serverName())
                    // Who watches every message wants to see those of clients.
                    .probe(new PortalConfig.Probe(Duration.ofHours(1), PortalConfig.Probe.DEFAULT.timeout()))
                    .build();
            Portal portal = Portal.start(
                    config,
                    Map.of("", new FrontPage(started)),
                    (request, response) -> listener.answered(
                            "portal", request.getMethod(), request.getHttpURI().getPath(), response.getStatus()));
            return new Demo(List.copyOf(started), portal);
        } catch (IOException | InvalidRulesException | RuntimeException e) {
            started.forEach(DemoHomeserver::close);
            throw e;
        }
    }

    private static List<DemoHomeserver> homeservers(RequestListener listener) {
        return List.of(
                new DemoHomeserver(
                        "hist",
                        "hist.example",
                        List.of(
                                new DemoUser("ada", "violet-lantern", "Ada"),
                                new DemoUser("bede", "quiet-harbour", "Bede")),
                        listener),
                new DemoHomeserver(
                        "eng",
                        "eng.example",
                        List.of(
                                new DemoUser("grace", "copper-bridge", "Grace"),
                                new DemoUser("tim", "marble-engine", "Tim")),
                        listener),
                new DemoHomeserver(
                        "arts",
                        "arts.example",
                        List.of(
                                new DemoUser("clara", "golden-sonata", "Clara"),
                                new DemoUser("frida", "scarlet-easel", "Frida")),
                        listener));
    }

    /** The rules that an operator would write for these homeservers, at the addresses that they got. */
    private static RuleSource rules(List<DemoHomeserver> homeservers) {
        List<String> targets = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        for (DemoHomeserver homeserver : homeservers) {
            targets.add("    \"%s\": {\"base_cs_url\": \"%s\"}".formatted(homeserver.name(), homeserver.baseUrl()));
            rules.add("    {\"name\": \"users of %s\", \"server_name\": \"%s\", \"target\": \"%s\"}"
                    .formatted(homeserver.name(), homeserver.serverName(), homeserver.name()));
        }
        String json = "{\n  \"targets\": {\n" + String.join(",\n", targets) + "\n  },\n  \"rules\": [\n"
                + String.join(",\n", rules) + "\n  ]\n}\n";
        return RuleSource.text("the demo's rules", json);
    }

    /** Where everything is: names and addresses in the order of their start, the portal first. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("portal", portal.baseUrl().toString());
        homeservers.forEach(homeserver -> addresses.put(
                "homeserver " + homeserver.name(), homeserver.baseUrl().toString()));
        return addresses;
    }

    List<DemoHomeserver> homeservers() {
        return homeservers;
    }

    @Override
    public void close() {
        portal.close();
        homeservers.forEach(DemoHomeserver::close);
    }
}
