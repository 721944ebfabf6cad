// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that a login may meet without trying all. A rule that wants a fact to be one of some exact texts is
 * filed under these, and not looked at for a login with another; all other rules always are. So ten thousand rules
 * for one user each cost a hash look-up.
 *
 * <p>A rule that could be filed under several facts is so under the one that fewest other rules want to be the same:
 * of ten thousand rules for one server name and a localpart each, under the localpart. In the index it stands once
 * for each text of that condition. Immutable.
 *
 * <p>Texts are all that is hashed: the JDK keeps hold of the class loader of a record that was.
 */
final class RuleIndex {

    /** The rules that are looked at for every login, ascending. */
    private final RuleNumbers unfiled = new RuleNumbers();

    /** The others, by the fact that they are filed under. */
    private final List<File> files = new ArrayList<>();

    /** The rules that want one fact to be one of some exact texts, by these. */
    private record File(Fact fact, Map<String, RuleNumbers> texts) {}

    RuleIndex(List<Rule> rules) {
        Map<Fact, Map<String, Integer>> demand = demand(rules);
        for (int number = 0; number < rules.size(); number++) {
            Condition.OfFact best = null;
            int least = Integer.MAX_VALUE;
            for (Condition.OfFact condition : exactConditions(rules.get(number))) {
                int others = demand(condition, demand);
                if (others < least) {
                    least = others;
                    best = condition;
                }
            }
            file(number, best);
        }
    }

    private void file(int number, Condition.@Nullable OfFact under) {
        if (under == null) {
            unfiled.add(number);
            return;
        }
        Map<String, RuleNumbers> texts = texts(under.fact());
        for (String text : under.anyOf().texts()) {
            texts.computeIfAbsent(text, t -> new RuleNumbers()).add(number);
        }
    }

    private Map<String, RuleNumbers> texts(Fact fact) {
        for (File file : files) {
            if (file.fact() == fact) {
                return file.texts();
            }
        }
        File file = new File(fact, new HashMap<>());
        files.add(file);
        return file.texts();
    }

    /** How many rules want each fact to be each text. */
    private static Map<Fact, Map<String, Integer>> demand(List<Rule> rules) {
        Map<Fact, Map<String, Integer>> demand = new EnumMap<>(Fact.class);
        for (Rule rule : rules) {
            for (Condition.OfFact condition : exactConditions(rule)) {
                Map<String, Integer> texts = demand.computeIfAbsent(condition.fact(), fact -> new HashMap<>());
                condition.anyOf().texts().forEach(text -> texts.merge(text, 1, Integer::sum));
            }
        }
        return demand;
    }

    private static int demand(Condition.OfFact condition, Map<Fact, Map<String, Integer>> demand) {
        Map<String, Integer> texts = demand.getOrDefault(condition.fact(), Map.of());
        return condition.anyOf().texts().stream()
                .mapToInt(text -> texts.getOrDefault(text, 0))
                .max()
                .orElse(0);
    }

    /**
     * The conditions that a rule can be filed under. Behind one in Java there are none, since that one may fail: a
     * rule must not be passed over that would have failed.
     */
    private static List<Condition.OfFact> exactConditions(Rule rule) {
        List<Condition.OfFact> exact = new ArrayList<>();
        for (Condition condition : rule.conditions()) {
            if (mayFail(condition)) {
                break;
            }
            if (condition instanceof Condition.OfFact of && of.anyOf().areExact()) {
                exact.add(of);
            }
        }
        return exact;
    }

    private static boolean mayFail(Condition condition) {
        return condition instanceof Condition.Custom
                || (condition instanceof Condition.Not not
                        && not.conditions().stream().anyMatch(RuleIndex::mayFail));
    }

    /** The rules that a login may meet. */
    Candidates candidates(Login login) {
        RuleNumbers[] sources = new RuleNumbers[files.size() + 1];
        int count = 0;
        if (unfiled.size() > 0) {
            sources[count++] = unfiled;
        }
        for (int i = 0; i < files.size(); i++) {
            File file = files.get(i);
            String text = login.get(file.fact());
            RuleNumbers found = text == null ? null : file.texts().get(text);
            if (found != null) {
                sources[count++] = found;
            }
        }
        return new Candidates(sources, count);
    }

    /** Ascending numbers of rules, of several sources. For one login, and one thread. */
    static final class Candidates {

        private final RuleNumbers[] sources;
        private final int[] at;

        private Candidates(RuleNumbers[] sources, int count) {
            this.sources = sources;
            this.at = new int[count];
        }

        /** The next number, or -1 where there is none. No rule is in two sources. */
        int next() {
            int first = -1;
            int least = Integer.MAX_VALUE;
            for (int i = 0; i < at.length; i++) {
                if (at[i] < sources[i].size() && sources[i].get(at[i]) < least) {
                    least = sources[i].get(at[i]);
                    first = i;
                }
            }
            if (first < 0) {
                return -1;
            }
            at[first]++;
            return least;
        }
    }

    /** Numbers of rules, ascending. */
    static final class RuleNumbers {

        private int[] numbers = new int[1];
        private int size;

        private RuleNumbers() {}

        private void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = number;
        }

        int size() {
            return size;
        }

        int get(int i) {
            return numbers[i];
        }
    }
}
