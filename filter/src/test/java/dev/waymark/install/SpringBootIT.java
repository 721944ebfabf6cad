// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spring Boot applications that stay as they are, with Waymark beside them. */
@Tag("servers")
@Timeout(300)
class SpringBootIT {

    private static final String SECTION = "Spring Boot, without a build";

    @TempDir
    Path app;

    private String command = "";

    @BeforeEach
    void forgetCommand() {
        command = "";
    }

    private void install(Boot boot) throws Exception {
        Files.copy(boot.plain("jar"), app.resolve("homeserver.jar"));
        InstallGuide.Reader reader = boot.reader(Map.of("APP", app.toString()));
        reader.follow(SECTION);
        command =
                reader.wording().apply(reader.guide().block(SECTION, "console")).strip();
    }

    private BootServer start(String... options) throws IOException {
        return BootServer.start(app, command + " " + String.join(" ", options));
    }

    private BootServer startPlain() throws IOException {
        return BootServer.start(app, "java -jar homeserver.jar");
    }

    @ParameterizedTest
    @EnumSource
    void directsLogins_jarOnTheLoadersPath(Boot boot) throws Exception {
        install(boot);
        try (BootServer plain = startPlain();
                BootServer with = start()) {
            assertThat(BootServer.registrations(plain.address())).isZero();
            assertThat(BootServer.registrations(with.address())).isOne();

            BootServer.areDirected(with.address(), plain.address());
            Logins.leftNoSecrets(with.process());
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*TOMCAT", mode = EnumSource.Mode.MATCH_ALL)
    void leavesLoginsAlone_switchedOff(Boot boot) throws Exception {
        install(boot);
        Files.writeString(app.resolve("waymark.json"), Logins.BAD_RULES);
        try (BootServer plain = startPlain();
                BootServer off = start("--waymark.enabled=false")) {
            assertThat(BootServer.registrations(off.address())).isZero();

            BootServer.areUntouched(off.address(), plain.address());
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStart_wrongRules(Boot boot) throws Exception {
        install(boot);
        Files.writeString(app.resolve("waymark.json"), Logins.BAD_RULES);
        try (BootServer server = start()) {
            assertThat(server.process().awaitEnd()).isNotZero();
            assertThat(server.process().output()).contains(Logins.BAD_RULES_PROBLEMS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*TOMCAT", mode = EnumSource.Mode.MATCH_ALL)
    void doesNotStart_noRules(Boot boot) throws Exception {
        install(boot);
        command = command.replaceFirst(" --waymark\\.rules=\\S+", "");
        try (BootServer server = start()) {
            assertThat(server.process().awaitEnd()).isNotZero();
            assertThat(server.process().output()).contains("no rules were found");
        }
    }
}
