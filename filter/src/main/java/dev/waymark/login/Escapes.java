// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

/**
 * Whether the escapes in a JSON text of characters are such. Jackson looks at the last eight bits of each character behind
 * {@code \\u} only, and takes U+0362 for the digit {@code b}: two readers might then see two different texts.
 */
final class Escapes {

    private static final int DIGITS = 4;

    private Escapes() {}

    /** Looks at the first {@code length} characters. */
    static boolean areSound(char[] text, int length) {
        for (int i = 0; i < length - 1; i++) {
            if (text[i] == '\\') {
                i++;
                if (text[i] == 'u' && !areDigits(text, i + 1, length)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean areDigits(char[] text, int from, int length) {
        if (from + DIGITS > length) {
            return false;
        }
        for (int i = from; i < from + DIGITS; i++) {
            if (text[i] >= 0x80 || Character.digit(text[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
