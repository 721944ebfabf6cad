// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are slow, or rude: a look-up ends in time, and leaves no thread. */
@Timeout(30)
class HttpTimeTest {

    private static final Login ADA = LookedUp.address("ada@ac.cdl");
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private ServerSocket listener;

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        listener.close();
        LdapThreads.await(() -> HttpThreads.all().isEmpty());
        assertThat(HttpThreads.all()).isEmpty();
    }

    private LookedUp users(String timeout) throws IOException {
        return LookedUp.in("'type': 'http', 'url': 'http://127.0.0.1:" + listener.getLocalPort()
                + "/info?address={address}', 'answer': '/hs', 'timeout': '" + timeout + "'");
    }

    /** What a server does with a connection after it got the request. */
    private interface Server {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private void serve(Server server) {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        try (Socket socket = listener.accept()) {
                            InputStream in = socket.getInputStream();
                            for (int ends = 0, c; ends < 4 && (c = in.read()) >= 0; ) {
                                ends = c == "\r\n\r\n".charAt(ends) ? ends + 1 : c == '\r' ? 1 : 0;
                            }
                            server.answer(socket.getOutputStream());
                        } catch (IOException e) {
                            if (listener.isClosed()) {
                                return;
                            }
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "rude-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void drip(OutputStream out, String what, String drop) throws IOException, InterruptedException {
        out.write(what.getBytes(StandardCharsets.US_ASCII));
        while (true) {
            out.write(drop.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(20);
        }
    }

    private static void send(OutputStream out, String what) throws IOException {
        out.write(what.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200",
                OK + "X: ",
                OK + "X: y\r\n",
                OK + "Content-Length: 60000\r\n\r\n",
                OK + "\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\nea60\r\n",
            })
    void serverThatDrips_isCutAtTheTimeout_andItsThreadEnds(String before) throws IOException, InterruptedException {
        serve(out -> drip(out, before, " "));
        try (LookedUp users = users("300ms")) {
            assertThat(users.failure(ADA))
                    .isIn(
                            "directory \"users\": no answer within 300 ms",
                            "directory \"users\": its server did not answer within 300 ms");
            LdapThreads.await(() ->
                    LdapThreads.inClass("dev.waymark.directory.HttpDirectory").isEmpty());
            assertThat(LdapThreads.inClass("dev.waymark.directory.HttpDirectory"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", OK + "Content-Length: 10\r\n\r\n{"})
    void serverThatStops_isCutAtTheTimeout_andItsThreadEnds(String before) throws IOException, InterruptedException {
        serve(out -> {
            send(out, before);
            while (!listener.isClosed()) {
                Thread.sleep(10);
            }
        });
        try (LookedUp users = users("300ms")) {
            assertThat(users.failure(ADA)).contains("no");
            LdapThreads.await(() ->
                    LdapThreads.inClass("dev.waymark.directory.HttpDirectory").isEmpty());
            assertThat(LdapThreads.inClass("dev.waymark.directory.HttpDirectory"))
                    .isEmpty();
        }
    }

    @Test
    void serverThatNeverAccepts_isCutAtTheTimeout() throws IOException {
        try (LookedUp users = users("300ms")) {
            assertThat(users.failure(ADA)).contains("no");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "220 smtp.example ESMTP\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                OK + "Content-Length: 100\r\n\r\n{\"hs\": "
            })
    void serverThatBreaksOff_isAFailure(String answer) throws IOException {
        serve(out -> send(out, answer));
        try (LookedUp users = users("2s")) {
            assertThat(users.failure(ADA)).startsWith("directory \"users\": ").doesNotContain("ada", "smtp", "info");
        }
    }

    @Test
    void close_endsALookUp() throws IOException, InterruptedException {
        serve(out -> {
            while (!listener.isClosed()) {
                Thread.sleep(10);
            }
        });
        Thread asking;
        long started = System.nanoTime();
        try (LookedUp users = users("1m")) {
            asking = new Thread(() -> assertThat(users.failure(ADA)).isNotEmpty(), "asking");
            asking.start();
            LdapThreads.await(() -> !LdapThreads.inClass("sun.net.www.protocol.http.HttpURLConnection")
                    .isEmpty());
        }
        // Less than the time after which it is not waited for any more.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        asking.join();
        LdapThreads.await(
                () -> LdapThreads.inClass("dev.waymark.directory.HttpDirectory").isEmpty());
        assertThat(LdapThreads.inClass("dev.waymark.directory.HttpDirectory")).isEmpty();
    }
}
