// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.FakeHomeserver.send;
import static dev.waymark.portal.FakeHomeserver.sendChunked;
import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertReadableByBrowsers;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a homeserver's answer to a login reaches the client. */
@Timeout(60)
class LoginAnswerTest {

    /** Without the brace that opens it, and with whatever a homeserver might say. */
    private static final String MEMBERS = "\"user_id\":\"@ada:hist.example\", \"access_token\":\"" + SECRET + "\",\n"
            + "\t\"refresh_token\":\"" + SECRET
            + "\",\"expires_in_ms\":6.0e4,\"home_server\":\"hist.example\",\"device_id\":\"D\","
            + "\"org.example\":{\"a\":[1,2,{}],\"b\":\"\\u00fc\u00fc\\/\"}} \n";

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @Test
    void loginResponse_getsTheTwoFields_andNothingElseOfItChanges() {
        running.hist().answers(200, "{" + MEMBERS);

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.body()).isEqualTo(redirected());
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().allValues("Content-Length"))
                .containsExactly(Integer.toString(redirected().getBytes(StandardCharsets.UTF_8).length));
        assertReadableByBrowsers(answer);
    }

    @Test
    void chunkedLoginResponse_getsTheTwoFields() {
        List<byte[]> bytes = ("{" + MEMBERS)
                .codePoints()
                .mapToObj(c -> Character.toString(c).getBytes(StandardCharsets.UTF_8))
                .toList();
        running.hist().answers((request, exchange) -> sendChunked(exchange, bytes));

        assertThat(running.login("ada").body()).isEqualTo(redirected());
    }

    @Test
    void responseThatEndsWithTheConnection_getsTheTwoFields() {
        running.raw()
                .answers("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
                        + "{\"user_id\":\"@ada:raw.example\",\"access_token\":\"" + SECRET + "\"}");

        assertThat(running.login("@ada:raw.example").body())
                .isEqualTo("{" + fields(running.raw().baseUrl())
                        + ",\"user_id\":\"@ada:raw.example\",\"access_token\":\"" + SECRET + "\"}");
    }

    @Test
    void gzippedLoginResponse_getsTheTwoFields_andStaysGzipped() throws IOException {
        running.hist().answers((request, exchange) -> {
            assertThat(request.all("Accept-Encoding")).containsExactly("gzip");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
            send(exchange, 200, gzip("{" + MEMBERS));
        });

        HttpResponse<byte[]> answer = running.sendForBytes(
                running.request(LOGIN).header("Accept-Encoding", "gzip").POST(BodyPublishers.ofString(body("ada"))));

        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(redirected());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, 5_000_000})
    void largeResponse_passesAsItIs(int size) {
        String large = "{\"pad\":\"" + filler(size) + "\"," + MEMBERS;
        running.hist().answers(200, large);

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().equals(large)).isTrue();
        assertThat(answer.headers().allValues("Content-Length"))
                .containsExactly(Integer.toString(large.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void largeChunkedResponse_passesAsItIs() {
        String large = "{\"pad\":\"" + filler(3_000_000) + "\"," + MEMBERS;
        byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
        List<byte[]> chunks = IntStream.rangeClosed(0, bytes.length / 9_999)
                .mapToObj(i -> Arrays.copyOfRange(bytes, i * 9_999, Math.min(bytes.length, (i + 1) * 9_999)))
                .toList();
        running.hist().answers((request, exchange) -> sendChunked(exchange, chunks));

        assertThat(running.login("ada").body().equals(large)).isTrue();
    }

    @Test
    void largeResponse_reachesASlowReader() throws IOException {
        String large = "{\"pad\":\"" + filler(8_000_000) + "\"," + MEMBERS;
        running.hist().answers(200, large);

        try (Socket socket = new Socket()) {
            // Small, so that the portal has to wait for the client.
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()));
            socket.getOutputStream().write(rawLogin("ada").getBytes(StandardCharsets.US_ASCII));
            RawHttp.Answer answer = RawHttp.read(socket.getInputStream());

            assertThat(answer.text().equals(large)).isTrue();
        }
    }

    @Test
    void cookies_passInTheirOrder_andToNobodyElse() {
        String full = "a=1; Path=/_matrix; Domain=hist.example; Max-Age=60; Expires=Wed, 21 Oct 2037 07:28:00 GMT;"
                + " HttpOnly; Secure; SameSite=None; Partitioned; Priority=High";
        running.hist().answers((request, exchange) -> {
            exchange.getResponseHeaders().add("Set-Cookie", full);
            exchange.getResponseHeaders().add("Set-Cookie", "b=2");
            send(exchange, 200, "{" + MEMBERS);
        });

        HttpResponse<String> first = running.login("ada");
        HttpResponse<String> second = running.login("bede");

        // Jetty writes a cookie's attributes anew, with other spaces and in another order.
        assertThat(List.of(first, second))
                .allSatisfy(answer -> assertThat(answer.headers().allValues("Set-Cookie"))
                        .satisfiesExactly(
                                one -> assertThat(one.split("; *")).containsExactlyInAnyOrder(full.split("; ")),
                                two -> assertThat(two).isEqualTo("b=2")));
        assertThat(running.hist().received())
                .allSatisfy(request -> assertThat(request.all("Cookie")).isEmpty());
    }

    @Test
    void headers_passAsTheyAre_andOnce() {
        running.hist().answers((request, exchange) -> {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-store, no-cache, must-revalidate");
            headers.set("Server", "Synapse/1.140.0");
            headers.add("X-Twice", "1");
            headers.add("X-Twice", "2");
            send(exchange, 200, "{" + MEMBERS);
        });

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.headers().map())
                .containsEntry("cache-control", List.of("no-store, no-cache, must-revalidate"))
                .containsEntry("server", List.of("Synapse/1.140.0"))
                .containsEntry("x-twice", List.of("1", "2"))
                .hasEntrySatisfying("date", values -> assertThat(values).hasSize(1));
    }

    @Test
    void headersOfTheConnection_stayBehind() throws IOException {
        running.raw()
                .answers("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                        + "Connection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n\r\n{}");

        RawHttp.Answer answer = running.exchange(rawLogin("@ada:raw.example"));

        assertThat(answer.headerNames().map(String::toLowerCase)).doesNotContain("keep-alive", "x-hop");
        assertThat(answer.text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 500})
    void homeserversOwnCorsHeaders_areReplaced(int status) {
        running.hist().answers((request, exchange) -> {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Access-Control-Allow-Origin", "https://one.example");
            headers.set("Access-Control-Allow-Methods", "POST");
            headers.set("Access-Control-Allow-Headers", "X-One");
            headers.set("Access-Control-Allow-Credentials", "true");
            headers.set("Access-Control-Expose-Headers", "X-One");
            send(exchange, status, "{" + MEMBERS);
        });

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertReadableByBrowsers(answer);
        assertThat(answer.headers().map())
                .doesNotContainKeys("access-control-allow-credentials", "access-control-expose-headers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"errcode":"M_UNKNOWN","error":"Unknown login type"}
            401 | {"flows":[{"stages":["example.type"]}],"session":"x"}
            403 | {"errcode":"M_FORBIDDEN","error":"Invalid username or password"}
            403 | {"errcode":"M_USER_DEACTIVATED","error":"gone", "x":1.0e1}
            404 | {}
            500 | {"errcode":"M_UNKNOWN","error":"Internal server error"}
            503 | `{"user_id":"@ada:hist.example","access_token":"s3cret"}`
            200 | []
            200 | {"user_id":"@ada:hist.example"}
            201 | `{"user_id":"@ada:hist.example","access_token":"s3cret"}`
            """)
    void otherAnswers_passAsTheyAre(int status, String json) {
        running.hist().answers(status, json);

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(json);
        assertThat(answer.headers().allValues("Content-Length")).containsExactly(Integer.toString(json.length()));
        assertReadableByBrowsers(answer);
    }

    @Test
    void rateLimit_passesAsItIs() {
        String json = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\",\"retry_after_ms\":2000}";
        running.hist().answers((request, exchange) -> {
            exchange.getResponseHeaders().set("Retry-After", "2");
            send(exchange, 429, json);
        });

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().allValues("Retry-After")).containsExactly("2");
        assertThat(answer.body()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"200, text/html", "200, application/json", "502, text/html", "404, text/plain"})
    void pageInPlaceOfJson_passesAsItIs(int status, String type) {
        String page = "<html><body>Not { \"json\": at all</body></html>";
        running.hist().answers((request, exchange) -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            send(exchange, status, page.getBytes(StandardCharsets.UTF_8));
        });

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly(type);
        assertThat(answer.body()).isEqualTo(page);
    }

    @Test
    void redirection_isForTheClientToFollow() {
        running.hist().answers((request, exchange) -> {
            exchange.getResponseHeaders().set("Location", running.eng().baseUrl() + LOGIN);
            send(exchange, 307, new byte[0]);
        });

        HttpResponse<String> answer = running.login("ada");

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().allValues("Location"))
                .containsExactly(running.eng().baseUrl() + LOGIN);
        assertThat(running.eng().received()).isEmpty();
    }

    @Test
    void challenge_isForTheClientToAnswer() {
        running.hist().answers((request, exchange) -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            send(exchange, 401, "{}");
        });

        HttpResponse<byte[]> answer =
                running.sendForBytes(running.request(LOGIN).POST(BodyPublishers.ofString(body("ada"))));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(running.hist().received()).hasSize(1);
    }

    @Test
    void emptyAnswer_passesAsItIs() {
        running.hist().answers((request, exchange) -> send(exchange, 200, new byte[0]));

        assertThat(running.login("ada")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        });
    }

    @Test
    void keptConnection_givesEachLoginItsOwnAnswer() throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            String first = rawLogin("@ada:hist.example").replace("Connection: close\r\n", "");
            socket.getOutputStream()
                    .write((first + rawLogin("@grace:eng.example")).getBytes(StandardCharsets.US_ASCII));
            RawHttp.Answer answers = RawHttp.read(socket.getInputStream());

            assertThat(answers.text().split("HTTP/1.1 200", 2))
                    .satisfiesExactly(
                            one -> assertThat(one)
                                    .contains(running.hist().baseUrl(), "@ada")
                                    .doesNotContain("@grace"),
                            two -> assertThat(two)
                                    .contains(running.eng().baseUrl(), "@grace")
                                    .doesNotContain("@ada"));
        }
    }

    private static String redirected() {
        return "{" + fields(running.hist().baseUrl()) + "," + MEMBERS;
    }

    private static String fields(String baseUrl) {
        return "\"base_cs_url\":\"" + baseUrl + "\",\"well_known\":{\"m.homeserver\":{\"base_url\":\"" + baseUrl
                + "\"}}";
    }

    /** Text in which nothing repeats at a power of two, so that a piece out of place is seen. */
    private static String filler(int length) {
        StringBuilder text = new StringBuilder(length + 10);
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
