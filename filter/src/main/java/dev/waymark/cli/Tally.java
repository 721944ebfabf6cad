// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts by name, in bounded memory: with base URLs that are made of user names there could be as many names as users, so
 * those after the first ten thousand are counted together.
 */
final class Tally {

    /** What the names after the first ten thousand are counted as. */
    static final String OTHERS = "(others)";

    private static final int MAX_NAMES = 10_000;

    private final Map<String, long[]> counts = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** A name that is there even with nothing counted. */
    void expect(String name) {
        count(name, 0);
    }

    void add(String name) {
        count(counts.containsKey(name) || names.size() < MAX_NAMES ? name : OTHERS, 1);
    }

    private void count(String name, long more) {
        long[] count = counts.get(name);
        if (count == null) {
            count = new long[1];
            counts.put(name, count);
            names.add(name);
        }
        count[0] += more;
    }

    /** The counts in the order in which the names came. */
    Map<String, Long> inOrder() {
        Map<String, Long> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, value(name)));
        return ordered;
    }

    /** The counts, largest first. */
    Map<String, Long> bySize() {
        Map<String, Long> ordered = new LinkedHashMap<>();
        names.stream()
                .sorted(Comparator.comparingLong(this::value).reversed())
                .forEach(name -> ordered.put(name, value(name)));
        return ordered;
    }

    private long value(String name) {
        long[] count = counts.get(name);
        return count == null ? 0 : count[0];
    }
}
