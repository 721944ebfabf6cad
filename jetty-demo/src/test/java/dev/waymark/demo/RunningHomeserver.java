// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A homeserver on a free port for each test, and a client for it. */
final class RunningHomeserver implements BeforeEachCallback, AfterEachCallback {

    static final DemoUser ADA = new DemoUser("ada", "countess of lovelace", "Ada");
    static final DemoUser BOB = new DemoUser("bob", "builder's secret", "Bob");
    static final String ADA_ID = "@ada:hist.example";
    static final String BOB_ID = "@bob:hist.example";

    // Held, for a logger that nobody holds forgets its level.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    /** An answer, read. */
    record Answer(int status, HttpResponse<String> response) {

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        String text(String field) {
            return json().path(field).asString();
        }

        Answer assertRefused(int expectedStatus, String errcode) {
            assertThat(response.body()).isNotEmpty();
            assertThat(text("errcode")).isEqualTo(errcode);
            assertThat(text("error")).isNotBlank();
            assertThat(status).isEqualTo(expectedStatus);
            return this;
        }

        Answer assertOk() {
            assertThat(status).as(response.body()).isEqualTo(200);
            return this;
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> answered = new CopyOnWriteArrayList<>();
    private final DemoHomeserver homeserver = new DemoHomeserver(
            "hist",
            "hist.example",
            List.of(ADA, BOB),
            (name, method, path, status) -> answered.add(name + " " + method + " " + path + " " + status));

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        JETTY.setLevel(Level.WARNING);
        homeserver.start(0);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        homeserver.close();
    }

    DemoHomeserver homeserver() {
        return homeserver;
    }

    /** What the listener heard, one text a request. */
    List<String> answered() {
        return answered;
    }

    static String encode(String identifier) {
        return URLEncoder.encode(identifier, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String quote(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** Logs in, and returns the access token. */
    String login(DemoUser user) {
        return login(user, null).text("access_token");
    }

    Answer login(DemoUser user, @Nullable String deviceId) {
        String device = deviceId == null ? "" : "\"device_id\":\"" + deviceId + "\",";
        String body = "{\"type\":\"m.login.password\"," + device + "\"user\":\"" + user.localpart()
                + "\",\"password\":\"" + user.password() + "\"}";
        return post("/_matrix/client/v3/login", null, body).assertOk();
    }

    Answer get(String path, @Nullable String token) {
        return send("GET", path, token, "");
    }

    Answer post(String path, @Nullable String token, String body) {
        return send("POST", path, token, body);
    }

    Answer put(String path, @Nullable String token, String body) {
        return send("PUT", path, token, body);
    }

    Answer send(String method, String path, @Nullable String token, String body) {
        return sendLater(method, path, token, body).join();
    }

    CompletableFuture<Answer> sendLater(String method, String path, @Nullable String token, String body) {
        HttpRequest.Builder request =
                request(path).method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return sendLater(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(homeserver.baseUrl() + path));
    }

    CompletableFuture<Answer> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    /** Makes a room, and returns its ID. */
    String createRoom(String token, String body) {
        return post("/_matrix/client/v3/createRoom", token, body).assertOk().text("room_id");
    }

    /** Says something, and returns the event's ID. */
    String say(String token, String roomId, String transactionId, String text) {
        String path = "/_matrix/client/v3/rooms/" + encode(roomId) + "/send/m.room.message/" + transactionId;
        return put(path, token, "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}")
                .assertOk()
                .text("event_id");
    }
}
