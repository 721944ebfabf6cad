// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.RequestLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a portal starts, or refuses to, and how it stops. */
@Timeout(60)
class PortalStartTest {

    /** Not the common pool, which has one thread on a small machine; here, one waits for the other. */
    private static final Executor THREADS = task -> new Thread(task, "PortalStartTest").start();

    private static final RequestLog NO_LOG = (request, response) -> {};
    private static final RuleSource NO_RULES = RuleSource.text("rules.json", "{\"rules\": []}");

    private final LogLines log = new LogLines();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        log.open();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        log.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("portal"));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void portThatIsInUse_isNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> start(port, NO_RULES))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void rulesThatAreWrong_areAllTold() {
        RuleSource wrong = RuleSource.text(
                "wrong.json", "{\n  \"rules\": [\n    {\"target\": \"none\"},\n    {\"leave\": false}\n  ]\n}\n");

        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> start(0, wrong))
                .satisfies(e -> assertThat(e.problems()).hasSize(2))
                .withMessageContaining("wrong.json:3:")
                .withMessageContaining("wrong.json:4:");
    }

    @Test
    void rulesThatAreMissing_areNamed() {
        Path missing = directory.resolve("missing.json");

        assertThatThrownBy(() -> start(0, RuleSource.file(missing)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void portThatCameFree_isTaken() throws Exception {
        int port;
        try (Portal portal = start(0, NO_RULES)) {
            port = URI.create(portal.baseUrl().toString()).getPort();
        }

        try (Portal again = start(port, NO_RULES)) {
            assertThat(again.baseUrl()).hasToString("http://localhost:" + port);
        }
    }

    @Test
    void twoPortals_doNotDisturbEachOther() throws Exception {
        Portal one = start(0, NO_RULES);
        try (Portal two = start(0, NO_RULES)) {
            assertThat(one.baseUrl()).isNotEqualTo(two.baseUrl());
            one.close();
            assertThat(get(two, "/_matrix/client/versions").status()).isEqualTo(200);
        }
    }

    @Test
    void portal_listensOnItsAddressOnly() throws Exception {
        try (Portal portal = start(0, NO_RULES)) {
            int port = URI.create(portal.baseUrl().toString()).getPort();

            // Another address of this machine, on Linux; of none, elsewhere.
            InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
            assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void close_mayComeAgain() throws Exception {
        Portal portal = start(0, NO_RULES);
        portal.close();
        portal.close();
    }

    @Test
    void close_letsALoginInFlightFinish() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        try (FakeHomeserver homeserver = new FakeHomeserver()) {
            homeserver.answers((request, exchange) -> {
                asked.countDown();
                await(closing);
                FakeHomeserver.send(exchange, 200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"x\"}");
            });
            Portal portal = start(0, rulesFor(homeserver));
            int port = URI.create(portal.baseUrl().toString()).getPort();
            CompletableFuture<RawHttp.Answer> answer = CompletableFuture.supplyAsync(() -> login(port), THREADS);
            await(asked);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(portal::close, THREADS);
            awaitRefusal(port);
            closing.countDown();

            assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(answer.join().text()).contains("base_cs_url");
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void page_isServedBesideTheClientApi() throws Exception {
        HttpServlet page = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().print("hello");
            }
        };
        try (Portal portal = Portal.start(config(0, NO_RULES), Map.of("/hello", page), NO_LOG)) {
            assertThat(get(portal, "/hello").text()).isEqualTo("hello");
            assertThat(get(portal, "/_matrix/client/versions").status()).isEqualTo(200);
            assertThat(get(portal, "/other").status()).isEqualTo(404);
        }
    }

    @Test
    void requestLog_isToldOfEveryRequest() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        RequestLog requestLog = (request, response) ->
                lines.add(request.getMethod() + " " + request.getHttpURI().getPath() + " " + response.getStatus());
        try (Portal portal = Portal.start(config(0, NO_RULES), Map.of(), requestLog)) {
            for (String path : List.of("/_matrix/client/versions", "/_matrix/client/v3/sync", "/nowhere")) {
                get(portal, path);
            }
            // Each when it is done, which may be after the next was answered.
            assertThat(List.of(next(lines), next(lines), next(lines)))
                    .containsExactlyInAnyOrder(
                            "GET /_matrix/client/versions 200", "GET /_matrix/client/v3/sync 401", "GET /nowhere 404");
        }
    }

    private static Portal start(int port, RuleSource rules) throws IOException, InvalidRulesException {
        return Portal.start(config(port, rules), Map.of(), NO_LOG);
    }

    private static PortalConfig config(int port, RuleSource rules) {
        return PortalConfig.builder("127.0.0.1", port, rules)
                .serverName("hist.example")
                .build();
    }

    private static RuleSource rulesFor(FakeHomeserver homeserver) {
        return RuleSource.text(
                "rules.json",
                "{\"targets\": {\"hist\": {\"base_cs_url\": \"" + homeserver.baseUrl()
                        + "\"}}, \"rules\": [{\"target\": \"hist\"}]}");
    }

    private static String next(BlockingQueue<String> lines) throws InterruptedException {
        return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
    }

    private static RawHttp.Answer get(Portal portal, String path) throws IOException {
        return RawHttp.exchange(
                URI.create(portal.baseUrl().toString()).getPort(),
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static RawHttp.Answer login(int port) {
        try {
            return RawHttp.exchange(port, RunningPortal.rawLogin("ada").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until new connections are refused, so that closing is under way. */
    private static void awaitRefusal(int port) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            try {
                RawHttp.connect(port).close();
                Thread.onSpinWait();
            } catch (IOException e) {
                return;
            }
        }
        fail("the portal goes on to accept connections");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
