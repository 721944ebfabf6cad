// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers the first time, and then for ever. */
@Timeout(60)
class DrippingServerTest {

    private static final String RULES = "{\"reload\": \"100ms\", \"rules\": []}";
    private static final Duration DRIP = Duration.ofMillis(200);

    private ServerSocket server;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch dripping = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.close();
    }

    /** @param head what the second answer begins with, before it drips */
    private void serve(String head) {
        try {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    readHead(socket);
                    if (asked.getAndIncrement() == 0) {
                        send(
                                socket,
                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + RULES.length() + "\r\n\r\n"
                                        + RULES);
                    } else {
                        send(socket, head);
                        drip(socket, head);
                    }
                }
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(Socket socket, String head) throws IOException, InterruptedException {
        for (int i = 0; !over.await(DRIP.toMillis(), TimeUnit.MILLISECONDS); i++) {
            send(socket, head.contains("chunked") ? "1\r\n \r\n" : " ");
            if (i == 1) {
                dripping.countDown();
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void readHead(Socket socket) throws IOException {
        for (int last = 0, b = socket.getInputStream().read();
                b >= 0;
                b = socket.getInputStream().read()) {
            last = b == '\r' ? last : b == '\n' ? last + 1 : 0;
            if (last == 2) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX-Slow: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void doesNotKeepTheThread_whenItIsToEnd(String head) throws Exception {
        Thread serving = new Thread(() -> serve(head), "dripping-server");
        serving.setDaemon(true);
        serving.start();
        try (LogLines log = new LogLines(LiveRules.class)) {
            LiveRules rules = LiveRules.start(
                    RuleSource.url(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/waymark.json")));
            dripping.await();

            long start = System.nanoTime();
            rules.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RuleSource.TIMEOUT.dividedBy(2));
            assertThat(log.all()).as("what is broken off is no failure").isEmpty();
            assertThat(rules.status().lastProblem()).isNull();
        }
    }
}
