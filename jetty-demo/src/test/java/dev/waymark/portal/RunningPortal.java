// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A portal on a free port for each test class, and homeservers behind it: {@code hist.example} and {@code eng.example}, one
 * that answers with bytes ({@code raw.example}), and one that is down ({@code gone.example}).
 *
 * <p>After each test, no log line may hold a secret, and there may be no warning but those that the test says it expects.
 */
final class RunningPortal implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Part of every password, token and query string that tests send. */
    static final String SECRET = "s3cret";

    static final String LOGIN = "/_matrix/client/v3/login";

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final UnaryOperator<PortalConfig.Builder> config;
    private final @Nullable LoginParts parts;
    private final LogLines log = new LogLines();
    private final Socket down = new Socket();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeHomeserver hist = new FakeHomeserver();
    private final FakeHomeserver eng = new FakeHomeserver();
    private final RawHomeserver raw = new RawHomeserver();
    private @Nullable Portal portal;
    private boolean warningsExpected;

    RunningPortal() {
        this(REQUEST_TIMEOUT);
    }

    RunningPortal(Duration loginTimeout) {
        this(config -> config.timeouts(timeouts(PortalConfig.Timeouts.DEFAULT.request(), loginTimeout)));
    }

    RunningPortal(UnaryOperator<PortalConfig.Builder> config) {
        this(config, null);
    }

    /** One that is configured by more than its rules; login has these parts, or those of the portal where null. */
    RunningPortal(UnaryOperator<PortalConfig.Builder> config, @Nullable LoginParts parts) {
        this.config = config;
        this.parts = parts;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        log.open();
        // Bound and not listened on: nobody else can get this port, and every connection is refused.
        down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        portal = Portal.start(
                config.apply(PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", rules()))
                                .serverName("hist.example")
                                // Once, so that no test is disturbed.
                                .probe(new PortalConfig.Probe(Duration.ofHours(1), REQUEST_TIMEOUT)))
                        .build(),
                Map.of(),
                (request, response) -> {},
                parts);
        awaitProbes(
                portal.targets(),
                states -> states.size() == 4
                        // Told a moment later than it is known.
                        && !log.warnings().isEmpty()
                        && states.values().stream().noneMatch(state -> state.kind() == TargetState.Kind.UNKNOWN));
    }

    /** Waits until the targets are in the states that a test is about. */
    static void awaitProbes(TargetProbes probes, Predicate<Map<String, TargetState>> reached) {
        long deadline = System.nanoTime() + REQUEST_TIMEOUT.toNanos();
        while (!reached.test(probes.states())) {
            assertThat(System.nanoTime()).as("%s", probes.states()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    static PortalConfig.Timeouts timeouts(Duration request, Duration response) {
        PortalConfig.Timeouts usual = PortalConfig.Timeouts.DEFAULT;
        return new PortalConfig.Timeouts(request, usual.connect(), response, usual.stop());
    }

    private String rules() {
        return """
            {
              "targets": {
                "hist": {"base_cs_url": "%1$s"},
                "eng":  {"base_cs_url": "%2$s/"},
                "raw":  {"base_cs_url": "%3$s"},
                "gone": {"base_cs_url": "%4$s"}
              },
              "rules": [
                {"name": "one of the others",  "user_id": "@moved:hist.example", "target": "eng"},
                {"name": "bots",               "localpart": "bot-*", "leave": true},
                {"name": "history",            "server_name": "hist.example", "target": "hist"},
                {"name": "engineering",        "server_name": "eng.example", "target": "eng"},
                {"name": "bytes",              "server_name": "raw.example", "target": "raw"},
                {"name": "down",               "server_name": "gone.example", "target": "gone"},
                {"name": "a path for each",    "server_name": "paths.example", "base_cs_url": "%1$s/of/{localpart}"},
                {"name": "a host for each",    "server_name": "hosts.example",
                 "base_cs_url": "http://{localpart}.localhost"}
              ]
            }
            """.formatted(hist.baseUrl(), eng.baseUrl(), raw.baseUrl(), "http://localhost:" + down.getLocalPort());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        log.clear();
        hist.reset();
        eng.reset();
        warningsExpected = false;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
        if (!warningsExpected) {
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        portal().close();
        down.close();
        raw.close();
        eng.close();
        hist.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    /** Returns what was logged, of which warnings may then be part. */
    LogLines expectWarnings() {
        warningsExpected = true;
        return log;
    }

    FakeHomeserver hist() {
        return hist;
    }

    FakeHomeserver eng() {
        return eng;
    }

    RawHomeserver raw() {
        return raw;
    }

    Portal portal() {
        return Objects.requireNonNull(portal, "not running");
    }

    int port() {
        return URI.create(portal().baseUrl().toString()).getPort();
    }

    /** The body of a login request. */
    static String body(String user) {
        return "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"" + user
                + "\"},\"password\":\"" + SECRET + "\"}";
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(portal().baseUrl() + path)).timeout(REQUEST_TIMEOUT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).join();
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) {
        return postLater(path, body).join();
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<String> login(String user) {
        return post(LOGIN, body(user));
    }

    /** A login as the bytes of a request, to be sent by hand, that ends its connection. */
    static String rawLogin(String user, String... headers) {
        String body = body(user);
        return "POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
                + "\r\n" + body;
    }

    RawHttp.Answer exchange(String request) throws IOException {
        return RawHttp.exchange(port(), request);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /** An error that the portal made, such as browsers can read and such as clients understand. */
    static void assertRefused(HttpResponse<String> answer, int status, String errcode) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertErrorBody(answer.body(), errcode);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertReadableByBrowsers(answer);
    }

    static void assertRefused(RawHttp.Answer answer, int status, String errcode) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertErrorBody(answer.text(), errcode);
        assertThat(answer.all("Content-Type")).containsExactly("application/json");
        Cors.HEADERS.forEach((name, value) -> assertThat(answer.all(name)).containsExactly(value));
    }

    private static void assertErrorBody(String body, String errcode) {
        JsonNode error = json(body);
        assertThat(error.path("errcode").asString()).isEqualTo(errcode);
        if (errcode.equals("M_UNKNOWN_TOKEN")) {
            assertThat(error.propertyNames()).containsExactly("errcode", "error", "soft_logout");
            assertThat(error.path("soft_logout").asBoolean()).isTrue();
        } else {
            assertThat(error.propertyNames()).containsExactly("errcode", "error");
        }
        assertThat(error.path("error").asString()).isNotBlank();
        assertThat(body).doesNotContain(SECRET);
    }

    /** The CORS headers are there, once each. */
    static void assertReadableByBrowsers(HttpResponse<?> answer) {
        Cors.HEADERS.forEach(
                (name, value) -> assertThat(answer.headers().allValues(name)).containsExactly(value));
    }
}
