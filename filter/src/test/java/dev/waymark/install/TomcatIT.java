// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole Tomcats, with web applications that Waymark is added to in each way, side by side with one that has none. */
@Timeout(180)
class TomcatIT {

    @TempDir
    Path base;

    static Stream<Named<Path>> tomcats() {
        return Stream.of(
                Named.of("Tomcat 9", Servers.TOMCAT_9),
                Named.of("Tomcat 10.1", Servers.TOMCAT_10),
                Named.of("Tomcat 11", Servers.TOMCAT_11));
    }

    private static HomeserverApp deploy(TomcatServer tomcat, String name) throws IOException {
        return HomeserverApp.build(tomcat.app(name), tomcat.api());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tomcats")
    void directsLogins_waymarkInTheWebApplication(Path home) throws Exception {
        InstallGuide guide = InstallGuide.read();
        try (TomcatServer tomcat = TomcatServer.create(home, base)) {
            deploy(tomcat, "plain");
            deploy(tomcat, "jar");
            deploy(tomcat, "complete").metadataComplete();
            deploy(tomcat, "ordered").declare("<absolute-ordering/>").declare(guide.block("web.xml", "xml"));
            HomeserverApp wrong = deploy(tomcat, "wrong");
            for (String app : List.of("jar", "complete", "ordered", "wrong")) {
                tomcat.reader(guide, app).follow("A JAR in the web application");
            }
            Files.writeString(wrong.folder().resolve("WEB-INF/waymark.json"), Logins.BAD_RULES);

            tomcat.start();

            for (String app : List.of("jar", "complete", "ordered")) {
                Logins.areDirected(tomcat.at(app), tomcat.at("plain"));
            }
            assertThat(Logins.get(tomcat.at("wrong")).status()).isEqualTo(404);
            tomcat.stop();
            assertThat(tomcat.said()).contains(Logins.BAD_RULES_PROBLEMS);
            Logins.leftNoSecrets(tomcat.process(), base.resolve("logs"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tomcats")
    void directsLoginsWhereThereAreRules_waymarkInTheServersLibrary(Path home) throws Exception {
        InstallGuide guide = InstallGuide.read();
        try (TomcatServer tomcat = TomcatServer.create(home, base)) {
            HomeserverApp plain = deploy(tomcat, "plain");
            plain.pack(tomcat.app("homeserver.war"));
            tomcat.reader(guide, "homeserver").follow("A whole Tomcat");
            // A second copy of the JAR, of its own class loader.
            deploy(tomcat, "both");
            tomcat.reader(guide, "both").follow("A JAR in the web application");

            tomcat.start();

            assertThat(plain.folder().resolve("WEB-INF/lib")).doesNotExist();
            assertThat(tomcat.app("homeserver/WEB-INF/lib")).doesNotExist();
            Logins.areDirected(tomcat.at("homeserver"), tomcat.at("plain"));
            Logins.areDirected(tomcat.at("both"), tomcat.at("plain"));
            tomcat.stop();
            Logins.leftNoSecrets(tomcat.process(), base.resolve("logs"));
        }
    }

    /** One login goes through the filter twice in each of these, and is rewritten once. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("tomcats")
    void directsLoginsOnce_waymarkRegisteredTwice(Path home) throws Exception {
        InstallGuide guide = InstallGuide.read();
        try (TomcatServer tomcat = TomcatServer.create(home, base)) {
            deploy(tomcat, "plain");
            String declaration = guide.block("web.xml", "xml");
            // The fragment has the same name, or another.
            deploy(tomcat, "same").declare(declaration);
            deploy(tomcat, "another").declare(declaration.replace(">waymark<", ">another<"));
            tomcat.reader(guide, "same").follow("A JAR in the web application");
            tomcat.reader(guide, "another").follow("A JAR in the web application");
            // One in the server's library, and one of another class loader in the application.
            tomcat.reader(guide, "homeserver").follow("A whole Tomcat");
            HomeserverApp both = deploy(tomcat, "homeserver").declare(declaration.replace(">waymark<", ">another<"));
            tomcat.reader(guide, "homeserver").follow("A JAR in the web application");
            assertThat(both.folder().resolve("WEB-INF/lib")).isDirectoryContaining("glob:**.jar");

            tomcat.start();

            for (String app : List.of("same", "another", "homeserver")) {
                Logins.areDirected(tomcat.at(app), tomcat.at("plain"));
            }
        }
    }
}
