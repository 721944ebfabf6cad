// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.re2j.Pattern;
import dev.waymark.rule.Login;
import java.util.concurrent.FutureTask;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions that grow when they are compiled. */
class RegexSizeTest {

    private static final String TOO_LARGE =
            "the regular expression is too large: with its counted repetitions written out it has more than 3000 steps";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = ' ',
            value = {
                "abc 3",
                "a{3} 3",
                "a{2,5}b 6",
                "a{2,} 2",
                "(ab){3} 9",
                "((a{10}){10}){10} 1110",
                "(a|b){2}c 9",
                "[a-z]{4} 4",
                "[]{9}]{2} 2",
                "[^]{9}]{2} 2",
                "[\\]{9}]{2} 2",
                "\\{9} 3",
                "\\x{1F600} 1",
                "\\p{Greek}{2} 2",
                "\\pL{3} 4",
                "a{b} 3",
                "a{ 1",
                "\\Qa{9}\\E{2} 5",
                "\\Qa{9} 4",
                "[a-z 1",
                "(a 1",
                "a) 2",
                "\\ 1",
                "a{99999} 1000",
            })
    void size_countsWhatRepetitionsStandFor(String regex, long size) {
        assertThat(RegexSize.of(regex)).isEqualTo(size);
    }

    @Test
    void size_stopsAtLargestNumber() {
        assertThat(RegexSize.of("(".repeat(30) + "a" + "{1000})".repeat(30))).isEqualTo(Long.MAX_VALUE);
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(
                        "a", "b", "(", ")", "[", "]", "{2}", "{0,3}", "{7}", "*", "?", "|", "\\", "\\Q", "\\E", "^",
                        "x{1F}")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 3_000)
    void size_isNotFarBelowThatOfTheProgram(@ForAll("regexes") String regex) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (RuntimeException e) {
            return;
        }
        // Each step may need another that branches, and brackets two to note where a group begins and ends.
        assertThat((long) pattern.programSize()).isLessThanOrEqualTo(4 * RegexSize.of(regex) + 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{1000}){1000}",
                "(?:(?:[a-z]{0,100}){0,100}){0,100}",
                "(\\\\Qx\\\\E{1000}){100}",
                "(((((a?){9}){9}){9}){9}){9}"
            })
    void load_refusesRegex_thatGrows(String regex) {
        assertThat(ProblemsOf.file(rule(regex))).containsExactly("1:36: /rules/0/localpart/regex: " + TOO_LARGE);
    }

    @Test
    void load_refusesRegex_thatIsLong() {
        assertThat(ProblemsOf.file(rule("a?".repeat(5_000))))
                .containsExactly("1:36: /rules/0/localpart/regex: " + TOO_LARGE);
        assertThat(ProblemsOf.file(rule("[" + "a-z".repeat(3_333) + "]")))
                .containsExactly(
                        "1:36: /rules/0/localpart/regex: the regular expression is longer than 10000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "\\\\x{1F600}",
                "[a-z]{1,255}",
                "((a{10}){10}){10}"
            })
    void load_takesRegex_ofOrdinarySize(String regex) {
        assertThatCode(() -> RulesFile.load(RuleSource.text("waymark.json", rule(regex))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?", "a*", "(?:|a)", "(?:a*)*b?"})
    void largestRegex_isMatched_onSmallStack(String unit) throws Exception {
        int units = 1;
        while (Pattern.compile(unit.repeat(units + 50)).programSize() <= 3000) {
            units += 50;
        }
        RulesFile file = RulesFile.load(RuleSource.text("waymark.json", rule(unit.repeat(units) + "!")));
        FutureTask<Object> decision =
                new FutureTask<>(() -> file.rules().decide(Login.of("@" + "a".repeat(99) + "!:x")));

        Thread thread = new Thread(null, decision, "small stack", 512 * 1024);
        thread.start();

        assertThat(decision.get()).isNotNull();
    }

    private static String rule(String regex) {
        return "{\"rules\": [{\"localpart\": {\"regex\": \"" + regex + "\"}, \"leave\": true}]}";
    }
}
