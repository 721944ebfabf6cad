// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule: one of the patterns must match the fact. A fact that is not known matches nothing.
 *
 * @param fact what is looked at
 * @param anyOf the patterns, tried in order
 */
public record Condition(Fact fact, List<TextPattern> anyOf) {

    public Condition {
        anyOf = List.copyOf(anyOf);
    }

    /** Null where the condition does not hold; otherwise the named groups of the first pattern that matched. */
    @Nullable
    Map<String, String> match(Login login) {
        String text = login.get(fact);
        if (text == null) {
            return null;
        }
        for (TextPattern pattern : anyOf) {
            Map<String, String> groups = pattern.match(text);
            if (groups != null) {
                return groups;
            }
        }
        return null;
    }

    /** The groups that are defined whichever of the patterns matches: those that a template may rely on. */
    public Set<String> groupNames() {
        Set<String> names = null;
        for (TextPattern pattern : anyOf) {
            if (names == null) {
                names = new TreeSet<>(pattern.groupNames());
            } else {
                names.retainAll(pattern.groupNames());
            }
        }
        return names == null ? Set.of() : names;
    }
}
