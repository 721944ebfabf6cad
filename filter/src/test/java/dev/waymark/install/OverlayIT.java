// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A homeserver's own Maven build, with the overlay, and the WAR that it makes on a whole Tomcat. */
@Timeout(300)
class OverlayIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Api.class)
    void directsLogins_builtWithTheOverlay(Api api) throws Exception {
        Path project = folder.resolve("project");
        InstallGuide guide = InstallGuide.read();
        InstallGuide.Reader reader = guide.reader(OwnRepository.variables(folder, project));
        if (api == Api.JAVAX) {
            reader = reader.onJavax();
        }
        writeProject(project, api, reader, guide.blocks("WAR overlay", "xml"));

        reader.follow("WAR overlay");

        Path home = api == Api.JAVAX ? Servers.TOMCAT_9 : Servers.TOMCAT_10;
        try (TomcatServer tomcat = TomcatServer.create(home, folder.resolve("tomcat"))) {
            HomeserverApp.build(tomcat.app("plain"), api);
            Files.copy(project.resolve("target/homeserver.war"), tomcat.app("homeserver.war"));

            tomcat.start();

            Path webInf = tomcat.app("homeserver").resolve("WEB-INF");
            assertThat(webInf.resolve("classes/homeserver/Homeserver.class")).exists();
            assertThat(webInf.resolve("waymark-sample.json")).exists();
            Logins.areDirected(tomcat.at("homeserver"), tomcat.at("plain"));
        }
    }

    private static void writeProject(Path project, Api api, InstallGuide.Reader reader, List<String> snippets)
            throws IOException {
        Path java = Files.createDirectories(project.resolve("src/main/java/homeserver"));
        Path webInf = Files.createDirectories(project.resolve("src/main/webapp/WEB-INF"));
        for (String name : List.of("Homeserver.java", "Answer.java")) {
            Files.writeString(java.resolve(name), api.of(Files.readString(HomeserverApp.SOURCES.resolve(name))));
        }
        Files.writeString(
                webInf.resolve("web.xml"), api.of(Files.readString(HomeserverApp.SOURCES.resolve("WEB-INF/web.xml"))));
        String pom = api.of(Files.readString(Path.of("src/it/overlay/pom.xml")));
        if (api == Api.JAVAX) {
            pom = pom.replace("<version>5.0.0</version>", "<version>4.0.1</version>");
        }
        assertThat(snippets).hasSize(2);
        Files.writeString(
                project.resolve("pom.xml"),
                pom.replaceFirst("(?=</dependencies>)", reader.wording().apply(snippets.get(0)))
                        .replaceFirst(
                                "(?=</plugins>\\s*</build>)", reader.wording().apply(snippets.get(1))));
    }
}
