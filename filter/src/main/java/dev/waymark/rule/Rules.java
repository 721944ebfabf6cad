// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, in order, and the targets that they and a homeserver's own code can name. Immutable, and safe
 * for use by many threads.
 */
public final class Rules {

    private final Map<String, Target> targets;
    private final List<Rule> rules;
    private final RuleIndex index;
    private final Set<Fact> facts;

    public Rules(Map<String, Target> targets, List<Rule> rules) {
        this.targets = Map.copyOf(targets);
        this.rules = List.copyOf(rules);
        this.index = new RuleIndex(this.rules);
        Set<Fact> looked = EnumSet.noneOf(Fact.class);
        rules.forEach(rule -> looked.addAll(rule.facts()));
        this.facts = Collections.unmodifiableSet(looked);
    }

    /**
     * Decides where the user of a login belongs: the first rule that matches says so. Rules for exact user IDs,
     * server names and the like that cannot match are not looked at, so that thousands of them cost as much as a few.
     *
     * @throws DecisionException where that rule's outcome cannot be had for this login; no later rule is tried then,
     *     since the user would be sent where the operator did not mean
     */
    public Decision decide(Login login) {
        RuleIndex.Candidates candidates = index.candidates(login);
        for (int number = candidates.next(); number >= 0; number = candidates.next()) {
            Decision decision = rules.get(number).decide(login);
            if (decision != null) {
                return decision;
            }
        }
        return Decision.NONE;
    }

    /**
     * Decides as {@link #decide} does, and says why. Directories are asked as for a login; a turn that it would be is
     * not used up.
     */
    public Explanation explain(Login login) {
        return Explainer.explain(rules, login);
    }

    /**
     * The rules that no login can reach, in order. Each of them surely is such a rule; one that is so for reasons
     * that are hard to see (in regular expressions, in conditions in Java) is not found, nor are all in a file of
     * very many rules that would have to be compared with each other.
     */
    public List<Unreachable> unreachable() {
        return Reachability.unreachable(rules, index);
    }

    /** The target of that name, or null where there is none. */
    public @Nullable Target target(String name) {
        return targets.get(name);
    }

    /** The targets by name. */
    public Map<String, Target> targets() {
        return targets;
    }

    /** The facts that the rules look at. */
    public Set<Fact> facts() {
        return facts;
    }

    /** The rules in the order in which they are tried. */
    public List<Rule> inOrder() {
        return rules;
    }
}
