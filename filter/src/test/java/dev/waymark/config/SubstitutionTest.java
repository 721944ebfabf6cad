// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values from the environment and from files. */
class SubstitutionTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "alpha", "B", "${env:A}", "EMPTY", "", "LONG", "x".repeat(100_000), "odd.name-1", "odd");
    private static final String FORMS = "expected ${env:NAME} or ${file:PATH}, or $${ for a literal ${";

    @TempDir
    private Path folder;

    private final Problems problems = new Problems("waymark.json");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${env:A}           | alpha
            x${env:A}y         | xalphay
            ${env:A}${env:A}   | alphaalpha
            ${env:A}-${env:B}  | alpha-${env:A}
            ${env:EMPTY}       | ``
            ${env:odd.name-1}  | odd
            $${env:A}          | ${env:A}
            $${                | ${
            $$${               | $${
            $${${env:A}        | ${alpha
            ${env:A}$${}       | alpha${}
            $                  | $
            $5 $$ {env:A}      | $5 $$ {env:A}
            {user_id}$         | {user_id}$
            """)
    void text_isFilledIn(String written, String value) {
        assertThat(read(written)).isEqualTo(new Node.Text(place(), value, written));
        assertThat(Trees.told(problems)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${env:NONE}    | the environment variable of ${env:NONE} is not set; expected it to be
            ${env:}        | nothing can be filled in for ${env:}; FORMS
            ${NONE}        | nothing can be filled in for ${NONE}; FORMS
            ${}            | nothing can be filled in for ${}; FORMS
            ${ENV:A}       | nothing can be filled in for ${ENV:A}; FORMS
            ${env:A        | a ${ has no }; FORMS
            ${env:A} ${    | a ${ has no }; FORMS
            ${file:}       | nothing can be filled in for ${file:}; FORMS
            ${file:none}   | the file of ${file:none} cannot be read: there is no such file; expected a text file of at most 65536 bytes
            ${file:.}      | the file of ${file:.} cannot be read: it is not a regular file; expected a text file of at most 65536 bytes
            """)
    void problem_isReported(String written, String problem) {
        assertThat(read(written)).isEqualTo(new Node.Broken(place()));
        assertThat(Trees.told(problems)).containsExactly("3:7: /x: " + problem.replace("FORMS", FORMS));
    }

    @ParameterizedTest
    @CsvSource({
        "'hunter2\n', hunter2",
        "'hunter2\r\n', hunter2",
        "hunter2, hunter2",
        "'a\n\n', 'a\n'",
        "'\n', ''",
        "'', ''",
        "'\ufeffa\r', 'a\r'",
        "'${env:A}\n', ${env:A}"
    })
    void file_isFilledIn_withoutItsLastLineEnd(String content, String value) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), content);

        assertThat(read("${file:secret}")).isEqualTo(new Node.Text(place(), value, "${file:secret}"));
        assertThat(read("<${file:" + file + "}>"))
                .isEqualTo(new Node.Text(place(), "<" + value + ">", "<${file:" + file + "}>"));
    }

    @Test
    void file_isTold_whetherItCouldBeReadOrNot() throws IOException {
        Files.writeString(folder.resolve("secret"), "hunter2");
        Substitution substitution = substitution(folder);

        substitution.text(place(), "${file:secret}${file:./secret}${file:none}");

        assertThat(substitution.files()).containsExactlyInAnyOrder(folder.resolve("secret"), folder.resolve("none"));
    }

    @Test
    void file_isRead_throughLinks() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..data"));
        Files.writeString(data.resolve("secret"), "hunter2\n");
        Files.createSymbolicLink(folder.resolve("secret"), Path.of("..data/secret"));

        assertThat(read("${file:secret}")).isEqualTo(new Node.Text(place(), "hunter2", "${file:secret}"));
    }

    @Test
    void file_isReadOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "one");
        Substitution substitution = substitution(folder);
        substitution.text(place(), "${file:secret}");
        Files.writeString(file, "two");

        assertThat(substitution.text(place(), "${file:secret}"))
                .isEqualTo(new Node.Text(place(), "one", "${file:secret}"));
    }

    @Test
    void file_isRefused_whereItIsLarge_orNoText() throws IOException {
        Files.writeString(folder.resolve("most"), "x".repeat(Substitution.MAX_FILE_BYTES));
        Files.writeString(folder.resolve("more"), "x".repeat(Substitution.MAX_FILE_BYTES + 1));
        Files.write(folder.resolve("bytes"), new byte[] {'a', (byte) 0xff});

        assertThat(read("${file:most}")).isInstanceOf(Node.Text.class);
        assertThat(read("${file:more}")).isInstanceOf(Node.Broken.class);
        assertThat(read("${file:bytes}")).isInstanceOf(Node.Broken.class);
        assertThat(Trees.told(problems))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("cannot be read: it is larger; expected"))
                .anyMatch(problem -> problem.contains("cannot be read: it is not UTF-8; expected"));
    }

    @Test
    void relativePath_isRefused_whereThereIsNoFolder() {
        assertThat(substitution(null).text(place(), "${file:secret}")).isEqualTo(new Node.Broken(place()));
        assertThat(Trees.told(problems)).singleElement().asString().contains("the rules are not in a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b"})
    void path_isRefused_whereItIsNone(String path) {
        assertThat(read("${file:" + path + "}")).isEqualTo(new Node.Broken(place()));
        assertThat(Trees.told(problems)).singleElement().asString().contains("cannot be read: that is not a path");
    }

    @Test
    void whatIsFilledIn_isBounded() {
        Substitution substitution = substitution(folder);
        Node last = new Node.Null(place());
        for (int i = 0; i < 1000; i++) {
            last = substitution.text(place(), "${env:LONG}");
        }

        assertThat(last).isEqualTo(new Node.Broken(place()));
        assertThat(Trees.told(problems).get(0)).contains("comes to more than " + RuleSource.MAX_BYTES);
    }

    @Test
    void message_quotesWhatWasWritten() {
        Node node = read("${env:A}");
        new Values(problems).oneOf(node, "x", "y");
        problems.add(read("${env:LONG}"), "a provider says: " + "x".repeat(100_000) + " is wrong");
        problems.add(read("$${x}"), "1");

        assertThat(Trees.told(problems))
                .containsExactly(
                        "3:7: /x: expected \"x\" or \"y\", found \"${env:A}\"",
                        "3:7: /x: a provider says: ${env:LONG} is wrong",
                        "3:7: /x: 1");
        assertThat(node.toString()).doesNotContain("alpha");
    }

    @Test
    void keys_areNotFilledIn() {
        for (String text : List.of("{\"${env:A}\": \"${env:A}\"}", "# c\n${env:A}: '${env:A}'\n")) {
            Node root = RulesText.read("rules", text, substitution(folder), problems);

            assertThat(Trees.shown(root)).isEqualTo("{\"${env:A}\":\"alpha\"}");
        }
        assertThat(Trees.told(problems)).isEmpty();
    }

    private Node read(String written) {
        return substitution(folder).text(place(), written);
    }

    private Substitution substitution(@Nullable Path folder) {
        return new Substitution(ENVIRONMENT::get, folder, problems);
    }

    private static Node.Place place() {
        return new Node.Place(3, 7, Node.Path.ROOT.step("x"));
    }
}
