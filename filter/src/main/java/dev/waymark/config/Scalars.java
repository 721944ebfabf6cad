// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads numbers, times and flags; where a value is something else or out of its range, reports that and gives null. */
final class Scalars {

    private final Problems problems;

    Scalars(Problems problems) {
        this.problems = problems;
    }

    /**
     * A whole number.
     *
     * @param what it is, for a message: {@code a whole number of bytes}
     */
    @Nullable
    Long number(Node node, String what, long min, long max) {
        String expected = what + " between " + min + " and " + max;
        if (!(node instanceof Node.Numeral number)) {
            problems.expected(expected, node);
            return null;
        }
        try {
            long value = Long.parseLong(number.digits());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below: it is out of range in the same way as a whole number is.
        }
        problems.add(node, "expected " + expected + ", found " + Values.abbreviated(number.digits()));
        return null;
    }

    /** True or false. */
    @Nullable
    Boolean flag(Node node) {
        if (node instanceof Node.Flag flag) {
            return flag.value();
        }
        problems.expected("true or false", node);
        return null;
    }

    /** A time. */
    @Nullable
    Duration duration(Node node, Duration min, Duration max) {
        String expected = "a time such as \"500ms\", \"2s\", \"10m\", \"1h\" or \"1d\", from " + Durations.toString(min)
                + " to " + Durations.toString(max);
        if (!(node instanceof Node.Text text)) {
            problems.expected(expected, node);
            return null;
        }
        Duration time = Durations.parse(text.value());
        if (time == null || time.compareTo(min) < 0 || time.compareTo(max) > 0) {
            problems.add(node, "expected " + expected + ", found " + Values.quoted(text));
            return null;
        }
        return time;
    }
}
