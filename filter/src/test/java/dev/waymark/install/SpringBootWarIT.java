// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spring Boot application as a WAR on a whole Tomcat: the container finds Waymark's fragment and its initializer, and
 * Spring its auto-configuration.
 */
@Tag("servers")
@Timeout(300)
class SpringBootWarIT {

    @TempDir
    Path base;

    private Path rules = Path.of("");

    @BeforeEach
    void writeRules() throws Exception {
        rules = Files.writeString(
                base.resolve("rules.json"),
                InstallGuide.read().allBlocks("Spring Boot, without a build").stream()
                        .filter(InstallGuide.Block::isFile)
                        .findFirst()
                        .orElseThrow()
                        .text());
    }

    private static Path deploy(TomcatServer tomcat, String name) throws IOException, InterruptedException {
        Path app = Files.createDirectories(tomcat.app(name));
        Commands.run(
                "cd \"$APP\" && jar --extract --file \"$WAR\"",
                Map.of(
                        "APP",
                        app.toString(),
                        "WAR",
                        Boot.BOOT_3_TOMCAT.plain("war").toString()));
        return app;
    }

    /** With the JAR among its own, and these lines in its properties. */
    private static void deployWith(TomcatServer tomcat, String name, String... properties) throws Exception {
        Path app = deploy(tomcat, name);
        Path jar = Path.of(System.getProperty("waymark.standalone.jar"));
        Files.copy(jar, app.resolve("WEB-INF/lib").resolve(jar.getFileName()));
        Files.write(app.resolve("WEB-INF/classes/application.properties"), List.of(properties));
    }

    @Test
    void directsLogins_jarInWebInfLib() throws Exception {
        try (TomcatServer tomcat = TomcatServer.create(Servers.TOMCAT_10, base.resolve("tomcat"))) {
            deploy(tomcat, "plain");
            deployWith(tomcat, "with", "waymark.rules=" + rules);
            deployWith(tomcat, "off", "waymark.rules=" + rules, "waymark.enabled=false");
            deployWith(tomcat, "none");

            tomcat.start();

            assertThat(BootServer.registrations(tomcat.at("with"))).isOne();
            BootServer.areDirected(tomcat.at("with"), tomcat.at("plain"));
            BootServer.areUntouched(tomcat.at("off"), tomcat.at("plain"));
            assertThat(Logins.get(tomcat.at("none")).status()).isEqualTo(404);
            tomcat.stop();
            assertThat(tomcat.said()).contains("no rules were found");
        }
    }

    /** Where Waymark cannot see the application's Spring, and must not try to. */
    @Test
    void directsLogins_jarInTheServersLibrary() throws Exception {
        try (TomcatServer tomcat = TomcatServer.create(Servers.TOMCAT_10, base.resolve("tomcat"))) {
            InstallGuide.Reader reader = tomcat.reader(InstallGuide.read(), "homeserver");
            deploy(tomcat, "plain");
            deploy(tomcat, "homeserver");
            reader.follow("A whole Tomcat");

            tomcat.start();

            assertThat(BootServer.registrations(tomcat.at("plain"))).isZero();
            assertThat(BootServer.registrations(tomcat.at("homeserver"))).isOne();
            BootServer.areDirected(tomcat.at("homeserver"), tomcat.at("plain"));
        }
    }

    @Test
    void directsLogins_jarInTheServersLibraryAndInWebInfLib() throws Exception {
        try (TomcatServer tomcat = TomcatServer.create(Servers.TOMCAT_10, base.resolve("tomcat"))) {
            deploy(tomcat, "plain");
            deployWith(tomcat, "homeserver", "waymark.enabled=true");
            tomcat.reader(InstallGuide.read(), "homeserver").follow("A whole Tomcat");

            tomcat.start();

            assertThat(BootServer.registrations(tomcat.at("homeserver"))).isOne();
            BootServer.areDirected(tomcat.at("homeserver"), tomcat.at("plain"));
        }
    }
}
