// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;

/** Makes the identifiers that nobody may guess. */
final class RandomIds {

    private static final int OPAQUE_BYTES = 24;
    private static final int LETTERS = 26;

    private final SecureRandom random = new SecureRandom();

    /** 192 random bits, in characters that need no escaping in a URL. */
    String opaque() {
        byte[] bytes = new byte[OPAQUE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Upper-case letters, which people can read out: a device ID, for one. */
    String letters(int length) {
        return random.ints(length, 0, LETTERS)
                .mapToObj(letter -> String.valueOf((char) ('A' + letter)))
                .collect(Collectors.joining());
    }
}
