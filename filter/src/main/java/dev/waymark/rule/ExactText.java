// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Matches one text, letter by letter: Matrix user IDs and server names are compared with their case. */
record ExactText(String expected) implements TextPattern {

    @Override
    public @Nullable Map<String, String> match(String text) {
        return expected.equals(text) ? Map.of() : null;
    }

    @Override
    public String toString() {
        return '"' + expected + '"';
    }
}
