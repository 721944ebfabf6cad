// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets that no login can reach, or that are passed over. */
@Timeout(60)
class MisconfiguredTargetTest {

    private final LogLines log = new LogLines();

    @Test
    void targetThatIsThePortalItself_isRefused_notAskedForEver(@TempDir Path folder) throws Exception {
        log.open();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path rules = Files.writeString(
                folder.resolve("rules.json"),
                "{\"targets\": {\"self\": {\"base_cs_url\": \"http://localhost:" + port
                        + "\"}}, \"rules\": [{\"target\": \"self\"}]}");
        PortalConfig config =
                PortalConfig.builder("127.0.0.1", port, RuleSource.file(rules)).build();
        try (Portal portal = Portal.start(config, Map.of(), OneTarget.NO_LOG)) {
            assertThat(portal.baseUrl()).hasToString("http://localhost:" + port);
            assertRefused(RawHttp.exchange(port, rawLogin("ada")), 502, "M_UNKNOWN");
            assertThat(log.warnings()).singleElement().asString().contains("leads to the portal");
        } finally {
            log.close();
        }
    }

    @Test
    void targetThatAcceptsNoConnection_isATimeout() throws Exception {
        // A queue of one, which is then full: the system answers no further attempt.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = fill(full);
            Duration connect = Duration.ofMillis(300);
            PortalConfig.Timeouts usual = PortalConfig.Timeouts.DEFAULT;
            try (OneTarget portal = new OneTarget(
                    "http://localhost:" + full.getLocalPort(),
                    config -> config.timeouts(
                            new PortalConfig.Timeouts(usual.request(), connect, usual.response(), usual.stop())))) {
                long before = System.nanoTime();

                assertRefused(portal.login(), 504, "M_UNKNOWN");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(usual.connect());
            } finally {
                for (Socket socket : queue) {
                    socket.close();
                }
            }
        }
    }

    private static List<Socket> fill(ServerSocket server) throws Exception {
        List<Socket> queue = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return queue;
            }
        }
        throw new IllegalStateException("the queue does not fill up");
    }

    @Test
    void targetThatIsDown_isPassedOver_whereTheRulesSaySo() throws Exception {
        Set<String> up = ConcurrentHashMap.newKeySet();
        try (FakeHomeserver one = new FakeHomeserver();
                FakeHomeserver two = new FakeHomeserver()) {
            String rules = """
                    {"targets": {"one": {"base_cs_url": "%s"}, "two": {"base_cs_url": "%s"}},
                     "rules": [{"hash": {"by": "user_id", "targets": {"one": 1, "two": 1}, "healthy": true}}]}
                    """.formatted(one.baseUrl(), two.baseUrl());
            PortalConfig config = PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", rules))
                    .serverName("hist.example")
                    .build();
            LoginParts parts = new LoginParts(
                    LoginParts.DEFAULT.flows(), up::contains, LoginParts.DEFAULT.tokens(), LoginEvents.NONE);
            try (Portal portal = Portal.start(config, Map.of(), OneTarget.NO_LOG, parts)) {
                int port = URI.create(portal.baseUrl().toString()).getPort();
                up.add("two");
                for (int i = 0; i < 10; i++) {
                    RawHttp.exchange(port, rawLogin("user" + i));
                }
                assertThat(one.received()).isEmpty();
                up.clear();
                up.add("one");
                for (int i = 0; i < 10; i++) {
                    RawHttp.exchange(port, rawLogin("user" + i));
                }
                assertThat(one.received()).hasSize(10);
                assertThat(two.received()).hasSize(10);
            }
        }
    }
}
