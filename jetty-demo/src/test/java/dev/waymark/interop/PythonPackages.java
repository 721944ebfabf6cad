// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Synapse and matrix-nio from PyPI in an environment of their own under {@code target}, which is kept as long as the versions stay.
 * Needs {@code python3}, 3.10 or newer, with its module {@code venv}.
 */
final class PythonPackages {

    private static final Duration LIMIT = Duration.ofMinutes(8);

    private PythonPackages() {}

    /** The file with the versions of all packages. */
    static Path requirements() {
        return Path.of(System.getProperty("waymark.interop", "src/interop"), "requirements.txt")
                .toAbsolutePath();
    }

    /** The same in the form in which pip takes constraints, which has no extras, written into a directory. */
    static Path constraints(Path directory) throws IOException {
        String constraints = Files.readString(requirements()).replaceAll("\\[[^]]*]", "");
        return Files.writeString(directory.resolve("constraints.txt"), constraints);
    }

    /** Installs what is not installed yet, and returns the environment's Python. */
    static Path python() throws IOException, InterruptedException {
        Path environment =
                Path.of(System.getProperty("waymark.python", "target/python")).toAbsolutePath();
        Path python = environment.resolve("bin/python");
        Path installed = environment.resolve("installed.txt");
        String wanted = Files.readString(requirements());
        if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
            return python;
        }
        Trees.delete(environment);
        Files.createDirectories(environment);
        run(environment, Command.program("python3"), "-m", "venv", environment.toString());
        run(
                environment,
                python.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
                requirements().toString());
        Files.writeString(installed, wanted);
        return python;
    }

    private static void run(Path directory, String... words) throws IOException, InterruptedException {
        new Command(directory, LIMIT, words).run();
    }
}
