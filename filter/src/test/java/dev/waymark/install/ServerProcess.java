// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, and what it prints. */
final class ServerProcess implements AutoCloseable {

    /** How long it may take to print what is awaited, and to end. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final Process process;
    private final CompletableFuture<@Nullable Void> allRead = new CompletableFuture<>();
    /** Guarded by itself, and notified of each line and of the end. */
    private final List<String> lines = new ArrayList<>();

    private boolean ended;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts one, on the JDK that runs the tests if its variables name no other. */
    static ServerProcess start(Path folder, Map<String, String> variables, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        // What they would change is not what is tested.
        builder.environment().keySet().removeAll(List.of("WAYMARK_RULES", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        ServerProcess server = new ServerProcess(builder.start());
        Thread reader = new Thread(server::read, "server output");
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    /** Starts a Java program on the JDK that runs the tests. */
    static ServerProcess java(Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        return start(folder, Map.of(), command.toArray(String[]::new));
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // Killed; who waits is told below.
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
        allRead.complete(null);
    }

    /** Waits for a line in which this is found. */
    Matcher await(Pattern pattern) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        synchronized (lines) {
            for (int i = 0; ; i++) {
                while (i >= lines.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (ended || left <= 0) {
                        throw new AssertionError("the server " + (ended ? "ended" : "ran on") + " without printing "
                                + pattern + "; it printed:\n" + output());
                    }
                    lines.wait(left);
                }
                Matcher matcher = pattern.matcher(lines.get(i));
                if (matcher.find()) {
                    return matcher;
                }
            }
        }
    }

    /** Waits until it has ended by itself; its exit code. */
    int awaitEnd() {
        allRead.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        return process.onExit()
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** What it has printed so far. */
    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Stops it as operators do, and waits until it is gone. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            one.onExit()
                    .completeOnTimeout(one, DEADLINE.toSeconds(), TimeUnit.SECONDS)
                    .thenAccept(ProcessHandle::destroyForcibly)
                    .join();
        }
        allRead.completeOnTimeout(null, DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
