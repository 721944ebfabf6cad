// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a CSV file: so much of it as anybody reads, and how much more there is. For use by one thread. */
final class CsvProblems {

    /** How many are told one by one. */
    static final int MAX_TOLD = 100;

    /** How many are counted. A file with more of them is not read to its end. */
    static final int MAX_COUNTED = 10_000;

    private final List<Problem> told = new ArrayList<>();
    private int count;

    /**
     * One of them.
     *
     * @param line from 1
     * @param column in characters, from 1
     */
    record Problem(int line, int column, String message) {}

    /** Whether another one would be told, and not only counted. */
    boolean isTelling() {
        return count < MAX_TOLD;
    }

    void add(int line, int column, String message) {
        if (isTelling()) {
            told.add(new Problem(line, column, message));
        } else if (count == MAX_TOLD) {
            told.add(new Problem(line, column, ""));
        }
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether there is no use in reading on. */
    boolean isFull() {
        return count >= MAX_COUNTED;
    }

    /** Those that are told, in the order of the file; where there are more, the last one says how many. */
    List<Problem> told() {
        if (count <= MAX_TOLD) {
            return told;
        }
        List<Problem> all = new ArrayList<>(told);
        Problem next = all.remove(MAX_TOLD);
        int more = count - MAX_TOLD;
        String message = isFull()
                ? "from here on " + more + " problems more, and perhaps others: the rest of the file was not read"
                : "from here on " + more + (more == 1 ? " problem more" : " problems more");
        all.add(new Problem(next.line(), next.column(), message));
        return all;
    }
}
