// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** From the bytes of a rules file to its text, and what is said where that cannot be had. */
final class RuleText {

    private RuleText() {}

    static String read(InputStream in) throws IOException {
        return decode(in.readNBytes(RuleSource.MAX_BYTES + 1));
    }

    /** The text of UTF-8 bytes, without a byte order mark. */
    static String decode(byte[] bytes) throws IOException {
        if (bytes.length > RuleSource.MAX_BYTES) {
            throw new IOException("it is larger than " + RuleSource.MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
    }

    /** Two texts with the same digest are the same. */
    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static IOException unreadable(String name, IOException e) {
        return new IOException("the rules file " + name + " cannot be read: " + reason(e), e);
    }

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
