// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JAR for {@code javax.servlet} on a container with Servlet 3.1. */
@Timeout(120)
class JavaxWebAppIT {

    private static final String FILTER = "waymark dev.waymark.servlet.LoginRedirectFilter";

    @TempDir
    Path folder;

    private Path webApp;

    @BeforeEach
    void makeFolder() throws Exception {
        webApp = folder.resolve("app");
        Files.createDirectories(webApp.resolve("WEB-INF/lib"));
    }

    private void inWebInfLib() throws Exception {
        Files.copy(Built.STANDALONE_JAVAX, webApp.resolve("WEB-INF/lib/waymark.jar"));
    }

    private Path inContainer() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("container"));
        Files.copy(Built.STANDALONE_JAVAX, lib.resolve("container.jar"));
        return lib;
    }

    private void rules() throws Exception {
        Files.writeString(webApp.resolve("WEB-INF/waymark.json"), Logins.RULES);
    }

    private static String filters(Jetty9 server) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/_matrix/client/filters");
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertDirects(Jetty9 server) throws Exception {
        assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        assertThat(filters(server)).containsOnlyOnce(FILTER);
    }

    @Test
    void directsALogin_jarInWebInfLib() throws Exception {
        Jetty9.homeserver(webApp, false);
        inWebInfLib();
        rules();
        try (Jetty9 server = new Jetty9(webApp)) {
            assertDirects(server);
        }
    }

    @Test
    void doesNotStart_jarInWebInfLibWithoutRules() throws Exception {
        Jetty9.homeserver(webApp, false);
        inWebInfLib();
        try (Jetty9 server = new Jetty9(webApp)) {
            assertThatThrownBy(() -> Logins.login(server.port(), ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("status 503");
        }
    }

    @Test
    void directsALogin_metadataComplete() throws Exception {
        Jetty9.homeserver(webApp, true);
        inWebInfLib();
        rules();
        try (Jetty9 server = new Jetty9(webApp)) {
            assertDirects(server);
        }
    }

    @Test
    void directsALogin_jarInContainer() throws Exception {
        Jetty9.homeserver(webApp, false);
        rules();
        try (Jetty9 server = new Jetty9(webApp, inContainer())) {
            assertDirects(server);
        }
    }

    @Test
    void leavesLoginsAlone_jarInContainerWithoutRules() throws Exception {
        Jetty9.homeserver(webApp, false);
        try (Jetty9 server = new Jetty9(webApp, inContainer())) {
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.PLAIN);
            assertThat(filters(server)).doesNotContain(FILTER);
        }
    }

    @Test
    void registersOnce_jarInContainerAndInWebInfLib() throws Exception {
        Jetty9.homeserver(webApp, false);
        inWebInfLib();
        rules();
        try (Jetty9 server = new Jetty9(webApp, inContainer())) {
            assertDirects(server);
        }
    }
}
