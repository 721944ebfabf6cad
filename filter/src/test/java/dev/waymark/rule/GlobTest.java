// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "'*',       ''",
        "'*',       anything at all",
        "'**',      ''",
        "'hist-*',  hist-",
        "'hist-*',  hist-ada",
        "'*-hist',  ada-hist",
        "'a*c',     ac",
        "'a*c',     abcbc",
        "'*ab*ab*', aabab",
        "'*aab',    aaaab",
        "'?',       x",
        "'a?c',     abc",
        "'?*?',     xy",
        "'*?*?*',   xy",
        "'a.b*',    a.bc",
    })
    void match_holds(String pattern, String text) {
        assertThat(TextPattern.of(pattern).match(text)).isNotNull().isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'?',       ''",
        "'?',       xy",
        "'hist-*',  hist",
        "'hist-*',  prehist-ada",
        "'*-hist',  ada-history",
        "'a*c',     abcb",
        "'*ab*ab*', aabba",
        "'?*?',     x",
        "'a.b*',    axbc",
        "'A*',      ada",
    })
    void match_doesNotHold(String pattern, String text) {
        assertThat(TextPattern.of(pattern).match(text)).isNull();
    }

    @Test
    void match_takesAllCharactersAlike_newlinesAndNulToo() {
        assertThat(TextPattern.of("a*b?").match("a\n\r\u2028b\n")).isNotNull();
        assertThat(TextPattern.of("*x").match("\0")).isNull();
        // A pattern that has come to its end must not be taken to want a NUL.
        assertThat(TextPattern.of("a*b").match("ab\0")).isNull();
        assertThat(TextPattern.of("a?").match("ab\0")).isNull();
        assertThat(TextPattern.of("*?").match("a\0")).isNotNull();
    }

    @Test
    void of_takesTextExactly_whereNothingInItIsWild() {
        TextPattern pattern = TextPattern.of("a.b[c]\\d");

        assertThat(pattern.match("a.b[c]\\d")).isEmpty();
        assertThat(pattern.match("aXb[c]\\d")).isNull();
        assertThat(pattern.match("a.b[c]\\d ")).isNull();
        assertThat(pattern.groupNames()).isEmpty();
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(9);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(12);
    }

    @Property(tries = 5_000)
    void match_agreesWithRegularExpression(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        String regex = pattern.replace("*", ".*").replace("?", ".");

        assertThat(new Glob(pattern).match(text) != null).isEqualTo(Pattern.matches(regex, text));
    }

    @Test
    void match_isNotMadeSlow_byManyStars() {
        Glob glob = new Glob("*a".repeat(40) + "b");
        String text = "a".repeat(20_000);

        // Trying every way to divide the letters among the stars would take longer than the universe has.
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(glob.match(text)).isNull());
    }
}
