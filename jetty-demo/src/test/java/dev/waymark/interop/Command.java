// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that ends by itself. Its environment is this process's; what must not be seen in a list of processes goes there. */
record Command(Path directory, Duration limit, Map<String, String> environment, List<String> words) {

    Command(Path directory, Duration limit, String... words) {
        this(directory, limit, Map.of(), List.of(words));
    }

    /** How it ended. */
    record Outcome(int exitCode, String out, String err) {}

    /** Runs it, and returns what it printed; that it succeeds is taken for granted. */
    String run() throws IOException, InterruptedException {
        Outcome outcome = outcome();
        assertThat(outcome.exitCode())
                .as("%s said: %s%s", words, outcome.err(), outcome.out())
                .isZero();
        return outcome.out();
    }

    Outcome outcome() throws IOException, InterruptedException {
        Path out = Files.createTempFile("command", ".out");
        Path err = Files.createTempFile("command", ".err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            Outcome outcome =
                    new Outcome(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
            assertThat(ended).as("%s ended; it said: %s", words, outcome).isTrue();
            return outcome;
        } finally {
            // What it started may outlive it: npm its installers, an older Node the newer one.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Where a program is; fails rather than skips, since who asks for these tests wants to know that they have not run. */
    static String program(String name) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .map(path -> Path.of(path, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError(name + " is not on the PATH, and these tests need it"));
    }
}
