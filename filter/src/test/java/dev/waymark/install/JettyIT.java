// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Jetty of its own, as it is downloaded, in each of its environments. */
@Timeout(180)
class JettyIT {

    static final Pattern PORT = Pattern.compile("Started oejs\\.ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final Path START = Servers.JETTY.resolve("start.jar");

    @TempDir
    Path base;

    private void configure(String environment) throws IOException {
        try (ServerProcess configuring = ServerProcess.java(
                base, "-jar", START.toString(), "--add-modules=server,http," + environment + "-deploy")) {
            assertThat(configuring.awaitEnd()).as(configuring.output()).isZero();
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.java(base, "-jar", START.toString(), "jetty.http.host=127.0.0.1", "jetty.http.port=0");
    }

    private Path app(String name) {
        return base.resolve("webapps").resolve(name);
    }

    private InstallGuide.Reader reader(String app, Api api) throws IOException {
        InstallGuide.Reader reader =
                InstallGuide.read().reader(Map.of("JETTY_BASE", base.toString(), "APP", app(app).toString()));
        return api == Api.JAVAX ? reader.onJavax() : reader;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ee8", "ee9", "ee10", "ee11"})
    void directsLogins(String environment) throws Exception {
        Api api = environment.equals("ee8") ? Api.JAVAX : Api.JAKARTA;
        configure(environment);
        HomeserverApp plain = HomeserverApp.build(app("plain"), api);
        plain.pack(app("homeserver.war"));
        plain.copy(app("jar"));
        reader("homeserver", api).saying("ee10", environment).follow("Jetty");
        reader("jar", api).follow("A JAR in the web application");

        try (ServerProcess jetty = start()) {
            String at = "http://127.0.0.1:" + jetty.await(PORT).group(1);
            Logins.areDirected(at + "/jar", at + "/plain");
            Logins.areDirected(at + "/homeserver", at + "/plain");
            Logins.leftNoSecrets(jetty);
        }
    }

    @Test
    void applicationDoesNotStart_wrongRules() throws Exception {
        configure("ee10");
        HomeserverApp app = HomeserverApp.build(app("homeserver"), Api.JAKARTA);
        reader("homeserver", Api.JAKARTA).follow("A JAR in the web application");
        Files.writeString(app.folder().resolve("WEB-INF/waymark.json"), Logins.BAD_RULES);

        try (ServerProcess jetty = start()) {
            String at = "http://127.0.0.1:" + jetty.await(PORT).group(1);
            assertThat(Logins.get(at + "/homeserver").status()).isEqualTo(503);
            assertThat(jetty.output()).contains(Logins.BAD_RULES_PROBLEMS);
        }
    }
}
