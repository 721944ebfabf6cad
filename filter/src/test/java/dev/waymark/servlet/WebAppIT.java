// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The standalone JAR as operators use it: in {@code WEB-INF/lib}, in the container's own library folder, or in both. */
@Timeout(60)
class WebAppIT {

    private static final String FILTER = LoginRedirectFilter.class.getName();
    private static final String METADATA_COMPLETE = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0" metadata-complete="true">%s</web-app>
            """;

    @TempDir
    Path folder;

    private Path webApp;
    private Path lib;

    @BeforeEach
    void makeFolders() throws Exception {
        webApp = folder.resolve("app");
        lib = Files.createDirectories(webApp.resolve("WEB-INF/lib"));
    }

    private void inWebInfLib() throws Exception {
        Files.copy(Built.STANDALONE, lib.resolve("waymark.jar"));
    }

    private Path inContainer() throws Exception {
        return Files.copy(Built.STANDALONE, folder.resolve("container.jar"));
    }

    private void webInf(String name, String content) throws Exception {
        Files.writeString(webApp.resolve("WEB-INF").resolve(name), content);
    }

    @Test
    void directsALogin_jarInWebInfLib() throws Exception {
        inWebInfLib();
        webInf("waymark.json", Logins.RULES);
        try (JettyWebApp server = new JettyWebApp(webApp, "/")) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(server.filterJar()).endsWith("/WEB-INF/lib/waymark.jar");
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void doesNotStart_jarInWebInfLibWithoutRules() throws Exception {
        inWebInfLib();
        try (JettyWebApp server = new JettyWebApp(webApp, "/")) {
            assertThatThrownBy(server::start).hasStackTraceContaining("no rules were found");
        }
    }

    @Test
    void directsALogin_metadataComplete() throws Exception {
        inWebInfLib();
        webInf("waymark.json", Logins.RULES);
        webInf("web.xml", METADATA_COMPLETE.formatted(""));
        try (JettyWebApp server = new JettyWebApp(webApp, "/")) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void leavesARegistrationAlone_metadataComplete() throws Exception {
        inWebInfLib();
        webInf("elsewhere.json", Logins.RULES);
        webInf("web.xml", METADATA_COMPLETE.formatted("""
                <filter>
                  <filter-name>by hand</filter-name>
                  <filter-class>dev.waymark.servlet.LoginRedirectFilter</filter-class>
                  <async-supported>true</async-supported>
                  <init-param><param-name>rules</param-name><param-value>/WEB-INF/elsewhere.json</param-value></init-param>
                </filter>
                <filter-mapping><filter-name>by hand</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                """));
        try (JettyWebApp server = new JettyWebApp(webApp, "/")) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void directsALogin_jarInContainer() throws Exception {
        webInf("waymark.json", Logins.RULES);
        try (JettyWebApp server = new JettyWebApp(webApp, "/home", inContainer())) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(server.filterJar()).endsWith("/container.jar");
            assertThat(Logins.login(server.port(), "/home")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void directsALogin_jarInContainerAndRulesByContextParameter() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.json"), Logins.RULES);
        try (JettyWebApp server = new JettyWebApp(webApp, "/", inContainer())) {
            server.context().setInitParameter("waymark.rules", rules.toString());
            server.start();

            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void leavesLoginsAlone_jarInContainerWithoutRules() throws Exception {
        try (JettyWebApp server = new JettyWebApp(webApp, "/", inContainer())) {
            server.start();

            assertThat(server.filterClasses()).doesNotContain(FILTER);
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.PLAIN);
        }
    }

    @Test
    void doesNotStart_jarInContainerWithWrongRules() throws Exception {
        webInf("waymark.json", "{\"colour\": 1, \"rules\": [{\"target\": \"nowhere\"}]}");
        try (JettyWebApp server = new JettyWebApp(webApp, "/", inContainer())) {
            assertThatThrownBy(server::start).hasStackTraceContaining("colour").hasStackTraceContaining("nowhere");
        }
    }

    @Test
    void registersOnce_jarInContainerAndInWebInfLib() throws Exception {
        inWebInfLib();
        webInf("waymark.json", Logins.RULES);
        try (JettyWebApp server = new JettyWebApp(webApp, "/", inContainer())) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }

    @Test
    void registersOnce_jarInContainerAndInWebInfLibOfMetadataComplete() throws Exception {
        inWebInfLib();
        webInf("waymark.json", Logins.RULES);
        webInf("web.xml", METADATA_COMPLETE.formatted(""));
        try (JettyWebApp server = new JettyWebApp(webApp, "/", inContainer())) {
            server.start();

            assertThat(server.filterClasses()).containsOnlyOnce(FILTER);
            assertThat(Logins.login(server.port(), "")).isEqualTo(Logins.DIRECTED);
        }
    }
}
