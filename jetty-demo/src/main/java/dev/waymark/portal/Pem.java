// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a PEM text (RFC 7468), in their order. What stands between them, as OpenSSL prints it, is not looked at. Messages say
 * where something is wrong, and never what stands there.
 */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** One block. */
    static final class Block {

        private final String label;
        private final int line;
        private final byte[] bytes;

        private Block(String label, int line, byte[] bytes) {
            this.label = label;
            this.line = line;
            this.bytes = bytes;
        }

        /** What it holds: {@code CERTIFICATE}, {@code PRIVATE KEY}. */
        String label() {
            return label;
        }

        /** Where it begins, from 1. */
        int line() {
            return line;
        }

        /** What it holds; empty where it has headers, as keys do that OpenSSL encrypted in its old way. */
        byte[] bytes() {
            return bytes.clone();
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder base64 = new StringBuilder();
    private @Nullable String label;
    private int began;
    private boolean hasHeaders;

    private Pem() {}

    /** @throws IllegalArgumentException where a block has no end, or is not Base64; the message names the line */
    static List<Block> read(String text) {
        Pem pem = new Pem();
        int number = 0;
        for (String line : text.lines().toList()) {
            pem.read(line.strip(), ++number);
        }
        if (pem.label != null) {
            throw new IllegalArgumentException("line " + pem.began + ": this block has no end");
        }
        return List.copyOf(pem.blocks);
    }

    private void read(String line, int number) {
        if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
            if (label != null) {
                throw new IllegalArgumentException("line " + began + ": this block has no end");
            }
            label = line.substring(BEGIN.length(), line.length() - DASHES.length());
            began = number;
            hasHeaders = false;
            base64.setLength(0);
        } else if (label != null && line.equals(END + label + DASHES)) {
            blocks.add(new Block(label, began, hasHeaders ? new byte[0] : decode(base64.toString(), began)));
            label = null;
        } else if (line.startsWith(END)) {
            throw new IllegalArgumentException("line " + number + ": the end of another block than began");
        } else if (label != null) {
            hasHeaders |= line.indexOf(':') >= 0;
            base64.append(line);
        }
    }

    private static byte[] decode(String base64, int line) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Without its message, which holds characters of the key.
            throw new IllegalArgumentException("line " + line + ": this block is not Base64");
        }
    }
}
