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
    private final Set<Fact> facts;

    public Rules(Map<String, Target> targets, List<Rule> rules) {
        this.targets = Map.copyOf(targets);
        this.rules = List.copyOf(rules);
        Set<Fact> looked = EnumSet.noneOf(Fact.class);
        rules.forEach(rule -> looked.addAll(rule.facts()));
        this.facts = Collections.unmodifiableSet(looked);
    }

    /**
     * Decides where the user of a login belongs: the first rule that matches says so.
     *
     * @throws DecisionException where that rule's outcome cannot be had for this login; no later rule is tried then,
     *     since the user would be sent where the operator did not mean
     */
    public Decision decide(Login login) {
        for (Rule rule : rules) {
            Decision decision = rule.decide(login);
            if (decision != null) {
                return decision;
            }
        }
        return Decision.NONE;
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
