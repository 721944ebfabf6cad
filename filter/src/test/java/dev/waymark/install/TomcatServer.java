// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import dev.waymark.install.HomeserverApp.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A whole Tomcat with a folder of its own, started by its own script. */
final class TomcatServer implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-.*-(\\d+)\"]");
    private static final Pattern STARTED = Pattern.compile("Server startup in ");

    private final Path home;
    private final Path base;
    private @Nullable ServerProcess process;
    private int port;

    private TomcatServer(Path home, Path base) {
        this.home = home;
        this.base = base;
    }

    /** One that is not started yet, with its usual configuration but for the ports. */
    static TomcatServer create(Path home, Path base) throws IOException {
        Folders.copy(home.resolve("conf"), base.resolve("conf"));
        for (String folder : List.of("conf/Catalina/localhost", "lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        Path config = base.resolve("conf/server.xml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\" address=\"127.0.0.1\""));
        return new TomcatServer(home, base);
    }

    Path base() {
        return base;
    }

    Api api() {
        return home.equals(Servers.TOMCAT_9) ? Api.JAVAX : Api.JAKARTA;
    }

    Path app(String name) {
        return base.resolve("webapps").resolve(name);
    }

    Map<String, String> variables() {
        return Map.of(
                "CATALINA_HOME", home.toString(),
                "CATALINA_BASE", base.toString());
    }

    /** Someone with this Tomcat who reads the guide, and has a web application of this name on it. */
    InstallGuide.Reader reader(InstallGuide guide, String app) {
        InstallGuide.Reader reader = guide.reader(
                Map.of("CATALINA_HOME", home.toString(), "CATALINA_BASE", base.toString(), "APP", app(app).toString()));
        return api() == Api.JAVAX ? reader.onJavax() : reader;
    }

    /** Starts it, with options for its JVM. By sh: what a ZIP file holds is not executable. */
    TomcatServer start(String... options) throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>(variables());
        variables.put("CATALINA_OPTS", "-XX:TieredStopAtLevel=1 " + String.join(" ", options));
        ServerProcess started = ServerProcess.start(
                base, variables, "sh", home.resolve("bin/catalina.sh").toString(), "run");
        process = started;
        port = Integer.parseInt(started.await(PORT).group(1));
        started.await(STARTED);
        return this;
    }

    /** The address of one of its web applications. */
    String at(String app) {
        return "http://127.0.0.1:" + port + "/" + app;
    }

    /** What it has printed so far, and what it wrote into its logs. */
    String said() throws IOException {
        StringBuilder said = new StringBuilder(process().output());
        for (Path log : Folders.files(base.resolve("logs"))) {
            said.append('\n').append(Files.readString(log));
        }
        return said.toString();
    }

    ServerProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops it; what it wrote is then in its logs. */
    void stop() {
        if (process != null) {
            process.close();
        }
    }
}
