// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import org.jspecify.annotations.Nullable;

/** Reads texts that users are shown: on one line, and with something to see in them. */
final class PlainTexts {

    private final Problems problems;
    private final Values values;

    PlainTexts(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    @Nullable
    String read(Node node, String expected) {
        String text = values.text(node, expected);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            problems.add(node, "expected " + expected + ", found only spaces");
            return null;
        }
        if (!Printable.is(text)) {
            problems.add(node, "the text holds a control character, or another that cannot be seen");
            return null;
        }
        return text;
    }
}
