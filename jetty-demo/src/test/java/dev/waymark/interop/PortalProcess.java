// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A portal as operators run it: {@code java -jar jetty-demo.jar portal --config FILE}, a process of its own. */
final class PortalProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final Path log;
    private final Process process;

    /** Starts one whose configuration has this public port, and waits until it answers. */
    PortalProcess(Path configuration, int port) throws IOException, InterruptedException {
        log = configuration.resolveSibling(configuration.getFileName() + ".log");
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("waymark.demo.jar"),
                        "portal",
                        "--config",
                        configuration.toString()))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!answers(port)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("the portal answers; it said: %s", output())
                    .isTrue();
            process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(int port) {
        try {
            return Api.get("http://127.0.0.1:" + port + "/_matrix/client/versions")
                            .status()
                    == 200;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** All that it and those before it with this configuration printed. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Ends it as a power cut would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
