// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Login ADA = Login.of("@ada:ac.cdl");

    @Test
    void match_holds_whereOnePatternMatches() {
        Condition condition = condition(Fact.LOCALPART, "bob", "a*");

        assertThat(condition.match(ADA)).isEmpty();
        assertThat(condition.match(Login.of("@bob:ac.cdl"))).isEmpty();
        assertThat(condition.match(Login.of("@eve:ac.cdl"))).isNull();
    }

    @Test
    void match_looksAtItsFactOnly() {
        assertThat(condition(Fact.USER_ID, "@ada:ac.cdl").match(ADA)).isNotNull();
        assertThat(condition(Fact.LOCALPART, "@ada:ac.cdl").match(ADA)).isNull();
        assertThat(condition(Fact.SERVER_NAME, "ac.cdl").match(ADA)).isNotNull();
        assertThat(condition(Fact.LOCALPART, "ac.cdl").match(ADA)).isNull();
    }

    @Test
    void match_comparesWithCase() {
        assertThat(condition(Fact.LOCALPART, "Ada").match(ADA)).isNull();
        assertThat(condition(Fact.SERVER_NAME, "*.CDL").match(ADA)).isNull();
    }

    @Test
    void match_doesNotHold_whereFactIsNotKnown() {
        assertThat(condition(Fact.LOCALPART, "*").match(Login.of("ada"))).isNull();
    }

    @Test
    void match_doesNotHold_withoutPatterns() {
        assertThat(condition(Fact.LOCALPART).match(ADA)).isNull();
    }

    @Test
    void match_givesGroups_ofFirstPatternThatMatched() {
        Condition condition = new Condition.OfFact(
                Fact.LOCALPART,
                List.of(
                        new GroupsOf("bob", Map.of("who", "not this")),
                        new GroupsOf("ada", Map.of("who", "first")),
                        new GroupsOf("ada", Map.of("who", "second"))));

        assertThat(condition.match(ADA)).containsExactly(Map.entry("who", "first"));
    }

    @Test
    void groupNames_areThoseThatEveryPatternDefines() {
        Condition condition = new Condition.OfFact(
                Fact.LOCALPART,
                List.of(new GroupsOf("a", Map.of("x", "1", "y", "2")), new GroupsOf("b", Map.of("y", "3", "z", "4"))));

        assertThat(condition.groupNames()).containsExactly("y");
    }

    @Test
    void groupNames_areNone_whereOnePatternIsText() {
        Condition condition =
                new Condition.OfFact(Fact.LOCALPART, List.of(new GroupsOf("a", Map.of("x", "1")), TextPattern.of("b")));

        assertThat(condition.groupNames()).isEmpty();
        assertThat(condition(Fact.LOCALPART).groupNames()).isEmpty();
    }

    private static Condition condition(Fact fact, String... patterns) {
        return new Condition.OfFact(
                fact, Stream.of(patterns).map(TextPattern::of).toList());
    }
}
