// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Text as UTF-8 of which every byte is escaped in hexadecimal, save ASCII letters, digits, and a few others. What is
 * safe is listed rather than what is not, so that nothing is forgotten.
 */
final class EscapedBytes {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final char escape;
    private final String unescaped;

    /**
     * @param escape stands before the two digits of an escaped byte
     * @param unescaped the ASCII characters that stay, besides letters and digits
     */
    EscapedBytes(char escape, String unescaped) {
        this.escape = escape;
        this.unescaped = unescaped;
    }

    /** The text escaped, or null where it is no Unicode: with half a surrogate pair, which no server could know either. */
    @Nullable
    String of(String text) {
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return null;
        }
        StringBuilder escaped = new StringBuilder(bytes.remaining() * 3);
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (isLetterOrDigit(b) || unescaped.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                HEX.toHexDigits(escaped.append(escape), b);
            }
        }
        return escaped.toString();
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
