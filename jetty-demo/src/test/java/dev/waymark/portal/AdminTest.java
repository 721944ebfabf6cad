// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators are told, and where. */
@Timeout(60)
class AdminTest {

    private final LogLines log = new LogLines();
    private final FakeHomeserver homeserver = new FakeHomeserver();

    @TempDir
    Path folder;

    private Path rules;
    private Portal portal;

    @BeforeEach
    void start() throws Exception {
        log.open();
        rules = Files.writeString(folder.resolve("rules.json"), """
                {
                  "targets": {"hist": {"base_cs_url": "%s"}},
                  "directories": {"staff": {"type": "csv", "file": "staff.csv"}},
                  "rules": [
                    {"localpart": "staff-*", "lookup": "staff"},
                    {"server_name": "hist.example", "target": "hist"}
                  ]
                }
                """.formatted(homeserver.baseUrl()));
        Files.writeString(folder.resolve("staff.csv"), "user_id,target\n@staff-one:hist.example,hist\n");
        portal = Portal.start(config(null), Map.of(), null);
    }

    private PortalConfig config(PortalConfig.@Nullable Tls tls) {
        return PortalConfig.builder("127.0.0.1", 0, RuleSource.file(rules))
                .tls(tls)
                .admin(new PortalConfig.Admin("127.0.0.1", 0))
                .build();
    }

    @AfterEach
    void stop() {
        portal.close();
        homeserver.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(RunningPortal.SECRET));
    }

    @Test
    void health_tellsHowItGoes() throws IOException {
        RawHttp.Answer answer = get("/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Content-Type")).containsExactly("application/json");
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        JsonNode health = JsonMapper.shared().readTree(answer.text());
        assertThat(health.path("status").asString()).isEqualTo("ok");
        assertThat(health.path("live").asBoolean()).isTrue();
        assertThat(health.path("ready").asBoolean()).isTrue();
        assertThat(health.at("/rules/source").asString()).isEqualTo(rules.toString());
        assertThat(health.at("/rules/loads").asInt()).isEqualTo(1);
        assertThat(health.at("/rules/failures").asInt()).isZero();
        assertThat(Instant.parse(health.at("/rules/last_load").asString())).isBefore(Instant.now());
        assertThat(health.path("rules").has("problem")).isFalse();
        assertThat(health.has("certificate")).isFalse();
    }

    @Test
    void health_tellsOfTheCertificate() throws Exception {
        portal.close();
        PemPair pair = PemPair.of(folder, "portal", PemPair.EC);
        portal = Portal.start(config(pair.writeTo(folder)), Map.of(), null);

        assertThat(json("/health").at("/certificate/expires").asString())
                .isEqualTo(pair.x509().getNotAfter().toInstant().toString());
        assertThat(metric("waymark_portal_certificate_expiry_timestamp_seconds"))
                .isEqualTo((double) pair.x509().getNotAfter().toInstant().getEpochSecond());
    }

    @Test
    void badRules_areTold_andThePortalStaysReady() throws IOException {
        Files.writeString(rules, "{\"rules\": [{\"target\": \"${env:s3cret}\"}]}");
        await(() -> json("/health").path("status").asString().equals("degraded"));

        JsonNode health = json("/health");
        assertThat(health.path("ready").asBoolean()).isTrue();
        assertThat(health.at("/rules/problem").asString()).contains(rules.toString());
        assertThat(get("/health/ready").status()).isEqualTo(200);
        assertThat(metric("waymark_rules_problem")).isEqualTo(1);
        assertThat(metric("waymark_rules_load_failures_total")).isEqualTo(1);
        log.clear();
    }

    @Test
    void readiness_andLiveness_areAWord() throws IOException {
        assertThat(get("/health/live").text()).isEqualTo("live\n");
        assertThat(get("/health/ready").text()).isEqualTo("ready\n");
    }

    @Test
    void metrics_countLogins_withoutWhatUsersSent() throws Exception {
        assertThat(login("@ada:hist.example").status()).isEqualTo(200);
        assertThat(login("@staff-one:hist.example").status()).isEqualTo(200);
        assertThat(login("@nobody:nowhere.example").status()).isEqualTo(403);
        get("/health");
        await(() -> metric("waymark_portal_logins_total{outcome=\"answered\",target=\"hist\"}") == 2);

        assertThat(metric("waymark_portal_logins_total{outcome=\"no_homeserver\",target=\"none\"}"))
                .isEqualTo(1);
        assertThat(metric("waymark_portal_login_seconds_count{target=\"hist\"}"))
                .isEqualTo(2);
        assertThat(metric("waymark_portal_login_seconds_bucket{target=\"hist\",le=\"30.0\"}"))
                .isEqualTo(2);
        assertThat(metric("waymark_portal_requests_total{kind=\"login\",status=\"2xx\"}"))
                .isEqualTo(2);
        assertThat(metric("waymark_portal_requests_total{kind=\"login\",status=\"4xx\"}"))
                .isEqualTo(1);
        assertThat(metric("waymark_directory_lookups_total{directory=\"staff\",result=\"found\"}"))
                .isEqualTo(1);
        assertThat(metric("waymark_portal_ready")).isEqualTo(1);
        assertThat(metric("waymark_portal_connections_max")).isEqualTo(10_000);
        assertThat(metric("waymark_rules_loads_total")).isEqualTo(1);
        assertThat(get("/metrics").text())
                .contains("jvm_memory_used_bytes", "process_uptime_seconds", "jvm_threads_live_threads")
                .doesNotContain("ada", "staff-one", "nobody", "nowhere", RunningPortal.SECRET);
    }

    @Test
    void metrics_areOfPrometheus() throws IOException {
        assertThat(get("/metrics").all("Content-Type")).containsExactly("text/plain; version=0.0.4; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/healthy",
                "/health/",
                "/health/other",
                "/metrics/",
                "/_matrix/client/versions",
            })
    void otherPaths_areNotThere(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void onlyReading_isAllowed(String method) throws IOException {
        RawHttp.Answer answer = exchange(admin(), method + " /metrics HTTP/1.1\r\nHost: a");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.all("Allow")).containsExactly("GET, HEAD");
    }

    @Test
    void head_hasNoBody() throws IOException {
        RawHttp.Answer answer = exchange(admin(), "HEAD /health HTTP/1.1\r\nHost: a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.latin1()).isEmpty();
    }

    @Test
    void nothingOfARequest_comesBack_andNoOtherOriginMayRead() throws IOException {
        RawHttp.Answer answer = exchange(
                admin(), "GET /health?x=s3cret HTTP/1.1\r\nHost: s3cret.example\r\nOrigin: https://s3cret.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head() + answer.text()).doesNotContain("s3cret");
        assertThat(answer.headerNames())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(answer.all("Server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/metrics"})
    void thePublic_isToldNothingOfIt(String path) throws IOException {
        RawHttp.Answer answer = exchange(port(portal.baseUrl().toString()), "GET " + path + " HTTP/1.1\r\nHost: a");

        RunningPortal.assertRefused(answer, 404, "M_UNRECOGNIZED");
    }

    @Test
    void portThatIsInUse_isNamed_andNothingStaysOpen() {
        PortalConfig taken = PortalConfig.builder("127.0.0.1", 0, RuleSource.file(rules))
                .admin(new PortalConfig.Admin("127.0.0.1", admin()))
                .build();

        assertThatThrownBy(() -> Portal.start(taken, Map.of(), null))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("port " + admin() + " of 127.0.0.1");
    }

    private int admin() {
        return port(Objects.requireNonNull(portal.adminUrl()).toString());
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    private RawHttp.Answer get(String path) throws IOException {
        return exchange(admin(), "GET " + path + " HTTP/1.1\r\nHost: a");
    }

    private JsonNode json(String path) {
        try {
            return JsonMapper.shared().readTree(get(path).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double metric(String name) {
        try {
            return get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawHttp.Answer login(String user) throws IOException {
        return RawHttp.exchange(
                port(portal.baseUrl().toString()), RunningPortal.rawLogin(user).getBytes(StandardCharsets.US_ASCII));
    }

    private static RawHttp.Answer exchange(int port, String head) throws IOException {
        return RawHttp.exchange(port, head + "\r\nConnection: close\r\n\r\n");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
