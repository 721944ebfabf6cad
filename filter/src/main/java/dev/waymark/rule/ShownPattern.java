// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pattern that readers are shown as another text. */
record ShownPattern(TextPattern pattern, String text) implements TextPattern {

    /** The pattern itself, however it is shown. */
    static TextPattern plain(TextPattern pattern) {
        TextPattern plain = pattern;
        while (plain instanceof ShownPattern shown) {
            plain = shown.pattern();
        }
        return plain;
    }

    @Override
    public @Nullable Map<String, String> match(String value) {
        return pattern.match(value);
    }

    @Override
    public Set<String> groupNames() {
        return pattern.groupNames();
    }

    @Override
    public String toString() {
        return text;
    }
}
