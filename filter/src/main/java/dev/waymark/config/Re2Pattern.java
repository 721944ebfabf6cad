// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.waymark.rule.TextPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 regular expression, matched whole. RE2 because users choose what it is matched against: it takes linear time,
 * where {@code java.util.regex} can be made to take for ever.
 */
record Re2Pattern(Pattern pattern) implements TextPattern {

    @Override
    public @Nullable Map<String, String> match(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        if (pattern.namedGroups().isEmpty()) {
            return Map.of();
        }
        Map<String, String> groups = new HashMap<>();
        for (String name : pattern.namedGroups().keySet()) {
            String value = matcher.group(name);
            if (value != null) {
                groups.put(name, value);
            }
        }
        return groups;
    }

    @Override
    public Set<String> groupNames() {
        return pattern.namedGroups().keySet();
    }

    @Override
    public String toString() {
        return "{\"regex\": \"" + pattern.pattern() + "\"}";
    }
}
