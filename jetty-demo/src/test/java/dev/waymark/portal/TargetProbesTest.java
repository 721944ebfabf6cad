// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.awaitProbes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.portal.TargetState.Kind;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets are up, against real sockets. */
@Timeout(60)
class TargetProbesTest {

    private static final String GOOD = "{\"versions\":[\"v1.11\"],\"unstable_features\":{}}";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final LogLines log = new LogLines();
    private final HttpClient http = new HttpClient();
    private final FakeHomeserver homeserver = new FakeHomeserver();
    private @Nullable Timer timer;
    private volatile @Nullable Rules rules;

    @BeforeEach
    void start() throws Exception {
        log.open();
        http.start();
        timer = new Timer(http::getScheduler);
    }

    @AfterEach
    void stop() throws Exception {
        if (timer != null) {
            timer.close();
        }
        http.stop();
        homeserver.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    private TargetProbes probes(Duration interval) {
        TargetProbes probes = new TargetProbes(
                new ProbeClient(http, TIMEOUT),
                Objects.requireNonNull(timer),
                () -> rules,
                new PortalConfig.Probe(interval, TIMEOUT));
        probes.start();
        return probes;
    }

    private TargetProbes probes() {
        return probes(Duration.ofMillis(100));
    }

    /** Targets by name and URL, in turns. */
    private static Rules rules(String... namesAndUrls) {
        Map<String, Target> targets = new LinkedHashMap<>();
        for (int i = 0; i < namesAndUrls.length; i += 2) {
            BaseUrl url = BaseUrl.parse(namesAndUrls[i + 1]);
            targets.put(namesAndUrls[i], new Target(namesAndUrls[i], url, null));
        }
        return new Rules(targets, List.of());
    }

    private static void await(TargetProbes probes, String target, Kind kind) {
        awaitProbes(
                probes,
                states -> states.containsKey(target) && states.get(target).kind() == kind);
    }

    @Test
    void homeserver_isUp_andAskedAsAnyClientWould() {
        homeserver.answersProbes(200, GOOD);
        rules = rules("hist", homeserver.baseUrl() + "/below");
        Instant before = Instant.now();

        TargetProbes probes = probes();

        await(probes, "hist", Kind.UP);
        assertThat(probes.isUp("hist")).isTrue();
        assertThat(state(probes, "hist").reason()).isNull();
        assertThat(state(probes, "hist").since()).isBetween(before, Instant.now());
        FakeHomeserver.Received probe = homeserver.probed().get(0);
        assertThat(probe.method()).isEqualTo("GET");
        assertThat(probe.uri()).hasToString("/below/_matrix/client/versions");
        assertThat(probe.all("Connection")).containsExactly("close");
        assertThat(probe.all("Authorization")).isEmpty();
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void target_isAskedWhereThePortalReachesIt() {
        BaseUrl nowhere = BaseUrl.parse("http://nowhere.invalid");
        rules = new Rules(
                Map.of("hist", new Target("hist", nowhere, null, BaseUrl.parse(homeserver.baseUrl()))), List.of());

        await(probes(), "hist", Kind.UP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"versions\":[\"v1\"]} | HTTP 5xx",
                "502 | Bad gateway s3cret | HTTP 5xx",
                "404 | {\"errcode\":\"M_UNRECOGNIZED\"} | not a homeserver",
                "401 | {\"versions\":[\"v1\"]} | not a homeserver",
                "302 | {\"versions\":[\"v1\"]} | not a homeserver",
                "204 | '' | not a homeserver",
                "200 | '' | not a homeserver",
                "200 | <html>s3cret</html> | not a homeserver",
                "200 | {} | not a homeserver",
                "200 | [\"versions\"] | not a homeserver",
                "200 | {\"versions\":\"v1\"} | not a homeserver",
                "200 | {\"a\":{\"versions\":[]}} | not a homeserver",
                "200 | {\"versions\":[\"v1\"]}{} | not a homeserver",
                "200 | {\"versions\":[\"v1\"] | not a homeserver"
            })
    void wrongAnswer_isDown(int status, String body, String reason) {
        homeserver.answersProbes((request, exchange) -> {
            exchange.getResponseHeaders().set("Location", homeserver.baseUrl() + "/elsewhere");
            FakeHomeserver.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        });
        rules = rules("hist", homeserver.baseUrl());

        TargetProbes probes = probes();

        await(probes, "hist", Kind.DOWN);
        assertThat(probes.isUp("hist")).isFalse();
        assertThat(state(probes, "hist").reason()).isEqualTo(reason);
        // Redirects least of all are followed.
        assertThat(homeserver.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"65_536, UP", "65_537, DOWN"})
    void answer_isReadUpToItsLimit(String length, Kind kind) {
        int bytes = Integer.parseInt(length.replace("_", ""));
        homeserver.answersProbes((request, exchange) -> FakeHomeserver.sendChunked(
                exchange,
                List.of(
                        GOOD.getBytes(StandardCharsets.UTF_8),
                        " ".repeat(bytes - GOOD.length()).getBytes(StandardCharsets.UTF_8))));
        rules = rules("hist", homeserver.baseUrl());

        await(probes(), "hist", kind);
    }

    @Test
    void nobodyThere_isDown() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        rules = rules("gone", "http://127.0.0.1:" + port, "nameless", "http://nowhere.invalid");

        TargetProbes probes = probes();

        await(probes, "gone", Kind.DOWN);
        assertThat(state(probes, "gone").reason()).isEqualTo("connection refused");
        await(probes, "nameless", Kind.DOWN);
        assertThat(state(probes, "nameless").reason()).isIn("its host name is not known", "timed out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"versions\":[", "HTTP/1.1 200 OK\r\n"})
    void targetThatSaysNothingMore_isTimedOut(String bytes) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (RawHomeserver server = new RawHomeserver()) {
            server.answersProbesToo();
            server.answers(out -> {
                out.write(bytes.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
            });
            rules = rules("slow", server.baseUrl());
            TargetProbes probes = probes();

            await(probes, "slow", Kind.DOWN);
            assertThat(state(probes, "slow").reason()).isEqualTo("timed out");
            end.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | the connection broke off", "s3cret is no HTTP | not a homeserver"})
    void targetThatSpeaksNoHttp_isDown(String bytes, String reason) throws IOException {
        try (RawHomeserver server = new RawHomeserver()) {
            server.answersProbesToo();
            server.answers((bytes + "\r\n\r\n").strip());
            rules = rules("raw", server.baseUrl());
            TargetProbes probes = probes();

            await(probes, "raw", Kind.DOWN);
            assertThat(state(probes, "raw").reason()).isIn(reason, "the connection broke off");
        }
    }

    @Test
    void oneFailure_isForgiven() {
        AtomicInteger asked = new AtomicInteger();
        homeserver.answersProbes((request, exchange) ->
                FakeHomeserver.send(exchange, asked.incrementAndGet() % 2 == 0 ? 503 : 200, GOOD));
        rules = rules("hist", homeserver.baseUrl());
        TargetProbes probes = probes();

        await(probes, "hist", Kind.UP);
        Instant since = state(probes, "hist").since();
        awaitProbes(probes, states -> asked.get() > 7);

        assertThat(probes.states().get("hist")).isEqualTo(new TargetState(Kind.UP, since, null));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void transitions_areLoggedOnce() {
        AtomicBoolean broken = new AtomicBoolean();
        homeserver.answersProbes((request, exchange) -> FakeHomeserver.send(exchange, broken.get() ? 500 : 200, GOOD));
        rules = rules("hist", homeserver.baseUrl());
        TargetProbes probes = probes();
        await(probes, "hist", Kind.UP);

        broken.set(true);
        await(probes, "hist", Kind.DOWN);
        Instant since = state(probes, "hist").since();
        int before = homeserver.probed().size();
        awaitProbes(probes, states -> homeserver.probed().size() > before + 3);
        assertThat(probes.states().get("hist")).isEqualTo(new TargetState(Kind.DOWN, since, "HTTP 5xx"));
        broken.set(false);
        await(probes, "hist", Kind.UP);

        awaitProbes(probes, states -> log.all().size() == 3);
        assertThat(log.warnings()).singleElement().asString().contains("target hist is down: HTTP 5xx");
        assertThat(log.all().get(2)).contains("INFO: target hist is up again, after ");
    }

    @Test
    void unknownTarget_isUp_andSoIsOneThatNobodyKnows() {
        CountDownLatch end = new CountDownLatch(1);
        homeserver.answersProbes((request, exchange) -> {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        rules = rules("hist", homeserver.baseUrl());
        TargetProbes probes = probes();

        awaitProbes(probes, states -> !homeserver.probed().isEmpty());
        assertThat(state(probes, "hist").kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(probes.isUp("hist")).isTrue();
        assertThat(probes.isUp("never heard of")).isTrue();
        end.countDown();
    }

    @Test
    void rules_areFollowed() {
        TargetProbes probes = probes();
        assertThat(probes.states()).isEmpty();

        rules = rules("hist", homeserver.baseUrl(), "eng", homeserver.baseUrl() + "/eng");
        await(probes, "hist", Kind.UP);
        await(probes, "eng", Kind.UP);
        // One is gone, one is elsewhere, one is new.
        rules = rules("hist", "http://nowhere.invalid", "arts", homeserver.baseUrl() + "/arts");
        await(probes, "arts", Kind.UP);
        await(probes, "hist", Kind.DOWN);

        assertThat(probes.states()).containsOnlyKeys("hist", "arts");
    }

    @Test
    void manyTargets_areAllAsked_withoutAThreadEach() {
        String[] targets = new String[400];
        for (int i = 0; i < targets.length; i += 2) {
            targets[i] = "t" + i;
            targets[i + 1] = homeserver.baseUrl() + "/" + i;
        }
        rules = rules(targets);

        awaitProbes(
                probes(Duration.ofSeconds(30)),
                states -> states.size() == 200 && states.values().stream().allMatch(state -> state.kind() == Kind.UP));
    }

    @Test
    void end_isTheEnd() throws Exception {
        rules = rules("hist", homeserver.baseUrl());
        TargetProbes probes = probes();
        await(probes, "hist", Kind.UP);

        Objects.requireNonNull(timer).close();
        probes.stop();
        http.stop();
        int asked = homeserver.probed().size();
        rules = rules("other", homeserver.baseUrl());

        assertThat(http.getScheduler().isRunning()).isFalse();
        assertThat(probes.states()).containsOnlyKeys("hist");
        assertThat(probes.isUp("hist")).isTrue();
        assertThat(homeserver.probed()).hasSize(asked);
        assertThat(log.warnings()).isEmpty();
    }

    private static TargetState state(TargetProbes probes, String target) {
        return Objects.requireNonNull(probes.states().get(target), target);
    }
}
