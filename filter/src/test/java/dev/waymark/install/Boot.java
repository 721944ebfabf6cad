// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import dev.waymark.install.HomeserverApp.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A version of Spring Boot with one of its servers, and the homeserver in {@code src/it/spring-boot} built for it. */
enum Boot {
    /** The first that runs on Java 17. It reads {@code spring.factories}. */
    BOOT_2_5_TOMCAT("server.spring-boot2-first", Api.JAVAX, "web", "tomcat"),
    BOOT_2_TOMCAT("server.spring-boot2", Api.JAVAX, "web", "tomcat"),
    BOOT_2_JETTY("server.spring-boot2", Api.JAVAX, "web", "jetty"),
    BOOT_2_UNDERTOW("server.spring-boot2", Api.JAVAX, "web", "undertow"),
    BOOT_3_TOMCAT("server.spring-boot3", Api.JAKARTA, "web", "tomcat"),
    BOOT_3_JETTY("server.spring-boot3", Api.JAKARTA, "web", "jetty"),
    BOOT_3_UNDERTOW("server.spring-boot3", Api.JAKARTA, "web", "undertow"),
    BOOT_4_TOMCAT("server.spring-boot4", Api.JAKARTA, "web", "tomcat"),
    BOOT_4_JETTY("server.spring-boot4", Api.JAKARTA, "webmvc", "jetty");

    private static final Path SOURCES = Path.of("src/it/spring-boot");
    private static final Path BUILT = Path.of("target/spring-boot").toAbsolutePath();

    private final String version;
    private final Api api;
    private final String starter;
    private final String server;

    Boot(String version, Api api, String starter, String server) {
        this.version = version;
        this.api = api;
        this.starter = starter;
        this.server = server;
    }

    /** Someone who reads the guide, with an application on this. */
    InstallGuide.Reader reader(Map<String, String> variables) throws IOException {
        InstallGuide.Reader reader = InstallGuide.read().reader(variables);
        return api == Api.JAVAX
                ? reader.onJavax().saying("boot.loader.launch.PropertiesLauncher", "boot.loader.PropertiesLauncher")
                : reader;
    }

    /** Writes the homeserver's project. */
    void writeProject(Path project, String packaging) throws IOException {
        for (Path file : Folders.files(SOURCES)) {
            Path copy = project.resolve(SOURCES.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.writeString(
                    copy,
                    api.of(Files.readString(file))
                            .replace("@packaging@", packaging)
                            .replace("@boot@", Servers.version(version))
                            .replace("@starter@", "spring-boot-starter-" + starter)
                            .replace("@server@", server));
        }
    }

    /** The homeserver without Waymark, as a JAR that runs, or a WAR. It is built once. */
    Path plain(String packaging) throws IOException, InterruptedException {
        Path project = BUILT.resolve(name() + "-" + packaging);
        Path built = project.resolve("target/homeserver." + packaging);
        if (!Files.exists(built)) {
            writeProject(project, packaging);
            Map<String, String> variables = new HashMap<>();
            variables.put("PROJECT", project.toString());
            variables.put("MAVEN", System.getProperty("waymark.maven.home"));
            variables.put("REPOSITORY", System.getProperty("waymark.maven.repository"));
            variables.put("JAVA_HOME", System.getProperty("java.home"));
            Commands.run(
                    "sh \"$MAVEN/bin/mvn\" -B -q -f \"$PROJECT/pom.xml\" \"-Dmaven.repo.local=$REPOSITORY\" package",
                    variables);
        }
        return built;
    }
}
