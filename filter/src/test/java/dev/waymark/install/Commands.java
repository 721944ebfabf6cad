// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of the documentation as a reader would: in a shell, in the repository's folder. */
final class Commands {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Commands() {}

    /** Runs them one after the other, up to the first that fails. Returns what they printed. */
    static String run(String script, Map<String, String> variables) throws IOException, InterruptedException {
        Path out = Files.createTempFile("commands", ".out");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(Repository.ROOT.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        // The tools of the JDK that runs the tests, as a reader has on the path those of theirs.
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (path, added) -> added + File.pathSeparator + path);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(out);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError("these commands " + (ended ? "failed" : "did not end") + ":\n" + script
                        + "\nThey said:\n" + said);
            }
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.delete(out);
        }
    }
}
