// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that all of it is reported together. */
final class Problems {

    /** How many are told one by one: more than anybody reads. The rest are counted. */
    static final int MAX_TOLD = 10_000;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int count;

    Problems(String file) {
        this.file = file;
    }

    void add(Node.Place place, String message) {
        count++;
        if (count <= MAX_TOLD) {
            String path = place.path().toString();
            found.add(new Problem(file, place.line(), place.column(), path, Printable.of(message)));
        }
    }

    void add(Node node, String message) {
        add(node.place(), message);
    }

    /** A value of another type than the one that was expected. */
    void expected(String expected, Node found) {
        add(found, "expected " + expected + ", found " + found.kind());
    }

    int count() {
        return count;
    }

    void throwIfAny() throws InvalidRulesException {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new InvalidRulesException(found, count);
        }
    }
}
