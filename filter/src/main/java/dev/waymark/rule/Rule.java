// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * @return null where a condition does not hold
     * @throws DecisionException where the rule matches and its outcome cannot be had for this login
     */
    @Nullable
    Decision decide(Login login) {
        Map<String, String> groups = Map.of();
        for (Condition condition : conditions) {
            Map<String, String> found = condition.match(login);
            if (found == null) {
                return null;
            }
            groups = merge(groups, found);
        }
        if (outcome instanceof Outcome.ToTarget to) {
            return new Decision(Decision.Kind.TARGET, name, to.target());
        }
        if (outcome instanceof Outcome.ToBaseUrl to) {
            return new Decision(Decision.Kind.BASE_CS_URL, name, fill(to.template(), login, groups));
        }
        return new Decision(Decision.Kind.LEAVE, name, null);
    }

    private Target fill(UrlTemplate template, Login login, Map<String, String> groups) {
        try {
            return new Target(null, template.fill(login, groups), null);
        } catch (IllegalArgumentException e) {
            throw new DecisionException("rule \"" + name + "\": " + e.getMessage());
        }
    }

    private static Map<String, String> merge(Map<String, String> first, Map<String, String> second) {
        if (second.isEmpty()) {
            return first;
        }
        if (first.isEmpty()) {
            return second;
        }
        Map<String, String> both = new HashMap<>(first);
        both.putAll(second);
        return both;
    }
}
