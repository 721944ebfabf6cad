// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waymark.demo.DemoProcess.Outcome;
import dev.waymark.demo.DemoProcess.User;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The built jar from the command line. What it prints, and how it ends, scripts rely on. */
@Timeout(180)
class DemoJarIT {

    private static final String LOGIN = "/_matrix/client/v3/login";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void announcement_isAsDocumented_andAllThatIsPrinted() throws Exception {
        try (DemoProcess demo = DemoProcess.start()) {
            assertThat(demo.announcement())
                    .satisfiesExactly(
                            line -> assertThat(line).matches("portal: http://localhost:[1-9][0-9]*"),
                            line -> assertThat(line).matches("homeserver hist: http://localhost:[1-9][0-9]*"),
                            line -> assertThat(line).matches("homeserver eng: http://localhost:[1-9][0-9]*"),
                            line -> assertThat(line).matches("homeserver arts: http://localhost:[1-9][0-9]*"),
                            line -> assertThat(line).isEqualTo("user: @ada:hist.example password: violet-lantern"),
                            line -> assertThat(line).isEqualTo("user: @bede:hist.example password: quiet-harbour"),
                            line -> assertThat(line).isEqualTo("user: @grace:eng.example password: copper-bridge"),
                            line -> assertThat(line).isEqualTo("user: @tim:eng.example password: marble-engine"),
                            line -> assertThat(line).isEqualTo("user: @clara:arts.example password: golden-sonata"),
                            line -> assertThat(line).isEqualTo("user: @frida:arts.example password: scarlet-easel"),
                            line -> assertThat(line).isEqualTo("Each request is shown below. Stop with Ctrl-C."));
            assertThat(demo.requests()).isEmpty();
            assertThat(demo.errors()).isEmpty();
        }
    }

    @Test
    void everyAnnouncedUser_logsIn_andEachRequestIsALine() throws Exception {
        try (DemoProcess demo = DemoProcess.start()) {
            for (User user : demo.users()) {
                int before = demo.requests().size();
                JsonNode login = login(demo, user);
                String home = demo.homeserver(user.homeserver());
                assertThat(login.path("base_cs_url").asString()).isEqualTo(home);
                assertThat(login.at("/well_known/m.homeserver/base_url").asString())
                        .isEqualTo(home);

                HttpResponse<String> whoami = get(home + "/_matrix/client/v3/account/whoami?access_token="
                        + login.path("access_token").asString());
                assertThat(whoami.body()).contains(user.id());

                demo.awaitRequest(user.homeserver() + ": POST " + LOGIN + " 200", before);
                demo.awaitRequest(user.homeserver() + ": GET /_matrix/client/v3/account/whoami 200", before);
                demo.awaitRequest("portal: POST " + LOGIN + " 200", before);
            }
            assertThat(demo.requests())
                    .hasSize(3 * demo.users().size())
                    .noneMatch(line -> line.contains("access_token"))
                    .noneMatch(line -> demo.users().stream().anyMatch(user -> line.contains(user.password())));
            assertThat(demo.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_isPrinted(String option) throws Exception {
        Outcome outcome = DemoProcess.run(option);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).first().asString().startsWith("usage: java -jar jetty-demo.jar");
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--nonsense, --nonsense", "--port x, --port", "--port, --port", "serve, serve"})
    void badUsage_isOneLine_andExitCodeTwo(String line, String named) throws Exception {
        Outcome outcome = DemoProcess.run(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("waymark: ")
                .contains(named);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void portThatIsInUse_isOneLine_andExitCodeOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = DemoProcess.run("--port", Integer.toString(taken.getLocalPort()));

            assertThat(outcome.exitCode()).isEqualTo(1);
            // The homeservers' ports are then fixed, and may themselves be in use here.
            assertThat(outcome.err())
                    .singleElement()
                    .asString()
                    .startsWith("waymark: ")
                    .containsPattern("\\b(" + taken.getLocalPort() + "|810[123])\\b");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void wrongRules_areAllTold_aLineEach_andExitCodeOne() throws Exception {
        Path rules = Files.writeString(
                directory.resolve("rules.json"),
                "{\n  \"targets\": {\"a\": {\"base_cs_url\": \"ftp://a\"}},\n  \"rules\": [{\"target\": \"b\"}]\n}\n");

        Outcome outcome = DemoProcess.run("--port", "0", "--rules", rules.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("waymark: the rules file has 2 problems:"),
                        line -> assertThat(line).startsWith(rules + ":2:").contains("/targets/a/base_cs_url"),
                        line -> assertThat(line).startsWith(rules + ":3:").contains("\"b\""));
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void missingRules_areOneLine_andExitCodeOne() throws Exception {
        Path missing = directory.resolve("missing.json");

        Outcome outcome = DemoProcess.run("--port", "0", "--rules", missing.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("waymark: ")
                .contains(missing.toString());
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_stopsIt_amidWhatClientsWaitFor(String signal) throws Exception {
        try (DemoProcess demo = DemoProcess.start()) {
            assumeThat(signal.equals("INT") && ignoresInterrupts(demo))
                    .as("interrupts are ignored here")
                    .isFalse();
            User user = demo.users().get(0);
            String token = login(demo, user).path("access_token").asString();
            String sync = demo.homeserver(user.homeserver()) + "/_matrix/client/v3/sync?access_token=" + token;
            JsonNode first = JsonMapper.shared().readTree(get(sync).body());
            CompletableFuture<?> waiting = client.sendAsync(
                    request(sync + "&timeout=30000&since="
                                    + first.path("next_batch").asString())
                            .build(),
                    BodyHandlers.ofString());

            new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(demo.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();

            assertThat(demo.process().waitFor(10, TimeUnit.SECONDS))
                    .as("it ended")
                    .isTrue();
            assertThat(demo.addresses().values())
                    .hasSize(4)
                    .allSatisfy(address -> assertThatThrownBy(
                                    () -> new Socket(InetAddress.getLoopbackAddress(), address.getPort()).close())
                            .isInstanceOf(ConnectException.class));
            assertThat(demo.errors()).isEmpty();
            waiting.handle((answer, failure) -> null).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void nothing_listensBeyondThisMachine() throws Exception {
        try (DemoProcess demo = DemoProcess.start()) {
            // Another address of this machine, on Linux; of none, elsewhere.
            InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
            assertThat(demo.addresses().values())
                    .allSatisfy(address -> assertThatThrownBy(() -> new Socket(other, address.getPort()).close())
                            .isInstanceOf(ConnectException.class));
        }
    }

    /** A process that was started in the background of a shell inherits this, and the JVM respects it. */
    private static boolean ignoresInterrupts(DemoProcess demo) throws IOException {
        Path status = Path.of("/proc", Long.toString(demo.process().pid()), "status");
        List<String> lines = Files.isReadable(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private JsonNode login(DemoProcess demo, User user) throws Exception {
        HttpRequest.Builder request = request(demo.portal() + LOGIN)
                .POST(BodyPublishers.ofString("{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\","
                        + "\"user\":\"" + user.id() + "\"},\"password\":\"" + user.password() + "\"}"));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(request(url).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    }
}
