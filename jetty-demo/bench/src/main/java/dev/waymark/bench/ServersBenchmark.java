// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.waymark.config.RuleSource;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the filter costs a server: the same servlet in embedded containers, all in this JVM, raw, raw again (the noise), with the filter, and
 * with one written by hand. Run it on one core, and wrk has another.
 */
public final class ServersBenchmark {

    private static final List<String> VARIANTS = List.of("raw", "raw again", "waymark", "by hand");
    private static final int RULES = 1000;
    private static final int USUAL_SIZE = 300;
    private static final int USUAL_CONNECTIONS = 32;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Wrk wrk;
    private final int rounds;
    private final double seconds;
    private final boolean growth;
    private final List<Rounds> results = new ArrayList<>();

    private ServersBenchmark(Wrk wrk, int rounds, double seconds, boolean growth) {
        this.wrk = wrk;
        this.rounds = rounds;
        this.seconds = seconds;
        this.growth = growth;
    }

    /** Arguments: the file for what is measured, rounds, seconds of a measurement, wrk's core, whether to measure growth. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("expected: FILE ROUNDS SECONDS CORE GROWTH, such as servers.json 10 2 1 true");
            System.exit(2);
        }
        ServersBenchmark benchmark = new ServersBenchmark(
                new Wrk(Integer.parseInt(arguments[3])),
                Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]),
                Boolean.parseBoolean(arguments[4]));
        for (String container : List.of("jetty", "tomcat")) {
            benchmark.run(container);
        }
        Rounds.write(Path.of(arguments[0]), benchmark.results);
        // The containers are closed; nothing that they left shall keep this waiting.
        System.exit(0);
    }

    private void run(String container) throws Exception {
        withServers(container, USUAL_SIZE, ports -> {
            measure(container + ".login", ports, BenchServlet.LOGIN, USUAL_CONNECTIONS, Map.of());
            measure(container + ".small", ports, BenchServlet.SMALL, USUAL_CONNECTIONS, Map.of());
            measure(container + ".large", ports, BenchServlet.LARGE, 4, Map.of());
            if (growth) {
                for (int connections : new int[] {1, 4, 16, 64, 256, 1024}) {
                    measure(
                            container + ".connections",
                            ports,
                            BenchServlet.LOGIN,
                            connections,
                            Map.of("connections", connections));
                }
            }
        });
        if (growth) {
            for (int size : new int[] {200, 2_000, 20_000, 200_000, 1_000_000}) {
                withServers(
                        container,
                        size,
                        ports -> measure(
                                container + ".size",
                                ports,
                                BenchServlet.LOGIN,
                                USUAL_CONNECTIONS,
                                Map.of("bytes", size)));
            }
        }
    }

    private interface Use {
        void of(Map<String, Integer> ports) throws Exception;
    }

    private void withServers(String container, int size, Use use) throws Exception {
        Map<String, BenchServer> servers = new LinkedHashMap<>();
        try {
            Map<String, Integer> ports = new LinkedHashMap<>();
            for (String variant : VARIANTS) {
                BenchServer server = BenchServer.start(container, new BenchServlet(RULES, size), filter(variant));
                servers.put(variant, server);
                ports.put(variant, server.port());
                check(variant, server.port());
            }
            use.of(ports);
        } finally {
            for (BenchServer server : servers.values()) {
                server.close();
            }
        }
    }

    private static @Nullable Filter filter(String variant) {
        return switch (variant) {
            case "waymark" -> new LoginRedirectFilter(RuleSource.text("rules.json", Samples.rulesText(RULES)));
            case "by hand" -> new HandWrittenFilter(Samples.map(RULES));
            default -> null;
        };
    }

    /** That the variant does what it is measured for. */
    private static void check(String variant, int port) throws IOException, InterruptedException {
        HttpRequest login = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BenchServlet.LOGIN))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(login, HttpResponse.BodyHandlers.ofString());
        JsonNode json = new JsonMapper().readTree(answer.body());
        boolean directed = json.path("well_known").path("m.homeserver").has("base_url") && json.has("base_cs_url");
        boolean framed = answer.headers().firstValueAsLong("Content-Length").orElse(-1)
                == answer.body().length();
        if (!framed || !json.has("access_token") || directed == variant.startsWith("raw")) {
            throw new IllegalStateException(variant + " answered a login wrongly");
        }
    }

    private void measure(
            String kind, Map<String, Integer> ports, String path, int connections, Map<String, Object> settings)
            throws Exception {
        for (int port : ports.values()) {
            wrk.run(port, path, connections, 2 * seconds);
        }
        results.add(new Rounds("servers." + kind, "raw", settings).run(rounds, List.copyOf(ports.keySet()), variant -> {
            long before = SYSTEM.getProcessCpuTime();
            Wrk.Load load = wrk.run(ports.get(variant), path, connections, seconds);
            double cpu = (SYSTEM.getProcessCpuTime() - before) / 1e3 / load.requests();
            return Map.of("rate", load.rate(), "cpu_us", cpu);
        }));
    }
}
