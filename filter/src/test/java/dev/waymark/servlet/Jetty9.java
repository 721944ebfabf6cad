// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Jetty 9.4, which has Servlet 3.1, in a process of its own: its classes have the names of Jetty 12's. */
final class Jetty9 implements AutoCloseable {

    private static final Path RUNNER = Path.of("target", "servers", "jetty-runner.jar");
    private static final Path API = Path.of("target", "oldest-servlet-api", "javax.servlet-api-3.1.0.jar");
    private static final Pattern STARTED = Pattern.compile("Started ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");

    private static final String HOMESERVER = """
            public class Homeserver extends javax.servlet.http.HttpServlet {
                private static final long serialVersionUID = 1L;

                @Override
                protected void doPost(javax.servlet.http.HttpServletRequest request,
                        javax.servlet.http.HttpServletResponse response) throws java.io.IOException {
                    response.setContentType("application/json");
                    response.getWriter().write("%s");
                }

                /** Which filters there are. */
                @Override
                protected void doGet(javax.servlet.http.HttpServletRequest request,
                        javax.servlet.http.HttpServletResponse response) throws java.io.IOException {
                    for (javax.servlet.FilterRegistration filter :
                            getServletContext().getFilterRegistrations().values()) {
                        response.getWriter().println(filter.getName() + " " + filter.getClassName());
                    }
                }
            }
            """.formatted(Logins.PLAIN.replace("\"", "\\\""));

    private final Spawned process;
    private final int port;

    /** Starts a web application. A folder of the container's libraries may be given. */
    Jetty9(Path webApp, Path... containerLibraries) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Spawned.JAVA,
                // Instead of SLF4J, of which it has no more than the API.
                "-Dorg.eclipse.jetty.util.log.class=org.eclipse.jetty.util.log.StdErrLog",
                "-jar",
                RUNNER.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0"));
        for (Path folder : containerLibraries) {
            command.addAll(List.of("--lib", folder.toString()));
        }
        command.add(webApp.toString());
        process = new Spawned(new ProcessBuilder(command));
        try {
            port = Integer.parseInt(process.awaitLine(STARTED));
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** A web application with a homeserver that everyone can log in to. */
    static void homeserver(Path webApp, boolean metadataComplete) throws IOException {
        Path classes = Files.createDirectories(webApp.resolve("WEB-INF/classes"));
        Path source = Files.writeString(webApp.resolve("WEB-INF/Homeserver.java"), HOMESERVER);
        Files.writeString(webApp.resolve("WEB-INF/web.xml"), webXml(metadataComplete));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int failed = compiler.run(
                null,
                null,
                null,
                "-cp",
                API.toString(),
                "--release",
                "17",
                "-d",
                classes.toString(),
                source.toString());
        if (failed != 0) {
            throw new IOException("the homeserver does not compile");
        }
    }

    private static String webXml(boolean metadataComplete) {
        return """
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1" metadata-complete="%s">
              <servlet><servlet-name>homeserver</servlet-name><servlet-class>Homeserver</servlet-class></servlet>
              <servlet-mapping>
                <servlet-name>homeserver</servlet-name><url-pattern>/_matrix/client/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """.formatted(metadataComplete);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
