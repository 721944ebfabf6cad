// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of many sizes arrive whole, again and again, many at a time. */
@Timeout(120)
class WholeAnswersTest {

    private static final int ROUNDS = 8;
    private static final int AT_A_TIME = 12;

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @ParameterizedTest
    @CsvSource({
        "200, 4000, false",
        "200, 4000, true",
        "200, 5000, false",
        "200, 40000, true",
        "200, 300000, false",
        "200, 300000, true",
        "403, 300000, false",
        "403, 300000, true",
        "200, 1048000, false",
        "403, 1048600, false",
        "403, 2500000, false",
        "200, 2500000, true"
    })
    void answer_arrivesWhole(int status, int size, boolean chunked) {
        String json = "{\"pad\":\"" + filler(size) + "\",\"user_id\":\"@ada:hist.example\",\"access_token\":\"" + SECRET
                + "\"}";
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        running.hist().answers((request, exchange) -> {
            if (chunked) {
                FakeHomeserver.sendChunked(exchange, status, pieces(bytes));
            } else {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                FakeHomeserver.send(exchange, status, bytes);
            }
        });

        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                answers.add(running.postLater(LOGIN, body("ada")));
            }
            answers.forEach(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(status);
                String got = answer.join().body();
                // Without what is injected, which is in front.
                assertThat(got.endsWith(json.substring(1))).isTrue();
            });
        }
    }

    @Test
    void slowReaders_getAllOfIt_andHoldNoThread() throws IOException {
        String json = "{\"errcode\":\"M_FORBIDDEN\",\"pad\":\"" + filler(900_000) + "\"}";
        running.hist().answers(403, json);
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 250; i++) {
                readers.add(slowReader());
            }
            for (Socket reader : readers) {
                RawHttp.Answer answer = RawHttp.read(reader.getInputStream());
                assertThat(answer.status()).as(answer.head()).isEqualTo(403);
                // Not compared by AssertJ, which would show both.
                assertThat(answer.text().equals(json))
                        .as("%d characters arrived whole", answer.latin1().length())
                        .isTrue();
            }
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private static Socket slowReader() throws IOException {
        Socket socket = new Socket();
        // Small, so that the portal has to wait for the client.
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()));
        socket.getOutputStream().write(RunningPortal.rawLogin("ada").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static List<byte[]> pieces(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += 9_999) {
            pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + 9_999)));
        }
        return pieces;
    }

    /** Text in which nothing repeats at a power of two, so that a piece out of place is seen. */
    private static String filler(int length) {
        StringBuilder text = new StringBuilder(length + 10);
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }
}
