// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.waymark.demo.DemoProcess.User;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real client SDKs at the running demo: they log in at the portal, and go on at the homeserver that they are told. */
@Tag("clients")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClientsIT {

    private static final Path CLIENTS = Path.of(System.getProperty("waymark.clients", "src/clients"));
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(8);
    private static final Duration DRIVE_LIMIT = Duration.ofMinutes(2);

    /** What clients ask of a portal before they log in. */
    private static final String PROBE = "portal: (GET|OPTIONS) (/_matrix/client/versions"
            + "|/_matrix/client/[a-z0-9]+/login"
            + "|/_matrix/client/(v1|unstable/org\\.matrix\\.msc2965)/auth_(metadata|issuer)"
            + "|/\\.well-known/matrix/client) [0-9]+";

    @TempDir
    static Path directory;

    @BeforeAll
    static void install() throws Exception {
        run(INSTALL_LIMIT, "", executable("npm"), "ci");
    }

    static Stream<Arguments> runs() {
        return Stream.of("hist", "eng", "arts")
                .flatMap(homeserver -> Stream.of("js", "bot")
                        .flatMap(sdk -> Stream.of("r0", "v3").map(path -> Arguments.of(homeserver, sdk, path))));
    }

    @ParameterizedTest(name = "a user of {0} with the {1} SDK, login under {2}")
    @MethodSource("runs")
    void client_goesOnAtTheUsersHomeserver(String homeserver, String sdk, String path) throws Exception {
        // One for each run: what a client left waiting at its end would show in the next.
        try (DemoProcess demo = DemoProcess.start()) {
            User user = demo.userOf(homeserver);
            String home = demo.homeserver(homeserver);

            String line = run(
                    DRIVE_LIMIT,
                    user.password(),
                    executable("node"),
                    "drive.mjs",
                    "--portal",
                    demo.portal(),
                    "--user",
                    user.id(),
                    "--expect",
                    home,
                    "--sdk",
                    sdk,
                    "--path",
                    path);

            assertResult(JsonMapper.shared().readTree(line), user, home);
            String login = "POST /_matrix/client/" + path + "/login 200";
            demo.awaitRequest("portal: " + login, 0);
            assertRequests(demo.requests(), homeserver, login);
        }
    }

    private static void assertResult(JsonNode result, User user, String home) {
        assertThat(result.path("base_cs_url").asString()).isEqualTo(home);
        assertThat(result.path("well_known")).hasToString("{\"m.homeserver\":{\"base_url\":\"" + home + "\"}}");
        assertThat(result.path("base_url").asString()).isEqualTo(home);
        assertThat(result.path("user_id").asString()).isEqualTo(user.id());
        assertThat(result.path("whoami").asString()).isEqualTo(user.id());
        assertThat(result.path("synced").asBoolean()).isTrue();
        assertThat(result.path("event_seen").asBoolean()).isTrue();
        assertThat(result.path("room_id").asString()).startsWith("!");
    }

    private static void assertRequests(List<String> requests, String homeserver, String login) {
        assertThat(requests)
                .containsOnlyOnce("portal: " + login, homeserver + ": " + login)
                .contains(
                        homeserver + ": GET /_matrix/client/v3/account/whoami 200",
                        homeserver + ": GET /_matrix/client/v3/sync 200",
                        homeserver + ": POST /_matrix/client/v3/createRoom 200")
                .anyMatch(line -> line.matches(
                        homeserver + ": PUT /_matrix/client/v3/rooms/[^/]+/send/m\\.room\\.message/\\S+ 200"));
        assertThat(requests)
                .allSatisfy(line -> assertThat(line)
                        .satisfiesAnyOf(
                                at -> assertThat(at).startsWith(homeserver + ": "),
                                at -> assertThat(at).isEqualTo("portal: " + login),
                                at -> assertThat(at).matches(PROBE)));
    }

    /** Fails rather than skips: who asks for these tests wants to know that they have not run. */
    private static String executable(String name) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .map(path -> Path.of(path, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseGet(() -> fail(name + " is not on the PATH; these tests need Node 18.3 or newer with its npm"));
    }

    /** Runs a command among the clients, and returns what it printed. */
    private static String run(Duration limit, String password, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(CLIENTS.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("WAYMARK_PASSWORD", password);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(err) + Files.readString(out);
            assertThat(ended)
                    .as("%s ended; it said: %s", List.of(command), said)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s said: %s", List.of(command), said)
                    .isZero();
            return Files.readString(out);
        } finally {
            // What it started may outlive it: npm its installers, an older Node the newer one.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
