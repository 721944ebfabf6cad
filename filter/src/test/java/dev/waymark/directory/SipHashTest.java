// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the vectors of its authors: the key and the message are bytes that count up from 0. */
class SipHashTest {

    private static final SipHash COUNTING = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @ParameterizedTest
    @CsvSource({"0, 726fdb47dd0e0e31", "1, 74f839c593dc67fd", "15, a129ca6149be45e5"})
    void hash_isAsPublished(int length, String hash) {
        byte[] message = new byte[20];
        for (int i = 0; i < length; i++) {
            message[2 + i] = (byte) i;
        }

        assertThat(Long.toHexString(COUNTING.of(message, 2, 2 + length))).isEqualTo(hash);
    }

    @Test
    void random_isAnotherEachTime() {
        byte[] message = {1, 2, 3};

        assertThat(SipHash.random().of(message, 0, 3))
                .isNotEqualTo(SipHash.random().of(message, 0, 3));
    }

    @Test
    void key_isNotPrinted() {
        assertThat(COUNTING).hasToString("SipHash");
    }
}
