// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eclipse.jetty.ee.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The standalone JAR as an operator uses it: dropped into {@code WEB-INF/lib}, with the rules beside it. */
@Timeout(60)
class StandaloneJarIT {

    private static final Path JAR = Path.of(System.getProperty("waymark.standalone.jar"));
    private static final List<String> RELOCATED = List.of("tools/jackson", "tools.jackson", "com/google", "com.google");

    @TempDir
    Path webApp;

    /** A homeserver that everyone can log in to. */
    private static final class Homeserver extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.getWriter().write("{\"user_id\":\"@ada:ac.example\",\"access_token\":\"secret\"}");
        }
    }

    /** Hides what the tests have on their class path, so that the web application has the JAR's classes or none. */
    private static final class Hiding extends ClassLoader {

        Hiding(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.waymark.")
                    || name.startsWith("tools.jackson.")
                    || name.startsWith("com.google.re2j.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    void rewritesALogin_droppedIntoAWebApplication() throws Exception {
        Path lib = Files.createDirectories(webApp.resolve("WEB-INF/lib"));
        Files.copy(JAR, lib.resolve(JAR.getFileName()));
        Files.writeString(webApp.resolve("WEB-INF/waymark.json"), """
                {"targets": {"hist": {"base_cs_url": "https://hist.example"}},
                 "rules": [{"localpart": {"regex": "a[a-z]+"}, "target": "hist"}]}
                """);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResourceAsPath(webApp);
        context.setThrowUnavailableOnStartupException(true);
        context.setClassLoader(new WebAppClassLoader(new Hiding(getClass().getClassLoader()), context));
        context.addServlet(new ServletHolder(new Homeserver()), "/_matrix/client/*");
        server.setHandler(context);
        try {
            server.start();
            Class<?> filter =
                    context.getServletHandler().getFilter("waymark").getFilter().getClass();
            assertThat(filter.getName()).isEqualTo(LoginRedirectFilter.class.getName());
            assertThat(filter.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .endsWith("/WEB-INF/lib/" + JAR.getFileName());

            assertThat(login(connector.getLocalPort()))
                    .isEqualTo("{\"base_cs_url\":\"https://hist.example\","
                            + "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://hist.example\"}},"
                            + "\"user_id\":\"@ada:ac.example\",\"access_token\":\"secret\"}");
        } finally {
            LifeCycle.stop(server);
        }
    }

    private static String login(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/_matrix/client/v3/login"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"m.login.password\"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static List<String> entries() throws IOException {
        try (ZipFile zip = new ZipFile(JAR.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    @Test
    void holdsNothingElse() throws Exception {
        assertThat(entries()).allMatch(name -> name.startsWith("dev/waymark/") || name.startsWith("META-INF/"));
        assertThat(entries())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.startsWith("dev/waymark/"));
        assertThat(entries()).noneMatch(name -> RELOCATED.stream().anyMatch(name::contains));
    }

    @Test
    void holdsFragmentLicenceAndNotice() throws Exception {
        assertThat(entries())
                .doesNotHaveDuplicates()
                .contains("META-INF/web-fragment.xml", "META-INF/LICENSE", "META-INF/NOTICE")
                .contains("dev/waymark/servlet/LoginRedirectFilter.class");
    }

    @Test
    void namesNoLibraryByItsOwnName() throws Exception {
        List<String> leftovers = new ArrayList<>();
        try (ZipFile zip = new ZipFile(JAR.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class")
                            || entry.getName().startsWith("META-INF/services/"))
                    .toList()) {
                String content = new String(zip.getInputStream(entry).readAllBytes(), ISO_8859_1);
                if (RELOCATED.stream().anyMatch(content::contains)) {
                    leftovers.add(entry.getName());
                }
            }
        }
        assertThat(leftovers).isEmpty();
    }
}
