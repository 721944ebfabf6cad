// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of a problem, and a caret below it. */
class ExcerptTest {

    @Test
    void line_isShown_withCaretBelow() {
        assertThat(shown("{\n  \"rules\": [],\n  \"ruels\": []\n}")).isEqualTo("  \"ruels\": []\n  ^");
        assertThat(shown("{\r\n\"rules\": [], \"ruels\": []\r\n}"))
                .isEqualTo("\"rules\": [], \"ruels\": []\n             ^");
        assertThat(shown("{\r\"rules\": [],\r\"ruels\": []}")).isEqualTo("\"ruels\": []}\n^");
        assertThat(shown("")).isEqualTo("\n^");
        assertThat(shown("{\n  \"rules\": [\n")).isEqualTo("\n^");
        assertThat(shown("{\"rules\": [] ")).isEqualTo("{\"rules\": []\n             ^");
    }

    @Test
    void tabs_becomeSpaces() {
        assertThat(shown("{\"rules\": [],\n\t\t\"a\":\t1}")).isEqualTo("        \"a\":    1}\n        ^");
        assertThat(shown("{\"rules\":\t[],\t\"ruels\": 1}"))
                .isEqualTo("{\"rules\":   [], \"ruels\": 1}\n                ^");
    }

    @Test
    void whatCannotBeSeen_isWrittenOut_andMovesTheCaret() {
        assertThat(shown("{\"rules\":[],/*\u202e\u200b*/\"ruels\": 1}"))
                .isEqualTo("{\"rules\":[],/*\\u202e\\u200b*/\"ruels\": 1}\n                            ^");
    }

    @Test
    void wideCharacters_moveTheCaretByTwo_andAccentsNot() {
        assertThat(shown("{\"rules\":[],/*\u65e5\ud83d\ude00e\u0301*/\"ruels\":1}"))
                .isEqualTo("{\"rules\":[],/*\u65e5\ud83d\ude00e\u0301*/\"ruels\":1}\n                     ^");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 59, 60, 61, 100, 10_000, 1_000_000})
    void longLine_isCut(int before) {
        String padding = "x".repeat(before);
        String text = "{/*" + padding + "*/\"ruels\": 1, \"rules\": [] /*" + "y".repeat(10_000) + "*/}";
        List<String> lines = shown(text).lines().toList();

        assertThat(lines.get(0)).hasSizeLessThan(130).endsWith("yyy...");
        assertThat(lines.get(0).substring(lines.get(1).length() - 1)).startsWith("\"ruels\": 1");
        assertThat(lines.get(0).startsWith("...")).isEqualTo(before > 55);
    }

    @Test
    void longLine_isNotCutWithinAPair() {
        String text = "{/*" + "\ud83d\ude00".repeat(1_000) + "*/\"ruels\": 1, \"rules\": [/*"
                + "\ud83d\ude00".repeat(500) + "*/]}";
        String line = shown(text).lines().findFirst().orElseThrow();
        String odd = shown("{/*x" + text.substring(3)).lines().findFirst().orElseThrow();

        assertThat(line).doesNotContain("\\u").startsWith("...\ud83d\ude00");
        assertThat(odd).doesNotContain("\\u").startsWith("...\ud83d\ude00");
    }

    @Test
    void line_isInNoMessage() {
        InvalidRulesException e = problems("{\"ruels\": \"hunter2\", \"rules\": []}");
        Problem problem = e.problems().get(0);

        assertThat(List.of(String.valueOf(e.getMessage()), problem.toString(), String.valueOf(problem.excerpt())))
                .noneMatch(message -> message.contains("hunter2"));
        assertThat(shown("{\"ruels\": \"hunter2\", \"rules\": []}")).contains("hunter2");
    }

    @Test
    void excerpt_isTheSame_inYaml() {
        InvalidRulesException e = catchThrowableOfType(
                InvalidRulesException.class,
                () -> RulesFile.load(RuleSource.text("waymark.yaml", "# \ud83d\ude00\nrules: []\nruels: []\n")));

        assertThat(e.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .startsWith("unknown key \"ruels\" (did you mean \"rules\"?); expected one of");
            assertThat(problem.excerpt()).isEqualTo(new Excerpt("ruels: []", 0));
        });
    }

    private static String shown(String json) {
        Excerpt excerpt = problems(json).problems().get(0).excerpt();
        assertThat(excerpt).isNotNull();
        return excerpt == null ? "" : excerpt.line() + "\n" + excerpt.pointer();
    }

    private static InvalidRulesException problems(String json) {
        InvalidRulesException e = catchThrowableOfType(
                InvalidRulesException.class, () -> RulesFile.load(RuleSource.text("waymark.json", json)));
        assertThat(e).isNotNull();
        return e;
    }
}
