// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.interop.Guide.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what {@code docs/portal.md} says, from nothing: only the ports are others, so that nobody else has them. Packages come as
 * the guide has them installed; what these need has the versions of {@code src/interop/requirements.txt}.
 */
@Tag("interop")
@Timeout(900)
class PortalGuideIT {

    private static final Path DOCUMENT = Path.of(System.getProperty("waymark.portal.guide", "../docs/portal.md"));
    private static final List<String> PORTS = List.of("8448", "8101", "8102");
    private static final List<String> LOGINS = List.of("grace.json", "ada.json");
    private static final List<String> PASSWORDS = List.of("copper-bridge", "violet-lantern");
    private static final Duration LIMIT = Duration.ofMinutes(12);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private static Path directory = Path.of("");
    private static Path workplace = Path.of("");
    private static Path outputs = Path.of("");
    private static Guide guide;

    @BeforeAll
    static void follow() throws Exception {
        directory = Files.createTempDirectory("guide");
        Map<String, String> ports = new LinkedHashMap<>();
        for (String port : PORTS) {
            ports.put(port, Integer.toString(Ports.free()));
        }
        guide = new Guide(DOCUMENT, "## From nothing to two Synapses", ports);
        Path project = Files.createDirectory(directory.resolve("project"));
        workplace = directory.resolve("two-synapses");
        outputs = Files.createDirectory(directory.resolve("outputs"));
        Path jar = Path.of(System.getProperty("waymark.demo.jar"));
        Files.createDirectories(project.resolve("jetty-demo/target"));
        Files.createSymbolicLink(project.resolve("jetty-demo/target").resolve(jar.getFileName()), jar);
        Path script = Files.writeString(directory.resolve("script"), guide.script(outputs));

        Map<String, String> environment = new HashMap<>();
        environment.put("PIP_CONSTRAINT", PythonPackages.constraints(directory).toString());
        environment.put("PIP_QUIET", "1");
        new Command(project, LIMIT, environment, List.of(Command.program("bash"), script.toString())).run();
    }

    @AfterAll
    static void stopWhatIsLeft() throws Exception {
        for (ProcessHandle homeserver : homeservers()) {
            homeserver.destroyForcibly();
            homeserver
                    .onExit()
                    .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        Trees.delete(directory);
    }

    @Test
    void build_isThatOfTheReadme() throws IOException {
        String readme = Files.readString(DOCUMENT.resolveSibling("../README.md"));

        assertThat(guide.built())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(readme).contains(command));
    }

    @Test
    void commands_printWhatIsShown() throws IOException {
        List<Shown> shown = guide.shown(outputs);

        assertThat(shown).hasSizeGreaterThan(LOGINS.size());
        assertThat(shown)
                .allSatisfy(one -> assertThat(one.actual())
                        .as("the output in %s", one.block())
                        .isEqualTo(one.expected()));
    }

    @Test
    void portal_logsNothingThatIsSecret() throws IOException {
        String log = Files.readString(workplace.resolve("portal.log"));

        assertThat(log).contains("/_matrix/client/v3/login");
        assertThat(PASSWORDS).noneMatch(log::contains);
        for (String login : LOGINS) {
            String token = JsonMapper.shared()
                    .readTree(Files.readString(workplace.resolve(login)))
                    .path("access_token")
                    .asString();
            assertThat(log).doesNotContain(token);
        }
    }

    @Test
    void stop_leavesNothingRunning() throws Exception {
        for (ProcessHandle homeserver : homeservers()) {
            homeserver
                    .onExit()
                    .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        assertThat(homeservers()).isEmpty();
    }

    private static List<ProcessHandle> homeservers() throws IOException {
        return Stream.of("eng", "hist")
                .map(name -> workplace.resolve(name).resolve("homeserver.pid"))
                .filter(Files::exists)
                .flatMap(PortalGuideIT::process)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static Stream<ProcessHandle> process(Path pidFile) {
        try {
            String pid = Files.readString(pidFile).strip();
            return pid.isEmpty() ? Stream.empty() : ProcessHandle.of(Long.parseLong(pid)).stream();
        } catch (IOException e) {
            // Gone in between, as it is when the server ends.
            return Stream.empty();
        }
    }
}
