// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that a whole text is held against. Implementations are immutable, safe for use by many threads, and take
 * time at most in proportion to the lengths of pattern and text multiplied: users choose the texts.
 */
public interface TextPattern {

    /**
     * Holds the text against the pattern.
     *
     * @return null where it does not match as a whole; otherwise the named groups that took part, often none
     */
    @Nullable
    Map<String, String> match(String text);

    /** The names of the groups that the pattern defines. */
    default Set<String> groupNames() {
        return Set.of();
    }

    /** The pattern as it is written in a rules file. */
    @Override
    String toString();

    /**
     * The same pattern with another {@link #toString}: for one that must not be repeated, since it holds what a
     * {@code ${env:NAME}} stood for.
     */
    default TextPattern shownAs(String text) {
        return new ShownPattern(this, text);
    }

    /** The pattern that a plain text in the rules file stands for: a glob where it has a {@code *} or {@code ?}. */
    static TextPattern of(String text) {
        boolean wild = text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
        return wild ? new Glob(text) : new ExactText(text);
    }
}
