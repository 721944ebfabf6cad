// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JAR for {@code javax.servlet} on the oldest API that it runs on: Jetty 9.4 has Servlet 3.1. */
@Timeout(120)
class Servlet31IT {

    private static final Path RUNNER =
            Path.of("target/servers/jetty-runner.jar").toAbsolutePath();
    private static final Path JAR = Path.of(System.getProperty("waymark.standalone-javax.jar"));
    private static final Pattern PORT = Pattern.compile("Started ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final String RULES = """
            {"targets": {"hist": {"base_cs_url": "https://matrix.hist.ac.cdl"}},
             "rules": [{"server_name": "ac.cdl", "target": "hist"}]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeLibrary() throws Exception {
        Files.createDirectory(folder.resolve("library"));
    }

    private HomeserverApp build(String name) throws Exception {
        return HomeserverApp.build(folder.resolve(name), Api.JAVAX);
    }

    private static HomeserverApp withJar(HomeserverApp app) throws Exception {
        Files.copy(
                JAR,
                Files.createDirectories(app.folder().resolve("WEB-INF/lib")).resolve("waymark.jar"));
        return app;
    }

    private static HomeserverApp withRules(HomeserverApp app) throws Exception {
        Files.writeString(app.folder().resolve("WEB-INF/waymark.json"), RULES);
        return app;
    }

    private void jarInLibrary() throws Exception {
        Files.copy(JAR, folder.resolve("library/waymark.jar"));
    }

    /** Starts a server with these web applications, each at the path of its name. */
    private ServerProcess start(String... apps) throws Exception {
        // Its own log, instead of SLF4J, of which it has no more than the API.
        List<String> command = new ArrayList<>(
                List.of("-Dorg.eclipse.jetty.util.log.class=org.eclipse.jetty.util.log.StdErrLog", "-jar"));
        command.addAll(List.of(RUNNER.toString(), "--host", "127.0.0.1", "--port", "0", "--lib", "library"));
        for (String app : apps) {
            command.addAll(List.of("--path", "/" + app, app));
        }
        return ServerProcess.java(folder, command.toArray(String[]::new));
    }

    private static String address(ServerProcess server) throws InterruptedException {
        return "http://127.0.0.1:" + server.await(PORT).group(1);
    }

    @Test
    void directsLogins_jarInTheWebApplication() throws Exception {
        build("plain");
        withRules(withJar(build("with")));
        withRules(withJar(build("complete").metadataComplete()));
        withJar(build("without-rules"));
        try (ServerProcess server = start("plain", "with", "complete", "without-rules")) {
            String address = address(server);

            Logins.areDirected(address + "/with", address + "/plain");
            Logins.areDirected(address + "/complete", address + "/plain");
            assertThat(Logins.get(address + "/without-rules").status()).isEqualTo(503);
        }
    }

    @Test
    void directsLoginsWhereThereAreRules_jarInTheServersLibrary() throws Exception {
        jarInLibrary();
        build("plain");
        withRules(build("with"));
        withRules(withJar(build("both")));
        try (ServerProcess server = start("plain", "with", "both")) {
            String address = address(server);

            Logins.areDirected(address + "/with", address + "/plain");
            Logins.areDirected(address + "/both", address + "/plain");
            assertThat(server.output()).contains("no rules for the web application /plain");
        }
    }
}
