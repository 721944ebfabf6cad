// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.awaitProbes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.FlowsOfTarget;
import dev.waymark.config.PortalConfig.ListedFlows;
import dev.waymark.config.PortalConfig.RedirectUrl;
import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.RuleSource;
import dev.waymark.rule.AddressRange;
import dev.waymark.rule.BaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a portal answers to {@code GET /login} and {@code GET /versions}. */
@Timeout(60)
class DiscoveryTest {

    private static final String VERSIONS = "/_matrix/client/versions";
    private static final String FLOWS = "{\"flows\":[{\"type\":\"m.login.token\"},{\"type\":\"org.example\",\"é\":1}]}";
    private static final String PASSED_ON = "{\"flows\":[{\"type\":\"org.example\",\"é\":1}]}";

    private final LogLines log = new LogLines();
    private final FakeHomeserver homeserver = new FakeHomeserver();
    private @Nullable Portal portal;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        log.open();
        homeserver.answers(200, FLOWS);
    }

    @AfterEach
    void close() {
        if (portal != null) {
            portal.close();
        }
        homeserver.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    private static String rules(String name, String url) {
        return """
                {"reload": "100ms", "targets": {"%1$s": {"base_cs_url": "%2$s"}}, "rules": [{"target": "%1$s"}]}
                """.formatted(name, url);
    }

    private Path rulesFile(String name, String url) throws IOException {
        return Files.writeString(folder.resolve("rules.json"), rules(name, url));
    }

    /** Starts a portal. */
    private Portal start(PortalConfig.Flows flows, Duration interval, Duration timeout) throws Exception {
        RuleSource rules = RuleSource.file(rulesFile("hist", homeserver.baseUrl()));
        PortalConfig config = PortalConfig.builder("127.0.0.1", 0, rules)
                .flows(flows)
                .probe(new PortalConfig.Probe(interval, timeout))
                .build();
        Portal started = Portal.start(config, Map.of(), (request, response) -> {});
        portal = started;
        return started;
    }

    private Portal startOfTarget(Duration interval) throws Exception {
        return start(new FlowsOfTarget("hist"), interval, Duration.ofSeconds(10));
    }

    private static RawHttp.Answer get(Portal portal, String path) throws IOException {
        return RawHttp.exchange(
                URI.create(portal.baseUrl().toString()).getPort(),
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static void assertOk(RawHttp.Answer answer, String json) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(json);
        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.all("Content-Type")).containsExactly("application/json");
        Cors.HEADERS.forEach((name, value) -> assertThat(answer.all(name)).containsExactly(value));
    }

    @Test
    void listedFlows_areAnswered_asTheyAreListed() throws Exception {
        Portal started = start(
                new ListedFlows(List.of("{\"type\":\"org.example\", \"é\": 1.0}", "{\"type\":\"m.login.password\"}")),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));

        assertOk(
                get(started, LOGIN),
                "{\"flows\":[{\"type\":\"org.example\", \"é\": 1.0},{\"type\":\"m.login.password\"}]}");
        assertOk(get(started, VERSIONS), Versions.DEFAULT);
        assertThat(homeserver.received()).isEmpty();
    }

    @Test
    void flowsOfATarget_areItsOwn_lessWhatDoesNotWork() throws Exception {
        String versions = "{ \"versions\": [\"v1.11\"], \"é\": 1.50 }";
        homeserver.answersProbes(200, versions);

        Portal started = startOfTarget(Duration.ofHours(1));

        for (String path : LoginServlet.PATHS) {
            assertOk(get(started, path), PASSED_ON);
        }
        assertOk(get(started, VERSIONS), versions);
        assertThat(homeserver.received()).singleElement().satisfies(request -> {
            assertThat(request.uri()).hasToString(LOGIN);
            assertThat(request.all("Access-Control-Request-Method")).isEmpty();
        });
    }

    @Test
    void firstAnswer_isWaitedFor_byAllForTheSame() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        homeserver.answers((request, exchange) -> {
            await(go);
            FakeHomeserver.send(exchange, 200, FLOWS);
        });
        Portal started = startOfTarget(Duration.ofHours(1));

        List<CompletableFuture<RawHttp.Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return get(started, LOGIN);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        awaitProbes(started.targets(), states -> !homeserver.received().isEmpty());
        go.countDown();

        for (CompletableFuture<RawHttp.Answer> answer : waiting) {
            assertOk(answer.join(), PASSED_ON);
        }
        assertThat(homeserver.received()).hasSize(1);
    }

    @Test
    void targetThatIsSlow_keepsNobodyWaiting_forLongerThanTheTimeout() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        homeserver.answers((request, exchange) -> await(go));
        Portal started = start(new FlowsOfTarget("hist"), Duration.ofHours(1), Duration.ofMillis(300));

        assertRefused(get(started, LOGIN), 504);
        go.countDown();
    }

    @Test
    void targetThatFails_isABadGateway_untilItDoesNot() throws Exception {
        homeserver.answers(500, "{\"errcode\":\"" + SECRET + "\"}");
        homeserver.answersProbes(404, SECRET);
        Portal started = startOfTarget(Duration.ofMillis(200));

        assertRefused(get(started, LOGIN), 502);
        assertRefused(get(started, VERSIONS), 502);
        // Told once of each, however often they fail.
        awaitProbes(started.targets(), states -> homeserver.received().size() > 5);
        assertThat(log.warnings())
                .filteredOn(line -> line.contains("GET /login"))
                .singleElement()
                .asString()
                .contains("what target hist answers to GET /login cannot be had: HTTP 5xx; clients get an error");
        homeserver.answers(200, FLOWS);
        homeserver.answersProbes(200, "{\"versions\":[]}");

        awaitProbes(
                started.targets(),
                states -> log.all().stream().anyMatch(line -> line.contains("GET /login can be had again")));
        assertOk(get(started, LOGIN), PASSED_ON);
        awaitProbes(
                started.targets(),
                states -> log.all().stream().anyMatch(line -> line.contains("GET /versions can be had again")));
        assertOk(get(started, VERSIONS), "{\"versions\":[]}");
    }

    @Test
    void lastGoodAnswer_isKept_whileTheTargetIsDown_andRefreshedWhenItIsUp() throws Exception {
        Portal started = startOfTarget(Duration.ofMillis(100));
        assertOk(get(started, LOGIN), PASSED_ON);
        assertOk(get(started, VERSIONS), "{\"versions\":[\"v1.11\"]}");

        homeserver.answers(503, "");
        homeserver.answersProbes(503, "");
        awaitProbes(
                started.targets(),
                states -> !started.targets().isUp("hist")
                        && log.warnings().stream()
                                .anyMatch(line -> line.contains(
                                        "GET /login cannot be had: HTTP 5xx; clients get what it was before")));
        assertOk(get(started, LOGIN), PASSED_ON);
        assertOk(get(started, VERSIONS), "{\"versions\":[\"v1.11\"]}");

        homeserver.answers(200, "{\"flows\":[]}");
        awaitProbes(
                started.targets(), states -> log.all().stream().anyMatch(line -> line.contains("can be had again")));
        assertOk(get(started, LOGIN), "{\"flows\":[]}");
    }

    @Test
    void targetThatTheRulesLost_isSaid_whereNothingIsKept() throws Exception {
        homeserver.answers(500, "");
        Portal started = startOfTarget(Duration.ofMillis(100));
        assertRefused(get(started, LOGIN), 502);

        rulesFile("other", homeserver.baseUrl());
        awaitProbes(started.targets(), states -> states.containsKey("other"));

        RawHttp.Answer answer = get(started, LOGIN);
        while (answer.status() == 502) {
            answer = get(started, LOGIN);
        }
        assertRefused(answer, 503);
    }

    @Test
    void flowsOfThePortalsSingleSignOn_standWhereThoseOfTheTargetStood() throws Exception {
        SingleSignOn sso = new SingleSignOn(
                List.of(new Secret(SECRET.repeat(6))),
                SingleSignOn.DEFAULT_TOKEN_LIFETIME,
                SingleSignOn.DEFAULT_LOGIN_LIFETIME,
                List.of(new RedirectUrl(URI.create("https://app.example/"), true)),
                Map.of("hist", "History"),
                List.of(),
                List.of());
        String own = String.join(",", SsoFlows.json(sso));
        PortalConfig.Builder config = PortalConfig.builder(
                        "127.0.0.1", 0, RuleSource.file(rulesFile("hist", homeserver.baseUrl())))
                .singleSignOn(sso);

        try (Portal started =
                Portal.start(config.flows(new FlowsOfTarget("hist")).build(), Map.of(), (request, response) -> {})) {
            assertOk(get(started, LOGIN), "{\"flows\":[" + own + ",{\"type\":\"org.example\",\"é\":1}]}");
        }
        try (Portal started =
                Portal.start(config.flows(ListedFlows.PASSWORD).build(), Map.of(), (request, response) -> {})) {
            assertOk(get(started, LOGIN), "{\"flows\":[{\"type\":\"m.login.password\"}," + own + "]}");
        }
    }

    @Test
    void wellKnown_isThePublicBaseUrl_orWhatATrustedProxyWasAsked() throws Exception {
        String request = String.join(
                "\r\n",
                "GET /.well-known/matrix/client HTTP/1.1",
                "Host: inside:8008",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: matrix.example",
                "Connection: close",
                "",
                "");
        PortalConfig.Builder config =
                PortalConfig.builder("127.0.0.1", 0, RuleSource.file(rulesFile("hist", homeserver.baseUrl())));

        assertThat(baseUrl(config, request)).isEqualTo("http://inside:8008");
        config.trustedProxies(List.of(AddressRange.parse("127.0.0.0/8")));
        assertThat(baseUrl(config, request)).isEqualTo("https://matrix.example");
        config.publicBaseUrl(BaseUrl.parse("https://public.example/below"));
        assertThat(baseUrl(config, request)).isEqualTo("https://public.example/below");
    }

    private static String baseUrl(PortalConfig.Builder config, String request) throws Exception {
        try (Portal started = Portal.start(config.build(), Map.of(), (asked, answered) -> {})) {
            int port = URI.create(started.baseUrl().toString()).getPort();
            return RunningPortal.json(RawHttp.exchange(port, request).text())
                    .path("m.homeserver")
                    .path("base_url")
                    .asString();
        }
    }

    @Test
    void portalThatStops_asksNobodyAnyMore() throws Exception {
        Portal started = startOfTarget(Duration.ofMillis(100));
        awaitProbes(started.targets(), states -> homeserver.received().size() > 2);

        started.close();
        int asked = homeserver.received().size() + homeserver.probed().size();

        assertThat(threads()).noneMatch(name -> name.startsWith("portal-") || name.contains("targets"));
        assertThat(homeserver.received().size() + homeserver.probed().size()).isEqualTo(asked);
        assertThat(log.warnings()).isEmpty();
    }

    /** Those that live. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private static void assertRefused(RawHttp.Answer answer, int status) {
        RunningPortal.assertRefused(answer, status, "M_UNKNOWN");
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
