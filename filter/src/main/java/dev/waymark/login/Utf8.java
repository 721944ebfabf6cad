// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8 (RFC 3629). Jackson's parser lets overlong forms pass, surrogates in what it skips, and
 * numbers above U+10FFFF: two readers might then see two different texts.
 */
final class Utf8 {

    private Utf8() {}

    /** Looks at the first {@code length} bytes. */
    static boolean isWellFormed(byte[] text, int length) {
        int ascii = 0;
        while (ascii < length && text[ascii] >= 0) {
            ascii++;
        }
        if (ascii == length) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, ascii, length - ascii));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
