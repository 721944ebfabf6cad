// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with a file {@code users.csv} for a directory. */
record CsvFolder(Path folder) {

    Path file() {
        return folder.resolve("users.csv");
    }

    CsvFolder with(String text) {
        return with(text.getBytes(StandardCharsets.UTF_8));
    }

    CsvFolder with(byte[] bytes) {
        try {
            Files.write(file(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The directory, which must be sound. */
    CsvDirectory open(Map<String, Object> more) {
        GivenSettings settings = settings(more);
        CsvDirectory directory = (CsvDirectory) new CsvProvider().open(settings);
        assertThat(settings.problems).isEmpty();
        return directory;
    }

    CsvDirectory open() {
        return open(Map.of());
    }

    /** What is wrong, in its order. */
    List<String> problems(Map<String, Object> more) {
        GivenSettings settings = settings(more);
        assertThat(new CsvProvider().open(settings)).isNotInstanceOf(CsvDirectory.class);
        return settings.problems;
    }

    List<String> problems() {
        return problems(Map.of());
    }

    private GivenSettings settings(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of("file", "users.csv"));
        values.putAll(more);
        return new GivenSettings(folder, values);
    }
}
