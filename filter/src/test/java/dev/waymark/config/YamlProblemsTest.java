// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in YAML, as far as YAML goes: what and where. */
class YamlProblemsTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                problem("nothing", "", "1:1: the file is empty; expected an object"),
                problem("comments only", "# a\n", "1:1: the file is empty; expected an object"),
                problem(
                        "a user ID without quotes",
                        "user_id: @ada:ac.cdl",
                        "1:10: not YAML: expected quotes around a text that begins with @"),
                problem(
                        "a glob without quotes",
                        "localpart: *-bot",
                        "1:12: /localpart: the alias *-bot stands for nothing, as no value before it is marked &-bot; expected quotes around a text that begins with *"),
                problem(
                        "a percent sign",
                        "localpart: %x",
                        "1:12: not YAML: expected quotes around a text that begins with %"),
                problem(
                        "an exclamation mark",
                        "localpart: !x",
                        "1:12: /localpart: the tag !x cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem(
                        "an exclamation mark alone",
                        "localpart: !x!y z",
                        "1:12: not YAML: an unknown tag; expected quotes around a text that begins with !"),
                problem(
                        "an ampersand",
                        "localpart: & x",
                        "1:12: not YAML: not an anchor; expected quotes around a text that begins with &"),
                problem("a tab", "a:\n\tb: c", "2:1: not YAML: a tab indents this line; expected spaces"),
                problem(
                        "a colon in a text",
                        "a: b: c",
                        "1:5: not YAML: a \":\" cannot stand here; expected quotes around a text that holds \": \", or a key of its own line"),
                problem(
                        "a key without a colon",
                        "a: 1\nb\nc: 2",
                        "2:1: not YAML: expected a key with \": \" behind it in this line"),
                problem(
                        "an item behind a key",
                        "a: - b",
                        "1:4: not YAML: an item of a list (\"- \") cannot stand here; expected it in a line of its own"),
                problem(
                        "a key behind an item",
                        "a: 1\n- b",
                        "2:1: not YAML: this goes on no line above: expected the same indentation, and \"- \" only where they have it"),
                problem(
                        "less indentation",
                        "a:\n    b: 1\n  c: 2",
                        "3:3: not YAML: this goes on no line above: expected the same indentation, and \"- \" only where they have it"),
                problem(
                        "more indentation",
                        "a: 1\n  b: 2",
                        "2:4: not YAML: a \":\" cannot stand here; expected quotes around a text that holds \": \", or a key of its own line"),
                problem(
                        "a list without end",
                        "a: [1, 2",
                        "1:9: not YAML: expected \",\" or \"]\", to go on with the list or to end it"),
                problem(
                        "a list crossed",
                        "a: [1, 2}",
                        "1:9: not YAML: expected \",\" or \"]\", to go on with the list or to end it"),
                problem(
                        "an object without end",
                        "a: {b: 1\nc: 2",
                        "2:2: not YAML: expected \",\" or \"}\", to go on with the object or to end it"),
                problem(
                        "a quote without end",
                        "a: 'b\nc: d\n",
                        "1:4: not YAML: a text in quotes has no end; expected another quote"),
                problem(
                        "a document in quotes",
                        "a: \"b\n---\n\"",
                        "1:4: not YAML: a text in quotes goes over a line that begins with --- or ...; expected another quote before it"),
                problem(
                        "a regex in double quotes",
                        "a: \"x\\.y\"",
                        "1:7: not YAML: an escape that YAML does not have; expected \\\\ for a backslash, or the text in single quotes"),
                problem(
                        "half an escape",
                        "a: \"\\u12\"",
                        "1:7: not YAML: an escape that YAML does not have; expected \\\\ for a backslash, or the text in single quotes"),
                problem(
                        "a list, then more",
                        "[a]\nb",
                        "2:1: not YAML: expected the end of the file; or, behind a directive, ---"),
                problem("a brace too many", "a: {}}", "1:6: not YAML: a } that closes no {"),
                problem("a text behind a bar", "a: | b", "1:6: not YAML: expected the end of the line behind | or >"),
                problem(
                        "a text with wrong indentation",
                        "a: |\n    \n  b\n",
                        "3:3: not YAML: an empty line above holds more spaces than the first line of the text; expected the same indentation"),
                problem(
                        "a control character",
                        "a: \"b\n\u0007\"",
                        "2:1: not YAML: the character U+0007 cannot stand in YAML; expected it as an escape, in double quotes"),
                problem(
                        "another line end",
                        "a: b\u0085",
                        "1:5: not YAML: the character U+0085 cannot stand in YAML; expected it as an escape, in double quotes"),
                problem(
                        "a half of a pair",
                        "a: \ud83d",
                        "1:4: not YAML: the character U+D83D cannot stand in YAML; expected it as an escape, in double quotes"),
                problem(
                        "an alias of nothing",
                        "a: *b",
                        "1:4: /a: the alias *b stands for nothing, as no value before it is marked &b; expected quotes around a text that begins with *"),
                problem(
                        "an alias within its own",
                        "a: &b [*b]",
                        "1:8: /a/0: the alias *b stands for nothing, as no value before it is marked &b; expected quotes around a text that begins with *"),
                problem(
                        "a merge key",
                        "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n",
                        "3:3: /c: merge keys (<<) are not read; expected the keys themselves"),
                problem(
                        "a tag of one's own",
                        "a: !secret b",
                        "1:4: /a: the tag !secret cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem(
                        "a tag of YAML's of another schema",
                        "a: !!binary b",
                        "1:4: /a: the tag !!binary cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem(
                        "a tag of one's own at an object",
                        "a: !x {b: c}",
                        "1:4: /a: the tag !x cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem(
                        "a tag of one's own at a key",
                        "!x a: b",
                        "1:1: the tag !x cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem("a tag that does not fit", "a: !!bool yes", "1:4: /a: the tag !!bool does not fit \"yes\""),
                problem(
                        "a tag that does not fit a list",
                        "a: !!map [b]",
                        "1:4: /a: the tag !!map cannot stand here; expected no tag, or quotes around a text that begins with !"),
                problem(
                        "a tag without its handle",
                        "a: !x!y b",
                        "1:4: not YAML: an unknown tag; expected quotes around a text that begins with !"),
                problem(
                        "two documents",
                        "a: 1\n---\nb: 1\n",
                        "2:1: a second document begins here; expected the end of the file"),
                problem("another YAML", "%YAML 1.1\n---\na: yes\n", "1:1: this is YAML 1.1; expected YAML 1.2"),
                problem(
                        "a directive without document",
                        "%YAML 1.2\na: yes\n",
                        "2:1: not YAML: expected the end of the file; or, behind a directive, ---"),
                problem(
                        "a list as a key",
                        "? [a, b]\n: c\n",
                        "1:3: a key is an alias, a list or an object; expected a text"),
                problem(
                        "an object as a key",
                        "{a: b}: c\n",
                        "1:1: a key is an alias, a list or an object; expected a text"),
                problem(
                        "an alias as a key",
                        "a: &x b\n*x : c\n",
                        "2:1: a key is an alias, a list or an object; expected a text"),
                problem(
                        "a key twice",
                        "a: 1\n'a': 2\n",
                        "2:1: /a: the key \"a\" stands here again; it is first in line 1"),
                problem(
                        "a key twice, in a copy",
                        "a: &x {b: 1, b: 2}\nc: *x\n",
                        "1:14: /a/b: the key \"b\" stands here again; it is first in line 1"),
                problem("a long number", "a: " + "1".repeat(1001), "1:4: /a: a number of more than 1000 characters"));
    }

    private static Arguments problem(String what, String yaml, String problem) {
        return arguments(named(what, yaml), problem);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void read_reportsTheOneProblem(String yaml, String problem) {
        assertThat(Trees.problems("rules.yaml", yaml)).containsExactly(problem);
    }

    @Test
    void depth_isBounded() {
        assertThat(Trees.problems("rules.yaml", "[".repeat(500) + "1" + "]".repeat(500)))
                .isEmpty();
        assertThat(Trees.problems("rules.yaml", "\n" + "[".repeat(100_000)))
                .containsExactly("2:501: not YAML: it is nested more than 500 deep");
        assertThat(Trees.problems("rules.yaml", "- ".repeat(100_000)))
                .containsExactly("1:1001: not YAML: it is nested more than 500 deep");
    }

    @Test
    void depth_isBounded_throughAliases() {
        String half = "[".repeat(300);
        String end = "]".repeat(300);

        assertThat(Trees.problems("rules.yaml", "- &a " + half + end + "\n- " + half + "*a" + end))
                .singleElement()
                .asString()
                .endsWith("not YAML: it is nested more than 500 deep");
    }

    @Test
    void aliases_areBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }

        assertThat(Trees.problems("rules.yaml", laughs.toString()))
                .singleElement()
                .asString()
                .matches("\\d+:\\d+: not YAML: its aliases stand for more than 1000000 values");
    }

    @Test
    void aliases_areBounded_whereTheyAreLong() {
        String yaml = "- &a " + "x".repeat(1_000_000) + "\n" + "- *a\n".repeat(1000);

        assertThat(Trees.problems("rules.yaml", yaml))
                .singleElement()
                .asString()
                .contains("its aliases stand for");
    }

    @Test
    void problems_areAllTold() {
        assertThat(Trees.problems("rules.yaml", "a: !x b\na: 0x1\nc: *d\n<<: e\n"))
                .extracting(problem -> problem.substring(0, 4))
                .isEqualTo(List.of("1:4:", "2:1:", "2:4:", "3:4:", "4:1:"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            waymark.json     | a: 1             | not JSON
            waymark.JSON     | a: 1             | not JSON
            waymark.yaml     | {"a": 1} // no   | not YAML
            waymark.yml      | {"a": 1} // no   | not YAML
            waymark.YML      | {"a": 1} // no   | not YAML
            rules            | {"a": 1 b        | not JSON
            rules            | /* { */ a: {     | not YAML
            -                | # c ~{"a": 1 b   | not JSON
            -                | // c ~ {"a": 1 b | not JSON
            -                | /* c */ {"a" b   | not JSON
            -                | [a               | not YAML
            rules.conf       | a: [1            | not YAML
            """)
    void syntax_isThatOfTheName_otherwiseThatOfTheContent(String name, String text, String problem) {
        assertThat(Trees.problems(name, text.replace('~', '\n')))
                .singleElement()
                .asString()
                .contains(problem);
    }
}
