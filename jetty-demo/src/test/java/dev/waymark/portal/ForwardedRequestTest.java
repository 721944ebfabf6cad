// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.json;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.portal.FakeHomeserver.Received;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a homeserver gets to see of a login. */
@Timeout(60)
class ForwardedRequestTest {

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @ParameterizedTest
    @ValueSource(strings = {"api/v1", "r0", "v1", "v3", "unstable"})
    void path_keepsItsVersion(String version) {
        HttpResponse<String> answer = running.post("/_matrix/client/" + version + "/login", body("@ada:hist.example"));

        assertThat(received().method()).isEqualTo("POST");
        assertThat(received().uri()).hasToString("/_matrix/client/" + version + "/login");
        assertThat(json(answer.body()).path("base_cs_url").asString())
                .isEqualTo(running.hist().baseUrl());
    }

    @Test
    void query_staysBehind() {
        running.post(LOGIN + "?access_token=" + SECRET + "&user_id=%40ada%3Ahist.example", body("ada"));

        assertThat(received().uri()).hasToString(LOGIN);
    }

    @Test
    void pathParameter_staysBehind() throws IOException {
        RawHttp.Answer answer = running.exchange(rawLogin("ada").replace(LOGIN, LOGIN + ";jsessionid=" + SECRET));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(received().uri()).hasToString(LOGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"m.login.password\",\"user\":\"ada\",\"password\":\"s3cret\"}",
                " \t\r\n{ \"user\" : \"ada\" ,\r\n\"password\":\"s3cret \\u00fc\\/\\ud83d\\ude00\", \"n\":1.0e+05,\"n\":2}\n",
                "{\"user\":\"ada\",\"password\":\"s3cret\u00fc\ud83d\ude00\"}"
            })
    void body_arrivesByteForByte(String body) {
        running.post(LOGIN, body);

        assertThat(received().body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void largestBody_arrives() {
        String body =
                body("ada") + " ".repeat(LoginServlet.MAX_REQUEST - body("ada").length());

        running.post(LOGIN, body);

        assertThat(received().text()).isEqualTo(body);
    }

    @Test
    void chunkedBody_arrivesWithItsLength() {
        running.send(running.request(LOGIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body("ada")))));

        assertThat(received().text()).isEqualTo(body("ada"));
        assertThat(received().all("Content-Length"))
                .containsExactly(Integer.toString(body("ada").length()));
        assertThat(received().all("Transfer-Encoding")).isEmpty();
    }

    @Test
    void contentLength_comesOnce() throws IOException {
        running.exchange(rawLogin("ada"));

        assertThat(received().all("Content-Length"))
                .containsExactly(Integer.toString(body("ada").length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "x"})
    void contentType_isTheClients(String type) throws IOException {
        running.exchange(rawLogin("ada", "Content-Type: " + type));

        assertThat(received().all("Content-Type")).containsExactly(type);
    }

    @Test
    void contentType_isNotMadeUp() throws IOException {
        running.exchange(rawLogin("ada"));

        assertThat(received().all("Content-Type")).isEmpty();
    }

    @Test
    void clientsAddress_replacesWhatTheClientSaid() throws IOException {
        running.exchange(rawLogin(
                "ada",
                "X-Forwarded-For: 10.1.2.3",
                "x-forwarded-for: 10.4.5.6, 10.7.8.9",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: forged.example",
                "X-Forwarded-Port: 444",
                "X-Forwarded-Server: forged.example",
                "Forwarded: for=10.1.2.3;host=forged.example"));

        Received request = received();
        assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.all("X-Forwarded-Host")).containsExactly("portal.example");
        assertThat(request.headers()).doesNotContainKeys("X-forwarded-port", "X-forwarded-server", "Forwarded");
        assertThat(request.headers().values().toString()).doesNotContain("10.1.2.3", "10.4.5.6", "forged.example");
    }

    @Test
    void forwardedHost_isAbsent_whereTheClientNamedNone() throws IOException {
        running.exchange(rawLogin("ada", "X-Forwarded-Host: forged.example")
                .replace("HTTP/1.1\r\nHost: portal.example", "HTTP/1.0"));

        assertThat(received().all("X-Forwarded-Host")).isEmpty();
    }

    @Test
    void host_isTheHomeservers() throws IOException {
        running.exchange(rawLogin("ada"));

        assertThat(received().all("Host"))
                .containsExactly(running.hist().baseUrl().substring("http://".length()));
    }

    @Test
    void headersOfTheConnection_stayBehind() throws IOException {
        RawHttp.Answer answer = running.exchange(rawLogin(
                "ada",
                "Connection: X-Hop, Upgrade",
                "X-Hop: 1",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Upgrade: h2c"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(received().headers()).doesNotContainKeys("X-hop", "Keep-alive", "Te", "Upgrade");
    }

    @Test
    void otherHeaders_arriveAsTheyAre() throws IOException {
        running.exchange(rawLogin(
                "ada",
                "User-Agent: Element/1.11",
                "Accept: application/json",
                "Accept-Language: eo",
                "Authorization: Bearer " + SECRET,
                "Cookie: a=" + SECRET + "; b=2",
                "X-Twice: 1",
                "X-Twice: 2"));

        Received request = received();
        assertThat(request.all("User-Agent")).containsExactly("Element/1.11");
        assertThat(request.all("Accept")).containsExactly("application/json");
        assertThat(request.all("Accept-Language")).containsExactly("eo");
        assertThat(request.all("Authorization")).containsExactly("Bearer " + SECRET);
        assertThat(request.all("Cookie")).containsExactly("a=" + SECRET + "; b=2");
        assertThat(request.all("X-Twice")).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void headers_areNotMadeUp() throws IOException {
        running.exchange(rawLogin("ada"));

        assertThat(received().headers().keySet())
                .isSubsetOf(
                        "Host", "Content-length", "X-forwarded-for", "X-forwarded-proto", "X-forwarded-host", "Via");
    }

    @Test
    void expectation_isMetByThePortal_andStaysBehind() throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            String request = rawLogin("ada", "Expect: 100-continue");
            int end = request.indexOf("\r\n\r\n") + 4;
            socket.getOutputStream().write(request.substring(0, end).getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.readHead(socket.getInputStream())).startsWith("HTTP/1.1 100 ");

            socket.getOutputStream().write(request.substring(end).getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(200);
        }
        assertThat(received().all("Expect")).isEmpty();
        assertThat(received().text()).isEqualTo(body("ada"));
    }

    @Test
    void login_isSentOnce_whateverTheAnswer() {
        running.hist().answers(500, "{}");

        running.login("ada");

        assertThat(running.hist().received()).hasSize(1);
        assertThat(running.eng().received()).isEmpty();
    }

    private static Received received() {
        assertThat(running.hist().received()).hasSize(1);
        return running.hist().received().get(0);
    }
}
