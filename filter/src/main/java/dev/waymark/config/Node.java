// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of the rules file that knows where it stands, so that a problem can be shown at its place. */
sealed interface Node {

    Place place();

    /** What it is, for "found ..." in a message. */
    String kind();

    /** Where a value begins. */
    record Place(int line, int column, Path path) {}

    /**
     * Where a value stands in its tree. Written out for what is reported only: the paths of all values together are as
     * long as the file is, times its depth.
     *
     * @param parent null at the root
     * @param name a key, or the number of an item
     */
    record Path(@Nullable Path parent, String name) {

        static final Path ROOT = new Path(null, "");

        /** Those of real rules files are far shorter. */
        private static final int MAX_LENGTH = 1000;

        Path step(String key) {
            return new Path(this, key);
        }

        /** A JSON pointer (RFC 6901), cut at the end where it is very long. */
        @Override
        public String toString() {
            Deque<String> steps = new ArrayDeque<>();
            for (Path path = this; path.parent != null; path = path.parent) {
                steps.push(path.name);
            }
            StringBuilder pointer = new StringBuilder();
            for (String step : steps) {
                pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
                if (pointer.length() > MAX_LENGTH) {
                    int end = Character.isHighSurrogate(pointer.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
                    return pointer.substring(0, end) + "...";
                }
            }
            return pointer.toString();
        }
    }

    /** An object; a member's own place is where its name stands. */
    record Struct(Place place, Map<String, Member> members) implements Node {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record Member(Place namePlace, Node value) {}

    record Array(Place place, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A string.
     *
     * @param value what it stands for, which may be a secret where something was filled in: never for a message
     * @param written as it stands in the file, for messages
     */
    record Text(Place place, String value, String written) implements Node {

        Text(Place place, String value) {
            this(place, value, value);
        }

        /** Whether it stands for something else than what was written. */
        boolean isFilledIn() {
            return !value.equals(written);
        }

        @Override
        public String kind() {
            return "a string";
        }

        /** Without the value. */
        @Override
        public String toString() {
            return "Text[" + place + ", " + written + "]";
        }
    }

    /** A number, as it was written. */
    record Numeral(Place place, String digits) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Flag(Place place, boolean value) implements Node {
        @Override
        public String kind() {
            return Boolean.toString(value);
        }
    }

    record Null(Place place) implements Node {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A value that could not be read. That has been reported, so nothing else is expected of it. */
    record Broken(Place place) implements Node {
        @Override
        public String kind() {
            return "a value that cannot be read";
        }
    }
}
