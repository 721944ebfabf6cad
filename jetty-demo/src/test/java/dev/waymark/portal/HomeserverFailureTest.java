// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A homeserver that is down, breaks off, or talks nonsense: the client is told, in a form that it understands. */
@Timeout(60)
class HomeserverFailureTest {

    private static final String RAW_USER = "@ada:raw.example";
    private static final String JSON = "{\"user_id\":\"" + RAW_USER + "\",\"access_token\":\"" + SECRET + "\"}";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=" + SECRET
            + "\r\nAccess-Control-Allow-Origin: https://one.example\r\nETag: \"1\"\r\n";

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @Test
    void homeserverThatIsDown_isABadGateway() {
        assertRefused(running.login("@ada:gone.example"), 502, "M_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Type: applic",
                "s3cret\r\n\r\n",
                "HTTP/1.1 ok OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: s3cret\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n{}\r\n0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1\r\n"
            })
    void nonsense_isABadGateway(String bytes) throws IOException {
        running.raw().answers(bytes);

        assertRefused(running.exchange(rawLogin(RAW_USER)), 502, "M_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(ints = {ForwardingServlet.MAX_RESPONSE_HEADERS, 1 << 20})
    void headThatIsTooLargeToPassOn_isABadGateway(int size) throws IOException {
        running.raw().answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Pad: " + "x".repeat(size) + "\r\n\r\n{}");

        assertRefused(running.exchange(rawLogin(RAW_USER)), 502, "M_UNKNOWN");
    }

    @Test
    void headThatIsLarge_passes() throws IOException {
        String pad = "x".repeat(ForwardingServlet.MAX_RESPONSE_HEADERS - 200);
        running.raw().answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Pad: " + pad + "\r\n\r\n{}");

        assertThat(running.exchange(rawLogin(RAW_USER)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + "Content-Length: 1000\r\n\r\n",
                HEAD + "Content-Length: 1000\r\n\r\n{\"user_id\":\"@ada:raw.example\",\"acc",
                HEAD + "Content-Length: 1000\r\n\r\n" + JSON,
                HEAD + "Content-Length: 1000\r\n\r\nno JSON at all",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n20\r\n{\"user_id\":",
                HEAD + "Transfer-Encoding: chunked\r\n\r\nf\r\n{\"user_id\":\"@a\"\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\n{\"errcode\":",
                "HTTP/1.1 500 Server Error\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"errcode\":"
            })
    void halfAnAnswer_isABadGateway(String bytes) throws IOException {
        running.raw().answers(bytes);

        assertRefused(running.exchange(rawLogin(RAW_USER)), 502, "M_UNKNOWN");
    }

    @Test
    void halfALoginResponse_isABadGateway_withNothingOfItsHead() throws IOException {
        running.raw().answers(HEAD + "Content-Length: 1000\r\n\r\n" + JSON);

        RawHttp.Answer answer = running.exchange(rawLogin(RAW_USER));

        assertRefused(answer, 502, "M_UNKNOWN");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.all("ETag")).isEmpty();
        assertThat(answer.all("Content-Length"))
                .containsExactly(Integer.toString(answer.text().length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 8000000", "Transfer-Encoding: chunked"})
    void halfALargeAnswer_endsWithTheConnection(String framing) throws IOException {
        running.raw().answers(out -> {
            out.write((HEAD + framing + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (framing.endsWith("chunked")) {
                out.write("7a1200\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("{\"pad\":\"".getBytes(StandardCharsets.US_ASCII));
            writeSpaces(out, 4_000_000);
        });

        // On a connection that is kept: on one that is not, its end would be the end of an answer without a length.
        RawHttp.Answer answer = running.exchange(rawLogin(RAW_USER).replace("Connection: close\r\n", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isWhole()).isFalse();
    }

    @Test
    void nextLogin_isAnswered_afterEachOfThem() throws IOException {
        running.raw().answers(HEAD + "Content-Length: 1000\r\n\r\n" + JSON);
        running.exchange(rawLogin(RAW_USER));
        running.raw().answers(HEAD + "Content-Length: " + JSON.length() + "\r\n\r\n" + JSON);

        RawHttp.Answer answer = running.exchange(rawLogin(RAW_USER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("base_cs_url");
    }

    @Test
    void clientThatLeaves_disturbsNobody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        running.hist().answers((request, exchange) -> {
            asked.countDown();
            await(left);
            FakeHomeserver.send(exchange, 200, JSON);
            answered.countDown();
        });
        try (Socket socket = RawHttp.connect(running.port())) {
            socket.getOutputStream().write(rawLogin("ada").getBytes(StandardCharsets.US_ASCII));
            await(asked);
            // Reset, not closed politely.
            socket.setSoLinger(true, 0);
        }
        left.countDown();
        await(answered);

        assertThat(running.login("@grace:eng.example").statusCode()).isEqualTo(200);
    }

    @Test
    void clientThatLeavesAmidItsRequest_disturbsNobody() throws Exception {
        try (Socket socket = RawHttp.connect(running.port())) {
            String request = rawLogin("ada");
            socket.getOutputStream()
                    .write(request.substring(0, request.length() - 5).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            // Whatever it hears, it is no login.
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(400);
        }
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.login("@grace:eng.example").statusCode()).isEqualTo(200);
    }

    @Test
    void failure_isToldUnderEveryPath() {
        for (String path : LoginServlet.PATHS) {
            assertRefused(running.post(path, RunningPortal.body("@ada:gone.example")), 502, "M_UNKNOWN");
        }
        assertThat(LoginServlet.PATHS).contains(LOGIN);
    }

    private static void writeSpaces(OutputStream out, int count) throws IOException {
        byte[] block = " ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count / block.length; i++) {
            out.write(block);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
