// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold. */
final class Conditions {

    private Conditions() {}

    /** Null where one of them does not hold; otherwise the named groups of all. */
    static @Nullable Map<String, String> match(List<Condition> conditions, Login login) {
        Map<String, String> groups = Map.of();
        for (Condition condition : conditions) {
            Map<String, String> found = condition.match(login);
            if (found == null) {
                return null;
            }
            groups = merge(groups, found);
        }
        return groups;
    }

    static Set<Fact> facts(List<Condition> conditions) {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        conditions.forEach(condition -> facts.addAll(condition.facts()));
        return facts;
    }

    static String toString(List<Condition> conditions) {
        return conditions.stream().map(Condition::toString).collect(Collectors.joining(" and "));
    }

    static Map<String, String> merge(Map<String, String> first, Map<String, String> second) {
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
