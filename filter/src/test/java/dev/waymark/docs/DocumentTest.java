// SPDX-License-Identifier: Apache-2.0
package dev.waymark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents show what the files in {@code docs/examples} hold and what the command-line tool prints. After a change, run
 * this with {@code -Dwaymark.docs.write=true}, which writes both into the documents, and read what changed.
 */
class DocumentTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path EXAMPLES = DOCS.resolve("examples");
    private static final boolean WRITE = Boolean.getBoolean("waymark.docs.write");

    /** A copy of the examples, with what one has to fetch for them. */
    @TempDir
    private Path folder;

    @BeforeEach
    void copyExamples() throws Exception {
        ExampleFolder.fill(folder, EXAMPLES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.md", "cookbook.md", "command-line.md", "extending.md", "portal.md"})
    void document_showsFilesAndOutput_asTheyAre(String name) throws Exception {
        Path file = DOCS.resolve(name);
        String text = Files.readString(file);
        String expected = new Document(text, DOCS, folder).renewed();
        if (WRITE) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    private static List<String> rulesFiles() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") || name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rulesFiles")
    void example_isGood(String name) throws Exception {
        try (RulesFile file =
                RulesFile.load(RuleSource.file(folder.resolve("examples").resolve(name)))) {
            assertThat(file.rules().inOrder()).isNotEmpty();
            assertThat(file.warnings()).isEmpty();
        }
    }

    @Test
    void example_isShownAndExplained_each() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("rules.md", "cookbook.md", "command-line.md", "extending.md")) {
            all.append(Files.readString(DOCS.resolve(name)));
        }
        for (String name : rulesFiles()) {
            assertThat(all.toString())
                    .contains("<!-- examples/" + name + " -->")
                    .contains("$ waymark explain examples/" + name + " ");
        }
    }
}
