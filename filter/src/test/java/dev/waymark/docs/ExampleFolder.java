// SPDX-License-Identifier: Apache-2.0
package dev.waymark.docs;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the examples in a folder of the test's own, as somebody has them who did what the documents say. */
final class ExampleFolder {

    private ExampleFolder() {}

    /** Copies them to {@code folder/examples}. */
    static void fill(Path folder, Path examples) throws IOException, URISyntaxException, ClassNotFoundException {
        Path copy = folder.resolve("examples");
        List<Path> files;
        try (Stream<Path> all = Files.walk(examples)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path to = copy.resolve(examples.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        Path h2 = copy.resolve("h2.yaml");
        // Relative to where the tool runs, which is not this folder.
        Files.writeString(h2, Files.readString(h2).replace("'examples/", "'" + copy + "/"));
        Files.copy(jar(org.h2.Driver.class), copy.resolve("h2.jar"));
        // What the configuration of a portal names, and nobody else should have.
        for (String name : List.of("portal.crt", "portal.key", "sso.key", "sso.old.key")) {
            Files.writeString(copy.resolve("portal").resolve(name), "in place of what is in " + name + " at a portal");
        }
        // By its name: the compiler would want the annotations that its classes have.
        Files.copy(jar(Class.forName("org.postgresql.Driver")), copy.resolve("postgresql.jar"));
    }

    private static Path jar(Class<?> driver) throws URISyntaxException {
        return Path.of(
                driver.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
