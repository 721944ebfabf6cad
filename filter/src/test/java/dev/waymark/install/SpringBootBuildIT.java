// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spring Boot applications that have Waymark among their own dependencies. */
@Tag("servers")
@Timeout(300)
class SpringBootBuildIT {

    private static final String SECTION = "Spring Boot, in the build";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BOOT_2_5_TOMCAT", "BOOT_2_TOMCAT", "BOOT_3_TOMCAT", "BOOT_4_TOMCAT"})
    void directsLogins_amongTheDependencies(Boot boot) throws Exception {
        Path project = folder.resolve("project");
        InstallGuide.Reader reader = boot.reader(OwnRepository.variables(folder, project));
        boot.writeProject(project, "jar");
        Path pom = project.resolve("pom.xml");
        String dependency = reader.wording().apply(reader.guide().block(SECTION, "xml"));
        Files.writeString(pom, Files.readString(pom).replaceFirst("(?=</dependencies>\\s*<build>)", dependency));
        assertThat(pom).content().contains("waymark-filter");
        Path properties =
                Files.createDirectories(project.resolve("src/main/resources")).resolve("application.properties");
        Files.writeString(properties, reader.guide().block(SECTION, "properties"));

        reader.follow(SECTION);

        Path jar = project.resolve("target/homeserver.jar");
        try (BootServer plain = BootServer.start(folder, "java -jar " + boot.plain("jar"));
                BootServer with = BootServer.start(folder, "java -jar " + jar)) {
            assertThat(BootServer.registrations(with.address())).isOne();
            BootServer.areDirected(with.address(), plain.address());
        }
        // The system property is one of Spring's, and comes before the file.
        Path wrong = Files.writeString(folder.resolve("waymark.json"), Logins.BAD_RULES);
        try (BootServer server = BootServer.start(folder, "java -Dwaymark.rules=" + wrong + " -jar " + jar)) {
            assertThat(server.process().awaitEnd()).isNotZero();
            assertThat(server.process().output()).contains(Logins.BAD_RULES_PROBLEMS);
        }
    }
}
