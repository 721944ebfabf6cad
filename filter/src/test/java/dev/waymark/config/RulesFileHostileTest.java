// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules files whose problems could be hard to report. */
class RulesFileHostileTest {

    @ParameterizedTest
    @CsvSource({
        "\\n,           \\u000a",
        "\\r\\u001b[2J, \\u000d\\u001b[2J",
        "\\u0000,       \\u0000",
        "\\u009b31m,    \\u009b31m",
        "\\u202exyz,    \\u202exyz",
        "\\u2028,       \\u2028",
        "\\ufeff,       \\ufeff",
        "\\udb40\\udc41, \\udb40\\udc41",
        "\u00e9\ud83d\ude00, \u00e9\ud83d\ude00",
    })
    void message_showsWhatCannotBeSeen(String name, String shown) {
        assertThat(ProblemsOf.file("{\"rules\": [{\"target\": \"" + name + "\"}]}"))
                .containsExactly(
                        "1:23: /rules/0/target: no target has the name \"" + shown + "\"; and there are no targets");
        assertThat(ProblemsOf.file("{\"rules\": [], \"" + name + "\": 1}"))
                .singleElement()
                .asString()
                .startsWith("1:15: /" + shown + ": unknown key \"" + shown + "\"; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u001b", "\u007f", "x\u200b", "\u2028", "\u202e"})
    void message_showsWhatCannotBeSeen_whereFileIsNoJson(String garbage) {
        assertThat(ProblemsOf.file("{\"rules\": " + garbage + "}"))
                .singleElement()
                .asString()
                .startsWith("1:")
                .contains("not JSON: ")
                .doesNotContain(garbage.substring(garbage.length() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\u001b[31m", "\\u0000", "\\u202e", "\\u200b", "\\ud83d"})
    void name_thatCouldNotBeLogged_isRefused(String name) {
        String problem = "a name holds a control character, or another that cannot be seen";

        assertThat(ProblemsOf.file("{\"rules\": [{\"name\": \"a" + name + "\", \"leave\": true}]}"))
                .containsExactly("1:21: /rules/0/name: " + problem);
        if (!name.equals("\\ud83d")) {
            assertThat(ProblemsOf.file(
                            "{\"rules\": [], \"targets\": {\"a" + name + "\": {\"base_cs_url\": \"https://a\"}}}"))
                    .singleElement()
                    .asString()
                    .startsWith("1:27: /targets/a")
                    .endsWith(problem);
        }
    }

    @Test
    void message_cutsLongTexts() {
        String name = "x".repeat(199) + "\ud83d\ude00" + "x".repeat(10_000);

        assertThat(ProblemsOf.file("{\"rules\": [{\"target\": \"" + name + "\"}]}"))
                .containsExactly("1:23: /rules/0/target: no target has the name \"" + "x".repeat(199)
                        + "...\"; and there are no targets");
    }

    @Test
    void message_listsTheFirstOfManyTargets() {
        String targets = IntStream.range(100, 200)
                .mapToObj(i -> "\"t" + i + "\": {\"base_cs_url\": \"https://a\"}")
                .collect(Collectors.joining(", "));

        assertThat(ProblemsOf.file("{\"rules\": [{\"target\": \"t\"}], \"targets\": {" + targets + "}}"))
                .singleElement()
                .asString()
                .contains("expected one of t100, t101, ")
                .endsWith(", t149 and 50 more");
    }

    @Test
    void path_isCut_whereItIsLong() {
        String names = "{\"" + "y".repeat(999) + "\ud83d\ude00\": ";
        String json = "{\"rules\": [], \"a\": " + names.repeat(100) + "{\"b\": 1, \"b\": 2}" + "}".repeat(101);

        assertThat(ProblemsOf.file(json))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(1_300))
                .last()
                .asString()
                .contains(": /a/" + "y".repeat(997) + "...: the key \"b\" stands here again");
    }

    @Test
    void problems_areAllTold_upToTenThousand() {
        InvalidRulesException all = problemsOf(10_000);
        InvalidRulesException more = problemsOf(10_001);

        assertThat(all.problems()).hasSize(10_000);
        assertThat(all).message().startsWith("the rules file has 10000 problems:\n");
        assertThat(more.problems()).hasSize(10_000);
        assertThat(more).message().startsWith("the rules file has 10001 problems, of which these are 10000:\n");
    }

    private static InvalidRulesException problemsOf(int wrongRules) {
        String json = "{\"rules\": [" + "1,\n".repeat(wrongRules - 1) + "1]}";
        InvalidRulesException e = catchThrowableOfType(
                InvalidRulesException.class, () -> RulesFile.load(RuleSource.text("waymark.json", json)));
        assertThat(e).isNotNull();
        return e;
    }
}
