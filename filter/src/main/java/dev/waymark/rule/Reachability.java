// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that no login can reach: an earlier rule always decides, and its conditions hold wherever the later
 * one's do. Of a rule that lists texts, each may be taken by another one. For one thread.
 */
final class Reachability {

    /** What may be spent on comparing: some seconds at most. */
    private static final long BUDGET = 10_000_000;

    /** How many earlier rules are named. */
    private static final int NAMED = 3;

    private final List<Rule> rules;
    private final RuleIndex index;
    private final Implication implication = new Implication(BUDGET);

    private Reachability(List<Rule> rules, RuleIndex index) {
        this.rules = rules;
        this.index = index;
    }

    static List<Unreachable> unreachable(List<Rule> rules, RuleIndex index) {
        Reachability reachability = new Reachability(rules, index);
        List<Unreachable> unreachable = new ArrayList<>();
        int last = -1;
        for (int number = 0; number < rules.size(); number++) {
            if (last >= 0) {
                String name = rules.get(last).name();
                unreachable.add(
                        new Unreachable(number, List.of(last), "rule \"" + name + "\" before it decides every login"));
                continue;
            }
            Unreachable found = reachability.judge(number);
            if (found != null) {
                unreachable.add(found);
            }
            Rule rule = rules.get(number);
            if (rule.conditions().isEmpty() && decides(rule, rule)) {
                last = number;
            }
        }
        return unreachable;
    }

    private @Nullable Unreachable judge(int number) {
        Set<Integer> takers = new TreeSet<>();
        for (List<Condition> alternative : alternatives(rules.get(number).conditions())) {
            int taker = taker(number, alternative);
            if (taker < 0) {
                return null;
            }
            takers.add(taker);
        }
        List<Integer> named = takers.stream().limit(NAMED).toList();
        return new Unreachable(number, named, why(named, takers.size() - named.size()));
    }

    private String why(List<Integer> takers, int more) {
        if (takers.isEmpty()) {
            return "it wants one of no patterns, which nothing can match";
        }
        String names = takers.stream()
                .map(taker -> '"' + rules.get(taker).name() + '"')
                .collect(Collectors.joining(more == 0 ? " and " : ", "));
        String those = takers.size() == 1
                ? "rule " + names + " before it decides"
                : "the rules " + names + (more == 0 ? "" : " and " + more + " more") + " before it decide";
        return those + " every login that meets its conditions";
    }

    /** The conditions for each text of the longest list of texts: a rule holds where one of these does. */
    private static Iterable<List<Condition>> alternatives(List<Condition> conditions) {
        Condition.OfFact longest = null;
        for (Condition condition : conditions) {
            if (condition instanceof Condition.OfFact of
                    && of.anyOf().areExact()
                    && (longest == null || isLonger(of, longest))) {
                longest = of;
            }
        }
        if (longest == null) {
            return List.of(conditions);
        }
        Condition.OfFact split = longest;
        // One at a time, since most rules are reached by their first.
        return () -> split.anyOf().texts().stream()
                .map(text -> with(conditions, split, text))
                .iterator();
    }

    private static boolean isLonger(Condition.OfFact condition, Condition.OfFact than) {
        return condition.anyOf().texts().size() > than.anyOf().texts().size();
    }

    // That very one: two conditions of a rule may be equal.
    @SuppressWarnings("ReferenceEquality")
    private static List<Condition> with(List<Condition> conditions, Condition.OfFact split, String text) {
        Condition alternative = new Condition.OfFact(split.fact(), List.of(new ExactText(text)));
        return conditions.stream()
                .map(condition -> condition == split ? alternative : condition)
                .toList();
    }

    /**
     * The first rule before one that always decides under conditions, or -1 where none is found. An earlier rule that
     * wants texts has these conditions' texts among them, or does not follow; so it is enough to look where a login
     * with such texts would.
     */
    private int taker(int number, List<Condition> conditions) {
        Rule rule = rules.get(number);
        RuleIndex.Candidates candidates = index.candidates(Implication.example(conditions));
        for (int earlier = candidates.next(); earlier >= 0 && earlier < number; earlier = candidates.next()) {
            if (!implication.spend(1)) {
                return -1;
            }
            Rule candidate = rules.get(earlier);
            if (decides(candidate, rule) && implication.allFollow(candidate.conditions(), conditions)) {
                return earlier;
            }
        }
        return -1;
    }

    /**
     * Whether an outcome always says something, if only that it fails, of logins that meet the conditions of both
     * rules. A user ID is not known of each: at a portal, a user may log in with an email address.
     */
    private static boolean decides(Rule rule, Rule later) {
        return switch (rule.outcome().kind()) {
            case TARGET, BASE_CS_URL, ROUND_ROBIN, LEAVE -> true;
            case HASH ->
                rule.outcome() instanceof Outcome.Hash hash
                        && (Implication.known(rule.conditions()).contains(hash.by())
                                || Implication.known(later.conditions()).contains(hash.by()));
            case LOOKUP, NONE -> false;
        };
    }
}
