// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matches one text and has named groups of that: this package knows no regular expressions. */
record GroupsOf(String expected, Map<String, String> groups) implements TextPattern {

    @Override
    public @Nullable Map<String, String> match(String text) {
        return expected.equals(text) ? groups : null;
    }

    @Override
    public Set<String> groupNames() {
        return groups.keySet();
    }
}
