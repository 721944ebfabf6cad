// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of {@code src/test/resources/corpus}, of which its README says where they come from. */
public final class Corpus {

    private Corpus() {}

    /** The contents of the files of a folder, by their names. */
    public static Map<String, byte[]> in(String folder) {
        try {
            Path path = Path.of(Objects.requireNonNull(Corpus.class.getResource("/corpus/" + folder), folder)
                    .toURI());
            Map<String, byte[]> contents = new TreeMap<>();
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    contents.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
