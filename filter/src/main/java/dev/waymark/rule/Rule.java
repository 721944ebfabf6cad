// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: where all conditions hold, the outcome is what happens. A rule without conditions always decides.
 *
 * @param name what logs and reports call it; unique in a rules file
 * @param conditions all of them must hold
 * @param outcome what is done then
 */
public record Rule(String name, List<Condition> conditions, Outcome outcome) {

    public Rule {
        conditions = List.copyOf(conditions);
    }

    /**
     * Decides a login.
     *
     * @return null where a condition does not hold, or the outcome says nothing of this login
     * @throws DecisionException where the rule matches and its outcome cannot be had for this login
     */
    @Nullable
    Decision decide(Login login) {
        Map<String, String> groups = Conditions.match(conditions, login);
        if (groups == null) {
            return null;
        }
        try {
            return decision(outcome.target(login, groups));
        } catch (DecisionException e) {
            throw failure(e);
        }
    }

    /** What it comes to where its conditions hold and its outcome has said this; null where that is nothing. */
    @Nullable
    Decision decision(@Nullable Target target) {
        return target == null && outcome.kind() != Decision.Kind.LEAVE
                ? null
                : new Decision(outcome.kind(), name, target);
    }

    /** What is thrown where its conditions hold and its outcome has thrown this. */
    DecisionException failure(DecisionException ofOutcome) {
        return new DecisionException("rule \"" + name + "\": " + ofOutcome.getMessage());
    }

    /** The facts that are looked at. */
    public Set<Fact> facts() {
        Set<Fact> facts = Conditions.facts(conditions);
        facts.addAll(outcome.facts());
        return facts;
    }
}
