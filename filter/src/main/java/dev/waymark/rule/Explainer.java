// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries rules as {@link Rules#decide} does, and keeps account of it. For one login, and one thread. */
final class Explainer {

    private final Login login;
    private final List<Explanation.OfRule> tried = new ArrayList<>();
    private @Nullable Decision decision;
    private @Nullable String failure;

    private Explainer(Login login) {
        this.login = login;
    }

    static Explanation explain(List<Rule> rules, Login login) {
        Explainer explainer = new Explainer(login);
        String end = null;
        for (Rule rule : rules) {
            if (end != null) {
                explainer.say(rule, false, end);
                continue;
            }
            explainer.attempt(rule);
            if (explainer.failure != null) {
                end = "it is not tried, since rule \"" + rule.name() + "\" fails";
            } else if (explainer.decision != null) {
                end = "it is not tried, since rule \"" + rule.name() + "\" decides";
            }
        }
        return explainer.explanation();
    }

    private Explanation explanation() {
        Decision decided = failure == null && decision == null ? Decision.NONE : decision;
        return new Explanation(decided, failure, tried);
    }

    private void say(Rule rule, boolean matched, String why) {
        tried.add(new Explanation.OfRule(rule.name(), matched, why));
    }

    private void attempt(Rule rule) {
        Map<String, String> groups = Map.of();
        for (Condition condition : rule.conditions()) {
            Map<String, String> found;
            try {
                found = condition.match(login);
            } catch (DecisionException e) {
                failure = String.valueOf(e.getMessage());
                say(rule, true, condition + " cannot be said: " + failure);
                return;
            }
            if (found == null) {
                say(rule, false, Reasons.unmet(condition, login));
                return;
            }
            groups = Conditions.merge(groups, found);
        }
        outcome(rule, groups);
    }

    private void outcome(Rule rule, Map<String, String> groups) {
        Outcome outcome = rule.outcome();
        boolean always = rule.conditions().isEmpty();
        Target target;
        try {
            target = outcome.preview(login, groups);
        } catch (DecisionException e) {
            failure = String.valueOf(rule.failure(e).getMessage());
            say(rule, true, (always ? "it has no conditions, but " : "its conditions hold, but ") + e.getMessage());
            return;
        }
        decision = rule.decision(target);
        if (decision == null) {
            String silence = Reasons.silence(outcome, login);
            say(rule, false, always ? silence : "its conditions hold, but " + silence);
        } else {
            String met = always ? "it has no conditions" : Reasons.met(rule.conditions(), login);
            say(rule, true, met + Reasons.choice(outcome, decision));
        }
    }
}
