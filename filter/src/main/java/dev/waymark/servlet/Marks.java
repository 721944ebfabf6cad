// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.util.Arrays;

/**
 * What a homeserver did, in order: writes and flushes, which decide how the container frames the response, and line ends,
 * whose form is the container's own. Each with the place in the held text that had been reached by it.
 */
final class Marks {

    /** Several bytes at once. */
    static final int WRITE = 0;
    /** Single bytes; all that come one after the other are one mark. */
    static final int BYTES = 1;

    static final int FLUSH = 2;
    /** The place is that of the character that stands for it. */
    static final int LINE_END = 3;
    /** Like a write, but with a buffer (Servlet 6.1), which some containers send at once rather than copy. */
    static final int BUFFER = 4;

    private static final int KIND_BITS = 3;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    private static final long[] NONE = {};

    private long[] marks = NONE;
    private int size;
    private int flushes;
    private int buffers;
    private int lineEnds;

    /** Adds a mark behind all earlier ones. A flush right after a flush sends nothing, and is not kept. */
    void add(int kind, int place) {
        long mark = (long) place << KIND_BITS | kind;
        if (size > 0 && (isRepeated(kind, mark) || isContinued(kind))) {
            marks[size - 1] = mark;
            return;
        }
        if (size == marks.length) {
            marks = Arrays.copyOf(marks, Math.max(4, size * 2));
        }
        marks[size++] = mark;
        flushes += kind == FLUSH ? 1 : 0;
        buffers += kind == BUFFER ? 1 : 0;
        lineEnds += kind == LINE_END ? 1 : 0;
    }

    private boolean isRepeated(int kind, long mark) {
        return kind == FLUSH && marks[size - 1] == mark;
    }

    private boolean isContinued(int kind) {
        return kind == BYTES && kind(size - 1) == BYTES;
    }

    int size() {
        return size;
    }

    int kind(int index) {
        return (int) marks[index] & KIND_MASK;
    }

    int place(int index) {
        return (int) (marks[index] >>> KIND_BITS);
    }

    int lineEnds() {
        return lineEnds;
    }

    /** The same for a text that has nothing in common with the one that was written. */
    Marks forOther(int length) {
        Marks once = new Marks();
        once.add(buffers > 0 ? BUFFER : WRITE, length);
        if (flushes > 0) {
            once.add(FLUSH, length);
        }
        return once;
    }

    void clear() {
        size = 0;
        flushes = 0;
        buffers = 0;
        lineEnds = 0;
    }
}
