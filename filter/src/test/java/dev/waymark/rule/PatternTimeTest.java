// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.junit.jupiter.api.Named.named;

import dev.waymark.Growth;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matching takes a time in proportion to the pattern, and to the text; filling in, to what fits into a URL. */
class PatternTimeTest {

    /** Each pattern does the worst on the letters {@code a} that it is held against. */
    static Stream<Named<IntFunction<String>>> globs() {
        return Stream.of(
                named("stars", size -> "*".repeat(size)),
                named("stars and letters", size -> "*a".repeat(size / 2) + "b"),
                named("stars and question marks", size -> "*?".repeat(size / 2) + "b"),
                named("a star, and much behind it", size -> "*" + "a".repeat(size) + "b"),
                named("question marks", size -> "?".repeat(size) + "b"));
    }

    @ParameterizedTest
    @MethodSource("globs")
    void glob_takesLinearTime_inItsText(IntFunction<String> pattern) {
        TextPattern glob = TextPattern.of(pattern.apply(100));

        Growth.requireLinear(
                size -> {
                    String text = "a".repeat(size);
                    return () -> glob.match(text);
                },
                20_000);
    }

    @ParameterizedTest
    @MethodSource("globs")
    void glob_takesLinearTime_inItsLength(IntFunction<String> pattern) {
        // Eight times the pattern must not be eight times as long as the text, where it would not be looked at whole.
        String text = "a".repeat(200_000);

        Growth.requireLinear(
                size -> {
                    TextPattern glob = TextPattern.of(pattern.apply(size));
                    return () -> glob.match(text);
                },
                50);
    }

    @Test
    void template_isFilledIn_noFurtherThanFits() {
        UrlTemplate template = UrlTemplate.parse("https://ac.cdl/" + "{user_id}/".repeat(900), Set.of());

        Growth.requireLinear(
                size -> {
                    Login login = Login.of("@" + "\ud83d\ude00".repeat(size) + ":x");
                    return () -> {
                        try {
                            template.fill(login, Map.of());
                        } catch (IllegalArgumentException e) {
                            // It is too long, as it should be.
                        }
                    };
                },
                100_000);
    }

    @Test
    void userId_isTakenApart_inLinearTime() {
        Growth.requireLinear(
                size -> {
                    String userId = "@" + "a:".repeat(size);
                    return () -> Login.of(userId);
                },
                500_000);
    }
}
