// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, as it is started from a shell. */
final class Spawned implements AutoCloseable {

    /** The Java that runs the tests. */
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);
    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> said = new ArrayList<>();

    Spawned(ProcessBuilder command) throws IOException {
        process = command.redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        } finally {
            lines.add(END);
        }
    }

    /** Waits for a line and returns the group of the pattern; fails if the process ends without it. */
    String awaitLine(Pattern pattern) throws IOException, InterruptedException {
        for (String line = next(); !line.equals(END); line = next()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new IOException("it ended without the line " + pattern + ":\n" + output());
    }

    /** Waits for the process to end by itself, and returns all that it said. */
    String awaitEnd() throws IOException, InterruptedException {
        while (!next().equals(END)) {
            // Until there is nothing more.
        }
        return output();
    }

    private String next() throws IOException, InterruptedException {
        String line = lines.poll(PATIENCE, TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new IOException("it says nothing more:\n" + output());
        }
        if (!line.equals(END)) {
            said.add(line);
        }
        return line;
    }

    /** What it said so far. */
    String output() {
        return String.join("\n", said);
    }

    int exitValue() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
