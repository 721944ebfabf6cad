// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A Maven repository for what the guide has installed. Not the reader's own, where other builds would find it; but what is
 * in that need not be fetched again.
 */
final class OwnRepository {

    private static final Path REPOSITORY = Path.of("target/install-repository").toAbsolutePath();

    private OwnRepository() {}

    /** What a reader has in variables, with a {@code mvn} on the path that uses that repository. */
    static Map<String, String> variables(Path folder, Path project) throws IOException {
        Path settings = folder.resolve("settings.xml");
        String repository =
                Path.of(System.getProperty("waymark.maven.repository")).toUri().toString();
        Files.writeString(
                settings, Files.readString(Path.of("src/it/settings.xml")).replace("REPOSITORY", repository));
        Path mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(
                mvn,
                "#!/bin/sh\nexec sh '%s/bin/mvn' -B -gs '%s' '-Dmaven.repo.local=%s' \"$@\"\n"
                        .formatted(System.getProperty("waymark.maven.home"), settings, REPOSITORY));
        if (!mvn.toFile().setExecutable(true)) {
            throw new IOException(mvn + " cannot be made executable");
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("PROJECT", project.toString());
        variables.put("PATH", mvn.getParent() + ":" + System.getenv("PATH"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        return variables;
    }
}
