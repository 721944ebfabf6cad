// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text, ended by a line feed, a carriage return, or both in this order. Immutable. */
final class Lines {

    private final String text;

    /** Where each line begins, as an index of the text. */
    private final int[] starts;

    Lines(String text) {
        this.text = text;
        this.starts = starts(text);
    }

    private static int[] starts(String text) {
        int[] starts = new int[64];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /** The place, at the root's path or another, of an index into the text. */
    Node.Place place(int index, Node.Path path) {
        int found = Arrays.binarySearch(starts, index);
        int line = found >= 0 ? found : -found - 2;
        return new Node.Place(line + 1, index - starts[line] + 1, path);
    }

    /** What can be shown of a place; null where the text has no such place. */
    @Nullable
    Excerpt excerpt(int line, int column) {
        if (line < 1 || line > starts.length || column < 1) {
            return null;
        }
        int start = starts[line - 1];
        int end = line < starts.length ? starts[line] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return column - 1 > end - start ? null : Excerpt.of(text, start, end, start + column - 1);
    }
}
