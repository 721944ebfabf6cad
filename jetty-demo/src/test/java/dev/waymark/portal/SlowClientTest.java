// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time to send a login, or never get to its end. */
@Timeout(60)
class SlowClientTest {

    private static final Duration REQUEST = Duration.ofSeconds(2);

    /** More than Jetty has threads. */
    private static final int MANY = 300;

    @RegisterExtension
    static final RunningPortal running =
            new RunningPortal(config -> config.timeouts(RunningPortal.timeouts(REQUEST, Duration.ofSeconds(20))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\n",
                "Content-Length: 100\r\n\r\n{\"user\":",
                "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"user\""
            })
    void bodyThatStops_isATimeout_andEndsTheConnection(String rest) throws IOException {
        long before = System.nanoTime();

        RawHttp.Answer answer = running.exchange(head() + rest);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(REQUEST.minusMillis(50));
        assertRefused(answer, 408, "M_UNKNOWN");
        assertThat(answer.all("Connection")).containsExactly("close");
        assertThat(running.hist().received()).isEmpty();
    }

    @Test
    void bodyThatTrickles_isATimeout() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, head() + "Content-Length: 60000\r\n\r\n{");
            Thread trickle = new Thread(() -> trickle(socket, answered), "trickle");
            trickle.start();

            String head = RawHttp.readHead(socket.getInputStream());
            answered.countDown();
            trickle.join();

            assertThat(head).startsWith("HTTP/1.1 408 ");
        }
    }

    private static void trickle(Socket socket, CountDownLatch until) {
        try {
            while (!until.await(20, TimeUnit.MILLISECONDS)) {
                write(socket, " ");
            }
        } catch (IOException e) {
            // The portal has closed the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void slowBodies_holdNoThread() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Socket socket = RawHttp.connect(running.port());
                slow.add(socket);
                write(socket, head() + "Content-Length: 100\r\n\r\n{");
            }

            assertThat(running.exchange(rawLogin("ada")).status()).isEqualTo(200);
            for (Socket socket : slow) {
                assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 408 ");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodyInPieces_isALogin_whereItIsThereInTime() throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            for (String piece : rawLogin("ada").split("(?<=[,:])", -1)) {
                write(socket, piece);
            }

            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(200);
        }
        assertThat(running.hist().received())
                .singleElement()
                .satisfies(request -> assertThat(request.text()).isEqualTo(body("ada")));
    }

    @Test
    void declaredSize_isRefused_beforeAnythingIsSent() throws IOException {
        RawHttp.Answer answer = running.exchange(
                head() + "Expect: 100-continue\r\nContent-Length: " + (LoginServlet.MAX_REQUEST + 1) + "\r\n\r\n");

        // Without the 100 that would have the client send it.
        assertRefused(answer, 413, "M_TOO_LARGE");
        assertThat(answer.all("Connection")).containsExactly("close");
    }

    @Test
    void endlessBody_isRefused_atTheLimit() throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, head() + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "400\r\n" + " ".repeat(0x400) + "\r\n";
            try {
                for (int i = 0; i < 64; i++) {
                    write(socket, chunk);
                }
                write(socket, chunk);
            } catch (SocketException e) {
                // Refused already.
            }

            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
        }
    }

    private static String head() {
        return "POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
