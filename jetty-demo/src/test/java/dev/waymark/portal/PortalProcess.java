// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A portal as operators start it: a process of the built JAR. */
final class PortalProcess implements AutoCloseable {

    /** How long it may take to start, to end, and to write a line. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final Process process;
    private final Path out;
    private final Path err;

    private PortalProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Runs the JAR; its output goes to files in the folder. */
    static PortalProcess run(Path folder, String... arguments) throws IOException {
        String jar = System.getProperty("waymark.demo.jar");
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new AssertionError("the system property waymark.demo.jar does not name the built jar: " + jar);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new PortalProcess(process, out, err);
    }

    /** Starts a portal that has an address for operators, and waits until it takes logins. */
    static PortalProcess start(Path folder, Path config) throws IOException {
        PortalProcess started = run(folder, "portal", "--config", config.toString());
        try {
            started.await(() -> started.address("admin") != null, "its addresses");
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** An address that it has printed, or null. */
    private @Nullable URI address(String name) {
        return out().stream()
                .filter(line -> line.startsWith(name + ": http"))
                .map(line -> URI.create(line.substring(name.length() + 2)))
                .findFirst()
                .orElse(null);
    }

    int port() {
        return Objects.requireNonNull(address("portal"), "not started").getPort();
    }

    int adminPort() {
        return Objects.requireNonNull(address("admin"), "no such address").getPort();
    }

    /** What it has written to standard output. */
    List<String> out() {
        return lines(out);
    }

    /** What it has written to standard error. */
    List<String> err() {
        return lines(err);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the portal did not end; it wrote " + out() + " and " + err());
        }
        return process.exitValue();
    }

    void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || !process.isAlive()) {
                throw new AssertionError("no " + what + "; it wrote " + out() + " and " + err());
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
