// SPDX-License-Identifier: Apache-2.0
package dev.waymark.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is needed to run servers that the system's packages brought, each in a folder and on a port of its own. */
public final class SystemServer {

    private SystemServer() {}

    /** A port of the loopback interface that is free right now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * The newest program that is there.
     *
     * @param pattern of its path, {@code *} for any one name
     * @param debianPackage that brings it, for the message where it is not there
     */
    public static Path program(String pattern, String debianPackage) {
        List<Path> found = List.of(Path.of("/"));
        for (Path name : Path.of(pattern)) {
            found = found.stream()
                    .flatMap(folder -> children(folder, name.toString()))
                    .toList();
        }
        return found.stream()
                .filter(Files::isExecutable)
                .max(Comparator.comparingInt(SystemServer::numbers))
                .orElseThrow(() -> new AssertionError(
                        "there is no " + pattern + "; it comes with Debian's package " + debianPackage));
    }

    private static Stream<Path> children(Path folder, String name) {
        if (!name.equals("*")) {
            return Stream.of(folder.resolve(name));
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    /** Version 9 before version 10. */
    private static int numbers(Path path) {
        String digits = path.toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /**
     * A command as another user, where this one is root: servers refuse to run as root.
     *
     * @param user that the package made
     */
    public static List<String> asUser(String user, List<String> command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--init-groups", "--"));
        }
        all.addAll(command);
        return all;
    }

    /** Gives a folder to the other user, where this one is root. */
    public static void give(Path folder, String user) throws IOException, InterruptedException {
        if (System.getProperty("user.name").equals("root")) {
            run(folder, List.of("chown", "-R", user + ":", folder.toString()));
        }
    }

    /** Starts a command; what it prints goes into a file. */
    public static Process start(Path folder, File output, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /** Runs a command to its end, which must be a good one. */
    public static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        File output = File.createTempFile("command", ".log");
        try {
            Process process = start(folder, output, command);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command.get(0) + " failed:\n" + Files.readString(output.toPath()));
            }
        } finally {
            Files.delete(output.toPath());
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
