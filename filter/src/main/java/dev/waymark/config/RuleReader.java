// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.Condition;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of one rule: {@code name}, a string that can be printed, unique, by default "rule 3" for the third; any
 * conditions, see {@link ConditionsReader}; and exactly one outcome, see {@link OutcomeReader}.
 */
final class RuleReader {

    private static final Set<String> KEYS = keys();

    private final Problems problems;
    private final Values values;
    private final ConditionsReader conditions;
    private final OutcomeReader outcomes;
    private final Map<String, Node> names = new HashMap<>();

    /** A reader of the rules of one file, in order. */
    RuleReader(Problems problems, ConditionsReader conditions, OutcomeReader outcomes) {
        this.problems = problems;
        this.values = new Values(problems);
        this.conditions = conditions;
        this.outcomes = outcomes;
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>(OutcomeReader.KEYS);
        keys.add("name");
        keys.addAll(ConditionsReader.KEYS);
        return keys;
    }

    /** The rule, or null where a problem was reported; {@code number} counts from 1. */
    @Nullable
    Rule read(Node node, int number) {
        Map<String, Node> members = values.struct(node, "a rule: an object", KEYS);
        if (members == null) {
            return null;
        }
        String name = name(node, members.get("name"), number);
        int problemsBefore = problems.count();
        List<Condition> all = conditions.read(members);
        boolean groupsAreKnown = problems.count() == problemsBefore;
        Outcome outcome = outcomes.read(node, members, groupsAreKnown ? all : null);
        return outcome == null ? null : new Rule(name, all, outcome);
    }

    private String name(Node rule, @Nullable Node node, int number) {
        String name = node == null ? "rule " + number : values.text(node, "a string");
        if (name == null) {
            return "rule " + number;
        }
        Node named = node == null ? rule : node;
        if (named instanceof Node.Text text) {
            // It comes to stand in logs and metrics, where nothing that is filled in may.
            name = text.written();
        }
        if (!Printable.is(name)) {
            problems.add(named, Values.NOT_PRINTABLE);
        }
        Node earlier = names.putIfAbsent(name, named);
        if (earlier != null) {
            problems.add(
                    named,
                    "a rule in line " + earlier.place().line() + " has the name "
                            + Values.quoted(name)
                            + " already; expected another");
        }
        return name;
    }
}
