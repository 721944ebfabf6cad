// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that drip the head of a request, and those that only look as if they did. */
@Timeout(60)
class SlowHeadTest {

    private static final Duration REQUEST = Duration.ofSeconds(2);

    @RegisterExtension
    static final RunningPortal running =
            new RunningPortal(config -> config.timeouts(RunningPortal.timeouts(REQUEST, Duration.ofSeconds(20))));

    @Test
    void headThatTrickles_endsTheConnection() throws Exception {
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, "GET /_matrix/client/versions HTTP/1.1\r\nHost: a\r\nX: ");

            assertThat(isClosedWhileSending(socket)).isTrue();
        }
    }

    @Test
    void headThatTricklesOnAKeptConnection_endsIt() throws Exception {
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 404 ");
            socket.getInputStream().skipNBytes(MatrixError.UNRECOGNIZED.body().length);
            write(socket, "GET /nowhere HTTP/1.1\r\nX: ");

            assertThat(isClosedWhileSending(socket)).isTrue();
        }
    }

    /** Sends a byte now and then until the portal ends the connection. */
    private static boolean isClosedWhileSending(Socket socket) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Thread reader = new Thread(
                () -> {
                    try {
                        while (socket.getInputStream().read() >= 0) {
                            // Goes on to the end.
                        }
                    } catch (IOException e) {
                        // Reset.
                    }
                    closed.countDown();
                },
                "reader");
        reader.start();
        boolean over = false;
        for (int i = 0; i < 1_000 && !over; i++) {
            over = closed.await(20, TimeUnit.MILLISECONDS);
            try {
                write(socket, "x");
            } catch (IOException e) {
                // The reader will see it.
            }
        }
        return over;
    }

    @Test
    void connectionThatWaits_isKept() throws Exception {
        CountDownLatch thinking = new CountDownLatch(1);
        running.hist().answers((request, exchange) -> {
            awaitTwice(thinking);
            FakeHomeserver.send(exchange, 403, "{}");
        });
        try (Socket idle = RawHttp.connect(running.port());
                Socket kept = RawHttp.connect(running.port())) {
            write(kept, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
            RawHttp.readHead(kept.getInputStream());
            kept.getInputStream().skipNBytes(MatrixError.UNRECOGNIZED.body().length);

            // A login that takes longer than a request may take to be sent.
            assertThat(running.exchange(rawLogin("ada")).status()).isEqualTo(403);

            for (Socket socket : new Socket[] {idle, kept}) {
                write(socket, "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(404);
            }
        }
    }

    /** Passes the time of a request twice over. */
    private static void awaitTwice(CountDownLatch never) throws IOException {
        try {
            assertThat(never.await(2 * REQUEST.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
