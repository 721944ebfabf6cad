// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that are not looked at are those that would not have matched. */
class RuleIndexTest {

    private static final Outcome TO_EAST = new Outcome.ToTarget(AnyRules.target("east"));

    @Property(tries = 5_000)
    void decide_comesToWhatPlainWalkDoes(
            @ForAll("ruleLists") Supplier<List<Rule>> list, @ForAll @Size(max = 4) List<@From("logins") Login> logins) {
        Rules rules = new Rules(Map.of(), list.get());
        List<Rule> walked = list.get();

        for (Login login : logins) {
            assertThat(outcome(() -> rules.decide(login))).isEqualTo(outcome(() -> walk(walked, login)));
        }
    }

    /** The first rule that matches, each tried in turn. */
    private static Decision walk(List<Rule> rules, Login login) {
        for (Rule rule : rules) {
            Decision decision = rule.decide(login);
            if (decision != null) {
                return decision;
            }
        }
        return Decision.NONE;
    }

    private static Object outcome(Supplier<Decision> decide) {
        try {
            return decide.get();
        } catch (DecisionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Property(tries = 5_000)
    void patterns_matchAsThoughTriedInOrder(
            @ForAll("patternLists") List<TextPattern> list, @ForAll("userIds") String text) {
        Map<String, String> plain = null;
        for (TextPattern pattern : list) {
            plain = plain == null ? pattern.match(text) : plain;
        }

        assertThat(Patterns.of(list).match(text)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000})
    void decide_triesFewRules_howeverManyThereAre(int count) {
        assertTried(1, count, i -> List.of(when(Fact.USER_ID, "@u" + i + ":x")));
        assertTried(1, count, i -> List.of(when(Fact.SERVER_NAME, "s" + i), when(Fact.LOCALPART, "u")));
        assertTried(1, count, i -> List.of(when(Fact.SERVER_NAME, "x"), when(Fact.LOCALPART, "u" + i)));
        assertTried(1, count, i -> List.of(when(Fact.LOCALPART, "*"), when(Fact.ADDRESS, "u" + i + "@x")));
        assertTried(1, count, i -> List.of(when(Fact.SERVER_NAME, "x", "s" + i), when(Fact.USER_ID, "@u" + i + ":x")));
        assertTried(2, count, i -> i == 3 ? List.of() : List.of(when(Fact.USER_ID, "@u" + i + ":x")));
    }

    /** Of as many rules, each with conditions of its own, how many are tried for the user of the last at most. */
    private static void assertTried(int most, int count, IntFunction<List<Condition>> conditions) {
        AtomicInteger tried = new AtomicInteger();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Condition> counted = new ArrayList<>(conditions.apply(i));
            TextPattern counting = new Counting(tried);
            // First, so that it is looked at for each rule that is tried; it holds for the directory's sake only.
            counted.add(0, new Condition.OfFact(Fact.USER_ID, List.of(counting)));
            rules.add(new Rule("rule " + i, counted, new Outcome.Lookup(new Known(null, Set.of()))));
        }
        int last = count - 1;
        Login login = Login.builder()
                .userId("@u" + last + ":x")
                .with(Fact.ADDRESS, "u" + last + "@x")
                .build();

        assertThat(new Rules(Map.of(), rules).decide(login)).isEqualTo(Decision.NONE);
        assertThat(tried).hasValueLessThanOrEqualTo(most);
    }

    @Test
    void decide_findsRulesOfAllFacts_inOrder() {
        List<Rule> list = List.of(
                new Rule("user", List.of(when(Fact.USER_ID, "@a:x"), when(Fact.HOST, "h")), TO_EAST),
                new Rule("glob", List.of(when(Fact.LOCALPART, "z*")), TO_EAST),
                new Rule("server", List.of(when(Fact.SERVER_NAME, "x", "y"), when(Fact.HOST, "h")), TO_EAST),
                new Rule("local", List.of(when(Fact.LOCALPART, "b", "a", "a")), TO_EAST),
                new Rule("rest", List.of(), TO_EAST));
        Rules rules = new Rules(Map.of(), list);

        RuleIndex index = new RuleIndex(list);
        assertThat(numbers(index.candidates(Login.of("@a:x")))).containsExactly(0, 1, 2, 3, 4);
        assertThat(numbers(index.candidates(Login.of("@a:z")))).containsExactly(1, 3, 4);
        assertThat(numbers(index.candidates(Login.of("a")))).containsExactly(1, 4);
        assertThat(rules.decide(Login.of("@a:x")).rule()).isEqualTo("local");
        assertThat(rules.decide(Login.of("@c:x")).rule()).isEqualTo("rest");
    }

    private static IntStream numbers(RuleIndex.Candidates candidates) {
        return IntStream.generate(candidates::next).takeWhile(number -> number >= 0);
    }

    @Test
    void longList_isLookedUp_andOnlyWhatStandsBeforeTheTextIsTried() {
        AtomicInteger tried = new AtomicInteger();
        List<TextPattern> list = new ArrayList<>();
        IntStream.range(0, 10_000).mapToObj(i -> TextPattern.of("u" + i)).forEach(list::add);
        list.add(5_000, new Counting(tried));
        list.add(0, new GroupsOf("u7", Map.of("who", "first")));
        Patterns patterns = Patterns.of(list);

        assertThat(patterns.match("u7")).containsEntry("who", "first");
        assertThat(patterns.match("u4999")).isEmpty();
        assertThat(tried).hasValue(0);
        assertThat(patterns.match("u9999")).isEmpty();
        assertThat(tried).hasValue(1);
    }

    @Test
    void conditionInJava_isAsked_whereLaterConditionIsExact() {
        AtomicInteger asked = new AtomicInteger();
        Condition counting = new Condition.Custom("counting", login -> asked.incrementAndGet() > 0, Set.of());
        Rules rules = new Rules(
                Map.of(),
                List.of(
                        new Rule("before", List.of(counting, when(Fact.LOCALPART, "b")), TO_EAST),
                        new Rule(
                                "within",
                                List.of(new Condition.Not(List.of(counting)), when(Fact.LOCALPART, "b")),
                                TO_EAST),
                        new Rule("behind", List.of(when(Fact.LOCALPART, "b"), counting), TO_EAST)));

        rules.decide(Login.of("@a:x"));

        assertThat(asked).hasValue(2);
    }

    @Provide
    Arbitrary<Supplier<List<Rule>>> ruleLists() {
        return AnyRules.rules(12);
    }

    @Provide
    Arbitrary<Login> logins() {
        return AnyRules.logins();
    }

    @Provide
    Arbitrary<List<TextPattern>> patternLists() {
        return AnyRules.patterns(Fact.USER_ID).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> userIds() {
        return AnyRules.texts(Fact.USER_ID);
    }

    private static Condition when(Fact fact, String... patterns) {
        return new Condition.OfFact(
                fact, Stream.of(patterns).map(TextPattern::of).toList());
    }

    /** Matches everything, and counts how often it is asked. */
    private record Counting(AtomicInteger asked) implements TextPattern {

        @Override
        public Map<String, String> match(String text) {
            asked.incrementAndGet();
            return Map.of();
        }
    }
}
