// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A homeserver that takes longer than the portal waits. */
@Timeout(60)
class SlowHomeserverTest {

    private static final String USER = "@ada:raw.example";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=" + SECRET;

    @RegisterExtension
    static final RunningPortal running = new RunningPortal(Duration.ofSeconds(2));

    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letTheHomeserverGo() {
        end.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                HEAD,
                HEAD + "\r\nContent-Length: 1000\r\n\r\n",
                HEAD + "\r\nContent-Length: 1000\r\n\r\n{\"user_id\":\"@ada:raw.example\",\"access_token\":\"s3cret\"}",
                HEAD + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"use\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\n{\"errcode\":"
            })
    void answerThatDoesNotCome_isATimeout(String beginning) throws IOException {
        running.raw().answers(out -> {
            write(out, beginning);
            end.await();
        });

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        assertRefused(answer, 504, "M_UNKNOWN");
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void answerThatTrickles_isATimeout() throws IOException {
        running.raw().answers(out -> {
            write(out, HEAD + "\r\nContent-Length: 1000000\r\n\r\n{");
            while (end.getCount() > 0) {
                write(out, " ");
                end.await(10, TimeUnit.MILLISECONDS);
            }
        });

        assertRefused(running.exchange(rawLogin(USER)), 504, "M_UNKNOWN");
    }

    @Test
    void largeAnswerThatStops_isNotTakenForWhole() throws IOException {
        running.raw().answers(out -> {
            write(out, HEAD + "\r\nContent-Length: 8000000\r\n\r\n{" + " ".repeat(4_000_000));
            end.await();
        });

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        // On a slow day not enough of it came in time for any to be passed on.
        if (answer.status() != 504) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.isWhole()).isFalse();
        }
    }

    @Test
    void otherHomeservers_areNotHeldUp() {
        running.hist().answers((request, exchange) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        CompletableFuture<HttpResponse<String>> waiting =
                running.postLater(RunningPortal.LOGIN, RunningPortal.body("ada"));

        assertThat(running.login("@grace:eng.example").statusCode()).isEqualTo(200);
        assertRefused(waiting.join(), 504, "M_UNKNOWN");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
