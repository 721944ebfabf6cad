// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.List;
import java.util.Map;

/** A value of the rules file that knows where it stands, so that a problem can be shown at its place. */
sealed interface Node {

    Place place();

    /** What it is, for "found ..." in a message. */
    String kind();

    /**
     * Where a value begins.
     *
     * @param path a JSON pointer
     */
    record Place(int line, int column, String path) {}

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

    record Text(Place place, String value) implements Node {
        @Override
        public String kind() {
            return "a string";
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
}
