// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The places at which a text is changed, and by what; all between them is copied as it is. What is put in is ASCII, so
 * that one splice serves bytes in UTF-8 and characters that will be written in any charset. Immutable.
 */
public final class Splice {

    private final List<Edit> edits;

    /** Replaces what is from {@code start} (inclusive) to {@code end} (exclusive); those two alike: an insertion. */
    static final class Edit {

        private final int start;
        private final int end;
        private final byte[] ascii;

        Edit(int start, int end, byte[] ascii) {
            this.start = start;
            this.end = end;
            this.ascii = ascii;
        }

        int start() {
            return start;
        }

        private int growth() {
            return ascii.length - (end - start);
        }
    }

    /** Edits in the order of their places, which do not overlap. */
    Splice(List<Edit> edits) {
        this.edits = List.copyOf(edits);
    }

    /** The length of the changed text where the original's is {@code length}. */
    public int resultLength(int length) {
        int result = length;
        for (Edit edit : edits) {
            result += edit.growth();
        }
        return result;
    }

    /** The changed text of the first {@code length} bytes of {@code original}. */
    public byte[] apply(byte[] original, int length) {
        byte[] result = new byte[resultLength(length)];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            int kept = edit.start - from;
            System.arraycopy(original, from, result, to, kept);
            System.arraycopy(edit.ascii, 0, result, to + kept, edit.ascii.length);
            to += kept + edit.ascii.length;
            from = edit.end;
        }
        System.arraycopy(original, from, result, to, length - from);
        return result;
    }

    /** The changed text of the first {@code length} characters of {@code original}. */
    public char[] apply(char[] original, int length) {
        StringBuilder result = new StringBuilder(resultLength(length));
        int from = 0;
        for (Edit edit : edits) {
            result.append(original, from, edit.start - from);
            result.append(new String(edit.ascii, StandardCharsets.US_ASCII));
            from = edit.end;
        }
        result.append(original, from, length - from);
        char[] characters = new char[result.length()];
        result.getChars(0, characters.length, characters, 0);
        return characters;
    }

    /**
     * Where the byte or character at a place of the original stands after the change.
     *
     * @return its new place, or -1 where it was replaced
     */
    public int newPlace(int place) {
        int shift = 0;
        for (Edit edit : edits) {
            if (edit.start > place) {
                break;
            }
            if (place < edit.end) {
                return -1;
            }
            shift += edit.growth();
        }
        return place + shift;
    }
}
