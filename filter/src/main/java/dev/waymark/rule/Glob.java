// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text in which {@code *} stands for any characters, none included, and {@code ?} for exactly one. */
record Glob(String pattern) implements TextPattern {

    @Override
    public @Nullable Map<String, String> match(String text) {
        return matches(text) ? Map.of() : null;
    }

    /**
     * Greedy with a single point of return: only the last star has ever to be tried again, since an earlier one that
     * took more would merely leave less to the ones after it.
     */
    private boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether it matches every text. */
    boolean matchesAll() {
        return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
    }

    /**
     * Whether it surely matches all that another one does: where it matches the other as a text, its stars take in
     * the other's stars, and nothing else does, for a letter of a glob is never a star.
     */
    boolean covers(Glob other) {
        boolean starsMeetStars = pattern.indexOf('?') < 0 || other.pattern.indexOf('*') < 0;
        return pattern.equals(other.pattern) || matchesAll() || (starsMeetStars && matches(other.pattern));
    }

    @Override
    public String toString() {
        return '"' + pattern + '"';
    }
}
