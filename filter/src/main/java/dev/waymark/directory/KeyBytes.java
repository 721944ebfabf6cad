// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

/**
 * A key of a table as bytes: UTF-8 (RFC 3629), in lower case where case does not count. Lower case is Unicode's simple
 * mapping, character by character: the same in any locale, whatever stands next to it. Not safe for use by many threads.
 */
final class KeyBytes {

    /** The longest key, in bytes. A user ID has at most 255 (Matrix specification, appendices). */
    static final int MAX_LENGTH = 1024;

    private final boolean ignoreCase;
    private final byte[] bytes;
    private int length;

    private KeyBytes(boolean ignoreCase, int capacity) {
        this.ignoreCase = ignoreCase;
        this.bytes = new byte[capacity];
    }

    /** For one key after the other. */
    static KeyBytes ofAny(boolean ignoreCase) {
        return new KeyBytes(ignoreCase, MAX_LENGTH);
    }

    /** For keys of so many characters at most: three bytes each, since one of four bytes is a pair of them. */
    static KeyBytes ofLength(int characters, boolean ignoreCase) {
        return new KeyBytes(ignoreCase, Math.min(MAX_LENGTH, 3 * Math.min(MAX_LENGTH, characters)));
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Makes a key of a part of a text, unless it is malformed or has more than {@link #MAX_LENGTH} bytes: then false. */
    boolean set(char[] text, int from, int to) {
        length = 0;
        int at = from;
        while (at < to) {
            int codePoint = Character.codePointAt(text, at, to);
            at += Character.charCount(codePoint);
            if (!add(ignoreCase ? Character.toLowerCase(codePoint) : codePoint)) {
                return false;
            }
        }
        return true;
    }

    private boolean add(int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return false;
        }
        int more = codePoint < 0x80 ? 0 : codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        if (bytes.length - length <= more) {
            return false;
        }
        if (more == 0) {
            bytes[length++] = (byte) codePoint;
            return true;
        }
        bytes[length++] = (byte) ((0xff00 >> (more + 1)) | (codePoint >> (6 * more)));
        for (int left = more - 1; left >= 0; left--) {
            bytes[length++] = (byte) (0x80 | ((codePoint >> (6 * left)) & 0x3f));
        }
        return true;
    }
}
