// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.rule.Decision;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Login;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says where users are sent, in the words of a report. */
final class Decider {

    private final Rules rules;
    private final Map<String, Destination> inTurn = new HashMap<>();

    private Decider(Rules rules) {
        this.rules = rules;
    }

    /** Where each user is sent now. */
    static Decider each(Rules rules) {
        return new Decider(rules);
    }

    /** The same, but all targets of a round robin are one destination: who gets which is up to who came before. */
    static Decider comparing(Rules rules) {
        Decider decider = new Decider(rules);
        for (Rule rule : rules.inOrder()) {
            if (rule.outcome() instanceof Outcome.RoundRobin turns) {
                List<Target> targets = turns.targets();
                String label = "in turn: "
                        + String.join(
                                ", ",
                                targets.stream().map(Decider::label).sorted().toList());
                String urls = String.join(
                        " ", targets.stream().map(Decider::url).sorted().toList());
                decider.inTurn.put(rule.name(), new Destination(label, urls, rule.name(), null));
            }
        }
        return decider;
    }

    Destination decide(Login login) {
        try {
            Decision decision = rules.decide(login);
            Target target = decision.target();
            if (target == null) {
                return new Destination(Destination.LEFT, null, decision.rule(), null);
            }
            Destination turns = decision.kind() == Decision.Kind.ROUND_ROBIN ? inTurn.get(decision.rule()) : null;
            return turns != null ? turns : new Destination(label(target), url(target), decision.rule(), null);
        } catch (DecisionException e) {
            return new Destination(Destination.FAILED, null, null, String.valueOf(e.getMessage()));
        }
    }

    private static String label(Target target) {
        String name = target.name();
        return name == null ? url(target) : name;
    }

    private static String url(Target target) {
        return target.baseUrl().toString();
    }
}
