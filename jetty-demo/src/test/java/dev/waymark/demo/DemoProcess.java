// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo as users start it: {@code java -jar jetty-demo.jar}, a process of its own. */
final class DemoProcess implements AutoCloseable {

    /** How long it may take to start, to end, and to show a line. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final String LAST_OF_ANNOUNCEMENT = "Each request is shown below. Stop with Ctrl-C.";
    private static final Pattern ADDRESS = Pattern.compile("(portal|homeserver [a-z]+): (http://\\S+)");
    private static final Pattern USER = Pattern.compile("user: (\\S+) password: (\\S+)");

    /** A user, as announced. */
    record User(String id, String password) {

        /** The name of their homeserver, in addresses and request lines. */
        String homeserver() {
            return id.replaceFirst("@[^:]*:([^.]*)\\..*", "$1");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return id;
        }
    }

    /** A run that ended by itself. */
    record Outcome(int exitCode, List<String> out, List<String> err) {}

    private final Process process;
    private final Path err;
    private final Map<String, URI> addresses = new LinkedHashMap<>();
    private final List<User> users = new ArrayList<>();
    /** Guarded by itself, and notified of each line and of the end. */
    private final List<String> lines = new ArrayList<>();

    private boolean ended;
    private int announced;

    private DemoProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /** Starts a demo on free ports, and waits for what it announces. */
    static DemoProcess start() throws IOException, InterruptedException {
        Path err = Files.createTempFile("demo", ".err");
        Process process = builder(List.of("--port", "0"))
                .redirectError(err.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        DemoProcess demo = new DemoProcess(process, err);
        try {
            Thread reader = new Thread(demo::read, "demo output");
            reader.setDaemon(true);
            reader.start();
            demo.announced = demo.await(LAST_OF_ANNOUNCEMENT::equals, "the announcement", 0) + 1;
            demo.parseAnnouncement();
            return demo;
        } catch (InterruptedException | RuntimeException | Error e) {
            demo.close();
            throw e;
        }
    }

    /** Runs a command line that is to end by itself. */
    static Outcome run(String... options) throws IOException, InterruptedException {
        Path out = Files.createTempFile("demo", ".out");
        Path err = Files.createTempFile("demo", ".err");
        Process process = builder(List.of(options))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the demo did not end with " + List.of(options));
            }
            return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static ProcessBuilder builder(List<String> options) {
        String jar = System.getProperty("waymark.demo.jar");
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new AssertionError("the system property waymark.demo.jar does not name the built jar: " + jar);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar));
        command.addAll(options);
        return new ProcessBuilder(command);
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // The portal asks for this by itself, whenever it does.
                if (!line.matches("[a-z]+: GET /_matrix/client/versions 200") || line.startsWith("portal: ")) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            }
        } catch (IOException e) {
            // Killed; who waits is told below.
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    private void parseAnnouncement() {
        for (String line : announcement()) {
            Matcher address = ADDRESS.matcher(line);
            Matcher user = USER.matcher(line);
            if (address.matches()) {
                addresses.put(address.group(1), URI.create(address.group(2)));
            } else if (user.matches()) {
                users.add(new User(user.group(1), user.group(2)));
            }
        }
    }

    /** The lines that it prints when it has started. */
    List<String> announcement() {
        synchronized (lines) {
            return List.copyOf(lines.subList(0, announced));
        }
    }

    /** The addresses by the names that are announced, in their order. */
    Map<String, URI> addresses() {
        return addresses;
    }

    String portal() {
        return String.valueOf(addresses.get("portal"));
    }

    String homeserver(String name) {
        return String.valueOf(addresses.get("homeserver " + name));
    }

    List<User> users() {
        return users;
    }

    /** A user of a homeserver. */
    User userOf(String homeserver) {
        return users.stream()
                .filter(user -> user.homeserver().equals(homeserver))
                .findFirst()
                .orElseThrow();
    }

    /** The lines of the requests answered so far, but those of the portal's own: {@code hist: POST /_matrix/client/v3/login 200}. */
    List<String> requests() {
        synchronized (lines) {
            return List.copyOf(lines.subList(announced, lines.size()));
        }
    }

    /** Waits for the line of a request, which may come a little after its answer. */
    void awaitRequest(String line, int from) throws InterruptedException {
        await(line::equals, line, announced + from);
    }

    private int await(Predicate<String> wanted, String what, int from) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        synchronized (lines) {
            for (int i = from; ; i++) {
                while (i >= lines.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (ended || left <= 0) {
                        throw new AssertionError("the demo " + (ended ? "ended" : "ran on") + " without printing "
                                + what + "; it printed " + lines + ", and on standard error " + errors());
                    }
                    lines.wait(left);
                }
                if (wanted.test(lines.get(i))) {
                    return i;
                }
            }
        }
    }

    /** What it wrote to standard error so far. */
    List<String> errors() {
        try {
            return Files.readAllLines(err);
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        Files.deleteIfExists(err);
    }
}
