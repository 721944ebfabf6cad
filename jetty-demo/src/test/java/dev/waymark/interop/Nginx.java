// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The system's nginx, with a configuration and a folder of its own. */
final class Nginx implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;

    private final Process process;

    /**
     * Starts it, and waits until it listens.
     *
     * @param configuration that of the whole
     */
    Nginx(Path folder, String configuration, int port) throws IOException, InterruptedException {
        // As the same user for all of it: the folder is nobody else's.
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                user + "daemon off;\npid nginx.pid;\nerror_log stderr;\n" + temporaryFolders(configuration));
        Path log = folder.resolve("nginx.log");
        process = new ProcessBuilder(program(), "-p", folder + "/", "-c", file.toString())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isListening(port)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("nginx listens; it said: %s", Files.readString(log))
                    .isTrue();
            process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static String program() {
        Path usual = Path.of("/usr/sbin/nginx");
        return Files.isExecutable(usual) ? usual.toString() : Command.program("nginx");
    }

    /** Those that it is built with belong to the system. */
    private static String temporaryFolders(String configuration) {
        StringBuilder paths = new StringBuilder("http {\n");
        for (String what : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            paths.append("    ")
                    .append(what)
                    .append("_temp_path temp_")
                    .append(what)
                    .append(";\n");
        }
        assertThat(configuration).containsOnlyOnce("http {\n");
        return configuration.replace("http {\n", paths);
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
