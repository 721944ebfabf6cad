// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The portal alone, from the command line: what it prints, how it stops, and how it ends. */
@Timeout(240)
class PortalJarIT {

    private static final String LOG_LINE =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z (INFO|WARNING) [A-Za-z.]+: .+";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = Files.writeString(folder.resolve("portal.yaml"), """
                listen: {host: 127.0.0.1, port: 0}
                admin: {port: 0}
                rules: rules.yaml
                access_log: none
                timeouts: {stop: 30s}
                """);
        writeRules("http://localhost:1");
    }

    private void writeRules(String homeserver) throws IOException {
        Files.writeString(
                folder.resolve("rules.yaml"),
                "targets: {hist: {base_cs_url: \"" + homeserver + "\"}}\nrules: [{name: all, target: hist}]\n");
    }

    @Test
    void addresses_arePrinted_aLineEach_andLogLinesHaveTheTime() throws Exception {
        try (PortalProcess portal = PortalProcess.start(folder, config)) {
            assertThat(portal.out())
                    .containsExactly(
                            "portal: http://localhost:" + portal.port(),
                            "admin: http://localhost:" + portal.adminPort());
            portal.signal("TERM");

            assertThat(portal.exitCode()).isEqualTo(143);
            assertThat(portal.err())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(line -> line.matches(LOG_LINE))
                    .anyMatch(line -> line.contains("stopping: "))
                    .last()
                    .asString()
                    .endsWith(": stopped");
        }
    }

    @Test
    void termination_letsALoginInFlightFinish_andRefusesOthers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (FakeHomeserver homeserver = new FakeHomeserver()) {
            homeserver.answers((request, exchange) -> {
                if (request.uri().getPath().endsWith("/login")) {
                    asked.countDown();
                    await(answer);
                }
                FakeHomeserver.send(exchange, 200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"x\"}");
            });
            writeRules(homeserver.baseUrl());
            try (PortalProcess portal = PortalProcess.start(folder, config);
                    Socket kept = RawHttp.connect(portal.port())) {
                write(kept, "GET /_matrix/client/v3/sync HTTP/1.1\r\nHost: a\r\n");
                CompletableFuture<RawHttp.Answer> login = new CompletableFuture<>();
                new Thread(() -> login.completeAsync(() -> login(portal.port()), Runnable::run), "login").start();
                await(asked);

                portal.signal("TERM");
                portal.await(() -> isStopping(portal, kept), "word that it stops");

                int port = portal.port();
                assertThatThrownBy(() -> RawHttp.connect(port).close()).isInstanceOf(ConnectException.class);
                write(kept, "\r\n");
                RawHttp.Answer refused = RawHttp.read(kept.getInputStream());
                RunningPortal.assertRefused(refused, 503, "M_UNKNOWN");
                assertThat(refused.all("Connection")).containsExactly("close");
                assertThat(portal.isRunning()).isTrue();
                assertThat(login).isNotDone();

                answer.countDown();
                assertThat(login.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
                assertThat(login.join().isWhole()).isTrue();
                assertThat(login.join().text()).contains("\"base_cs_url\":\"" + homeserver.baseUrl() + "\"");
                assertThat(portal.exitCode()).isEqualTo(143);
                assertThat(portal.err()).noneMatch(line -> line.contains("broken off"));
            }
        } finally {
            answer.countDown();
        }
    }

    @Test
    void whatIsProbablyNotMeant_isLogged_andStartsAllTheSame() throws Exception {
        Files.writeString(config, Files.readString(config).replace("30s", "1s"));
        try (PortalProcess portal = PortalProcess.start(folder, config)) {
            assertThat(portal.err())
                    .anyMatch(line -> line.matches(LOG_LINE)
                            && line.contains(" WARNING ")
                            && line.contains("portal.yaml:5:")
                            && line.contains("stop"));
        }
    }

    @Test
    void loginThatDoesNotEnd_isBrokenOff() throws Exception {
        Files.writeString(config, Files.readString(config).replace("30s", "500ms"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (FakeHomeserver homeserver = new FakeHomeserver()) {
            homeserver.answers((request, exchange) -> {
                if (request.uri().getPath().endsWith("/login")) {
                    asked.countDown();
                    await(end);
                }
            });
            writeRules(homeserver.baseUrl());
            try (PortalProcess portal = PortalProcess.start(folder, config);
                    Socket socket = RawHttp.connect(portal.port())) {
                write(socket, RunningPortal.rawLogin("@ada:hist.example"));
                await(asked);

                portal.signal("TERM");

                assertThat(portal.exitCode()).isEqualTo(143);
                assertThat(portal.err())
                        .anyMatch(line -> line.contains("requests in flight were broken off"))
                        .allMatch(line -> line.matches(LOG_LINE));
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void everythingThatIsWrong_isTold_andExitCodeOne() throws Exception {
        Files.writeString(config, "listen: {port: 99999}\nrules: rules.yaml\nnonsense: 1\n");

        try (PortalProcess portal = PortalProcess.run(folder, "portal", "--config", config.toString())) {
            assertThat(portal.exitCode()).isEqualTo(1);
            assertThat(portal.out()).isEmpty();
            assertThat(portal.err())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .anyMatch(line -> line.startsWith(config + ":1:"))
                    .anyMatch(line -> line.startsWith(config + ":3:") && line.contains("nonsense"));
        }
    }

    @Test
    void badCertificate_isTold_andExitCodeOne() throws Exception {
        Files.writeString(folder.resolve("portal.crt"), "s3cret");
        Files.writeString(folder.resolve("portal.key"), "s3cret");
        Files.writeString(
                config, "listen: {port: 0, tls: {certificate: portal.crt, key: portal.key}}\nrules: rules.yaml\n");

        try (PortalProcess portal = PortalProcess.run(folder, "portal", "--config", config.toString())) {
            assertThat(portal.exitCode()).isEqualTo(1);
            assertThat(portal.err())
                    .last()
                    .asString()
                    .startsWith("waymark: the certificate file ")
                    .contains("portal.crt holds no certificate");
            assertThat(portal.err()).noneMatch(line -> line.contains("s3cret"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "portal, portal needs --config FILE",
        "portal --config, --config has no value",
        "portal --nonsense, unknown option --nonsense of portal"
    })
    void badUsage_isOneLine_andExitCodeTwo(String line, String said) throws Exception {
        try (PortalProcess portal = PortalProcess.run(folder, line.split(" "))) {
            assertThat(portal.exitCode()).isEqualTo(2);
            assertThat(portal.err()).singleElement().asString().startsWith("waymark: " + said);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "portal --help, usage: java -jar jetty-demo.jar portal --config FILE",
        "--version, waymark 0.1.0",
        "check --help, Usage: waymark check"
    })
    void help_isPrinted(String line, String begin) throws Exception {
        try (PortalProcess portal = PortalProcess.run(folder, line.split(" "))) {
            assertThat(portal.exitCode()).isZero();
            assertThat(String.join("\n", portal.out())).contains(begin);
            assertThat(portal.err()).isEmpty();
        }
    }

    @Test
    void tool_isInTheSameJar() throws Exception {
        try (PortalProcess check = PortalProcess.run(folder, "check", config.toString())) {
            assertThat(check.exitCode()).as("%s %s", check.out(), check.err()).isZero();
        }
        try (PortalProcess explain = PortalProcess.run(folder, "explain", "rules.yaml", "@ada:hist.example")) {
            assertThat(explain.exitCode()).isZero();
            assertThat(String.join("\n", explain.out())).contains("http://localhost:1");
        }
    }

    private static boolean isStopping(PortalProcess portal, Socket kept) {
        try {
            // So that it does not end for being idle.
            write(kept, "X: y\r\n");
            RawHttp.Answer ready = RawHttp.exchange(
                    portal.adminPort(), "GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return ready.status() == 503 && ready.text().equals("stopping\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawHttp.Answer login(int port) {
        try {
            return RawHttp.exchange(port, RunningPortal.rawLogin("@ada:hist.example"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
