// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of the guide, compiled and started: with its filter, without it, and with wrong rules. */
@Timeout(120)
class InCodeIT {

    private static final Pattern PORT = Pattern.compile("ServerConnector@.*\\{(?:127\\.0\\.0\\.1|localhost):(\\d+)}");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path project;

    private ServerProcess start() throws Exception {
        return ServerProcess.java(
                project, "-cp", project.resolve("classes") + File.pathSeparator + CLASS_PATH, "Main", "0");
    }

    private void compile() throws IOException {
        Path classes = project.resolve("classes");
        HomeserverApp.compile(HomeserverApp.SOURCES, classes, CLASS_PATH);
        HomeserverApp.compile(project, classes, classes + File.pathSeparator + CLASS_PATH);
    }

    private static String address(ServerProcess server) throws InterruptedException {
        return "http://127.0.0.1:" + server.await(PORT).group(1) + "/homeserver";
    }

    @Test
    void directsLogins_filterByItsConstructor() throws Exception {
        InstallGuide.read().reader(Map.of("PROJECT", project.toString())).follow("In code");
        compile();
        try (ServerProcess with = start()) {
            String withAddress = address(with);
            Path main = project.resolve("Main.java");
            String text = Files.readString(main);
            Files.writeString(main, text.replaceFirst("context\\.addFilter\\([^;]*;", ""));
            assertThat(main).content().isNotEqualTo(text);
            compile();
            try (ServerProcess without = start()) {
                Logins.areDirected(withAddress, address(without));
                Logins.leftNoSecrets(with);
            }
        }
    }

    @Test
    void doesNotStart_wrongRules() throws Exception {
        InstallGuide.read().reader(Map.of("PROJECT", project.toString())).follow("In code");
        compile();
        Files.writeString(project.resolve("waymark.json"), Logins.BAD_RULES);
        try (ServerProcess server = start()) {
            assertThat(server.awaitEnd()).isNotZero();
            assertThat(server.output()).contains(Logins.BAD_RULES_PROBLEMS);
        }
    }
}
