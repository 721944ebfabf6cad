// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.InvalidRulesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The portal and its homeservers together, as the main class starts them. */
@Timeout(60)
class DemoTest {

    private static final String LOGIN = "/_matrix/client/v3/login";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    // Held, for a logger that nobody holds forgets its level.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private static Demo demo;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @BeforeAll
    static void startDemo() throws Exception {
        JETTY.setLevel(Level.WARNING);
        demo = start(null);
    }

    @AfterAll
    static void stopDemo() {
        demo.close();
    }

    @Test
    void addresses_nameThePortalFirst_andThenTheHomeservers() throws Exception {
        assertThat(demo.addresses().keySet())
                .containsExactly("portal", "homeserver hist", "homeserver eng", "homeserver arts");
        assertThat(demo.addresses().values())
                .doesNotHaveDuplicates()
                .allSatisfy(address -> assertThat(address).matches("http://localhost:[1-9][0-9]*"));
    }

    @Test
    void everyUser_logsInAtThePortal_andGoesOnAtTheirHomeserver() throws Exception {
        for (DemoHomeserver homeserver : demo.homeservers()) {
            for (DemoUser user : homeserver.users()) {
                String userId = "@" + user.localpart() + ":" + homeserver.serverName();
                JsonNode login = login(demo, userId, user.password(), 200);

                String baseUrl = login.path("base_cs_url").asString();
                assertThat(baseUrl).isEqualTo(homeserver.baseUrl().toString());
                assertThat(login.path("well_known"))
                        .hasToString("{\"m.homeserver\":{\"base_url\":\"" + baseUrl + "\"}}");
                assertThat(whoami(baseUrl, login).path("user_id").asString()).isEqualTo(userId);
            }
        }
    }

    @Test
    void bareUserName_isOneOfTheFirstHomeserver() throws Exception {
        DemoUser ada = demo.homeservers().get(0).users().get(0);

        JsonNode login = login(demo, ada.localpart(), ada.password(), 200);

        assertThat(login.path("user_id").asString()).isEqualTo("@ada:hist.example");
        assertThat(login.path("base_cs_url").asString()).isEqualTo(address(demo, "homeserver hist"));
    }

    @Test
    void clientThatStaysAtThePortal_isToldWhy() throws Exception {
        DemoUser ada = demo.homeservers().get(0).users().get(0);
        JsonNode login = login(demo, "@ada:hist.example", ada.password(), 200);

        JsonNode refusal = whoami(address(demo, "portal"), login);

        assertThat(refusal.path("errcode").asString()).isEqualTo("M_UNKNOWN_TOKEN");
        assertThat(refusal.path("error").asString()).contains("login portal");
    }

    @Test
    void wrongPassword_isRefusedByTheHomeserver() throws Exception {
        JsonNode refusal = login(demo, "@ada:hist.example", "wrong", 403);

        assertThat(refusal.path("errcode").asString()).isEqualTo("M_FORBIDDEN");
        assertThat(refusal.has("base_cs_url")).isFalse();
    }

    @Test
    void listener_hearsOfThePortalAndTheHomeservers() throws Exception {
        BlockingQueue<String> answered = new LinkedBlockingQueue<>();
        RequestListener listener = (name, method, path, status) -> {
            // The portal probes them when it starts.
            if (!path.endsWith("/versions")) {
                answered.add(name + " " + method + " " + path + " " + status);
            }
        };
        try (Demo own = Demo.start(0, null, listener)) {
            JsonNode login = login(own, "@ada:hist.example", "violet-lantern", 200);
            whoami(address(own, "homeserver hist"), login);
            get(address(own, "portal") + "/nowhere?access_token=x");

            assertThat(List.of(next(answered), next(answered), next(answered), next(answered)))
                    .containsExactlyInAnyOrder(
                            "hist POST " + LOGIN + " 200",
                            "portal POST " + LOGIN + " 200",
                            "hist GET /_matrix/client/v3/account/whoami 200",
                            "portal GET /nowhere 404");
        }
    }

    @Test
    void malformedRequests_areAnswered_andHeardOf() throws Exception {
        BlockingQueue<String> answered = new LinkedBlockingQueue<>();
        RequestListener listener = (name, method, path, status) -> {
            if (name.equals("portal")) {
                answered.add(name + path + status);
            }
        };
        try (Demo own = Demo.start(0, null, listener)) {
            int port = URI.create(address(own, "portal")).getPort();

            for (String request : List.of("GET /%zz?access_token=x HTTP/1.1\r\nHost: a", "access_token")) {
                assertThat(exchange(port, request + "\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 400 ");
                assertThat(next(answered)).startsWith("portal").endsWith("400").doesNotContain("access_token");
            }
        }
    }

    @Test
    void frontPage_saysHowToLogInAtEach() throws Exception {
        String portal = address(demo, "portal");
        HttpResponse<String> page = get(portal + "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().allValues("Content-Type")).containsExactly("text/plain;charset=utf-8");
        for (DemoHomeserver homeserver : demo.homeservers()) {
            DemoUser user = homeserver.users().get(0);
            assertThat(page.body())
                    .contains(
                            homeserver.serverName() + " at " + homeserver.baseUrl(),
                            FrontPage.curl(
                                    portal, "@" + user.localpart() + ":" + homeserver.serverName(), user.password()));
        }
    }

    @Test
    void frontPage_isNowhereElse() throws Exception {
        String portal = address(demo, "portal");

        for (String path : List.of("/nowhere", "/index.html", "/_matrix")) {
            assertThat(get(portal + path)).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).contains("M_UNRECOGNIZED");
            });
        }
    }

    @Test
    void otherRules_decideInPlaceOfTheDemosOwn() throws Exception {
        Path rules = rules("""
                {"rules": [
                  // Nobody but Ada is let in.
                  {"user_id": "@ada:hist.example", "base_cs_url": "http://localhost:1"}
                ]}
                """);
        try (Demo own = start(rules)) {
            login(own, "@ada:hist.example", "x", 502);
            assertThat(login(own, "@grace:eng.example", "copper-bridge", 403)
                            .path("errcode")
                            .asString())
                    .isEqualTo("M_FORBIDDEN");
        }
    }

    private static String address(Demo demo, String name) {
        return Objects.requireNonNull(demo.addresses().get(name), name);
    }

    private static Demo start(@Nullable Path rules) throws IOException, InvalidRulesException {
        return Demo.start(0, rules, (name, method, path, status) -> {});
    }

    private Path rules(String json) throws IOException {
        return Files.writeString(directory.resolve("rules.json"), json);
    }

    private JsonNode login(Demo demo, String user, String password, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address(demo, "portal") + LOGIN))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString("{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\","
                        + "\"user\":\"" + user + "\"},\"password\":\"" + password + "\"}"))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode whoami(String baseUrl, JsonNode login) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/_matrix/client/v3/account/whoami"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + login.path("access_token").asString())
                .build();
        return JsonMapper.shared()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    private static String next(BlockingQueue<String> lines) throws InterruptedException {
        return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
    }

    private static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
