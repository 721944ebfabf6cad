// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.demo.RunningHomeserver.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpContractTest {

    private static final String LOGIN = "/_matrix/client/v3/login";

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    @Test
    void wellKnown_namesTheBaseUrl() {
        assertThat(running.get("/.well-known/matrix/client", null).assertOk().json())
                .hasToString("{\"m.homeserver\":{\"base_url\":\""
                        + running.homeserver().baseUrl() + "\"}}");
    }

    @Test
    void versions_includeOldAndNew() {
        Answer answer = running.get("/_matrix/client/versions", null).assertOk();

        assertThat(answer.json().path("versions"))
                .extracting(version -> version.asString())
                .contains("r0.6.1", "v1.1", "v1.11");
        assertThat(answer.json().path("unstable_features").isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/v2/login",
                "/_matrix/client/login",
                "/_matrix/client/v3/login/sso",
                "/_matrix/client/v3/versions",
                "/_matrix/client/v3/",
                "/_matrix/federation/v1/version",
                "/_matrix/client/v3%2Flogin",
                "/_matrix",
                "/",
                "//"
            })
    void unknownPath_isUnrecognized(String path) {
        running.get(path, null).assertRefused(404, "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /_matrix/client/v3/login",
        "DELETE, /_matrix/client/v3/login",
        "POST, /_matrix/client/versions",
        "GET, /_matrix/client/v3/createRoom",
        "POST, /_matrix/client/v3/rooms/!a:b/state"
    })
    void wrongMethod_isUnrecognized(String method, String path) {
        running.send(method, path, null, "").assertRefused(405, "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_matrix/client/v3/login", "/_matrix/client/v3/sync", "/_matrix/nowhere", "/"})
    void options_areAnsweredEverywhere(String path) {
        Answer answer = running.send("OPTIONS", path, null, "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.response().body()).isEmpty();
        assertReadableByBrowsers(answer);
    }

    @Test
    void everyAnswer_isReadableByBrowsers() {
        assertReadableByBrowsers(running.get(LOGIN, null).assertOk());
        assertReadableByBrowsers(running.post(LOGIN, null, "{}").assertRefused(400, "M_MISSING_PARAM"));
        assertReadableByBrowsers(running.get("/_matrix/client/v3/sync", null).assertRefused(401, "M_MISSING_TOKEN"));
        assertReadableByBrowsers(running.get("/_matrix/nowhere", null).assertRefused(404, "M_UNRECOGNIZED"));
        assertReadableByBrowsers(
                running.post("/_matrix/client/versions", null, "").assertRefused(405, "M_UNRECOGNIZED"));
        assertReadableByBrowsers(running.get("/../..", null).assertRefused(400, "M_UNKNOWN"));
    }

    @Test
    void noAnswer_namesTheServer() {
        assertThat(running.get(LOGIN, null).response().headers().firstValue("Server"))
                .isEmpty();
        assertThat(running.get("/../..", null).response().headers().firstValue("Server"))
                .isEmpty();
    }

    @Test
    void malformedRequest_isAnsweredInJson() throws IOException {
        String answer = exchange("GET /_matrix/client/%zz HTTP/1.1\r\nHost: hist\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("Access-Control-Allow-Origin: *\r\n", "Content-Type: application/json\r\n")
                .endsWith("{\"errcode\":\"M_UNKNOWN\",\"error\":\"Malformed request\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{'type':1}", "{\"a\":01}", "\uFEFF"})
    void body_isRefused_whereItIsNotJson(String body) {
        running.post(LOGIN, null, body).assertRefused(400, "M_NOT_JSON");
    }

    @Test
    void body_isRefused_whereItIsNotUnicode() {
        byte[] latin1 = "{\"type\":\"m\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);

        running.sendLater(running.request(LOGIN).POST(BodyPublishers.ofByteArray(latin1)))
                .join()
                .assertRefused(400, "M_NOT_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"text\""})
    void body_isRefused_whereItIsNotAnObject(String body) {
        running.post(LOGIN, null, body).assertRefused(400, "M_BAD_JSON");
    }

    @Test
    void body_isRefused_whereItIsTooDeep() {
        int deepest = Json.MAX_DEPTH - 1;

        running.post(LOGIN, null, nested(deepest)).assertRefused(400, "M_MISSING_PARAM");
        running.post(LOGIN, null, nested(deepest + 1)).assertRefused(400, "M_NOT_JSON");
    }

    @Test
    void body_isRefused_whereItIsTooLarge() {
        String largest = "{}" + " ".repeat(HomeserverServlet.MAX_BODY - 2);

        running.post(LOGIN, null, largest).assertRefused(400, "M_MISSING_PARAM");
        assertReadableByBrowsers(running.post(LOGIN, null, largest + " ").assertRefused(413, "M_TOO_LARGE"));
    }

    @Test
    void pathSegment_isDecoded() {
        String displayName = "/_matrix/client/v3/profile/%s/displayname";
        running.get(displayName.formatted(ADA_ID), null).assertOk();
        running.get(displayName.formatted(encode(ADA_ID)), null).assertOk();
        running.get(displayName.formatted("%40ada%3ahist%2Eexample"), null).assertOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "100%", "a\\b", "#alias:hist.example", "a+b c", "\u00fc"})
    void identifierInAPath_mayHoldAnything(String type) {
        String token = running.login(ADA);
        String path = "/_matrix/client/v3/user/" + encode(ADA_ID) + "/account_data/";

        running.put(path + encode(type), token, "{\"set\":true}").assertOk();

        running.get(path + encode(type), token).assertOk();
        assertThat(running.get("/_matrix/client/v3/sync", token).json().at("/account_data/events/0/type"))
                .hasToString(RunningHomeserver.quote(type));
    }

    @Test
    void plusSignInAPath_isNotASpace() {
        String token = running.login(ADA);
        String path = "/_matrix/client/v3/user/" + encode(ADA_ID) + "/account_data/";

        running.put(path + "a+b", token, "{}").assertOk();

        running.get(path + "a%2Bb", token).assertOk();
        running.get(path + "a%20b", token).assertRefused(404, "M_NOT_FOUND");
    }

    @Test
    void slashAtTheEnd_changesNothing() {
        String token = running.login(ADA);

        running.get("/_matrix/client/v3/pushrules/", token).assertOk();
        running.get("/_matrix/client/v3/pushrules", token).assertOk();
    }

    @Test
    void query_isRefused_whereItIsMalformed() {
        running.get("/_matrix/client/v3/sync?since=%FF", running.login(ADA)).assertRefused(400, "M_INVALID_PARAM");
    }

    private static void assertReadableByBrowsers(Answer answer) {
        assertThat(answer.response().headers().map())
                .containsEntry("access-control-allow-origin", List.of("*"))
                .containsEntry("access-control-allow-methods", List.of("GET, POST, PUT, DELETE, OPTIONS"))
                .containsEntry(
                        "access-control-allow-headers", List.of("X-Requested-With, Content-Type, Authorization"));
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    /** For requests that the HTTP client would not send. */
    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), running.homeserver().baseUrl().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
