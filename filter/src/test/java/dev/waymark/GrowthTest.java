// SPDX-License-Identifier: Apache-2.0
package dev.waymark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class GrowthTest {

    private static volatile int sink;

    @Test
    void linearWork_passes() {
        assertThatCode(() -> Growth.requireLinear(size -> () -> work(size * 2_000L), 1_000))
                .doesNotThrowAnyException();
    }

    @Test
    void squareWork_isSeen() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Growth.requireLinear(size -> () -> work((long) size * size), 1_000))
                .withMessageContaining("more than 26 times as long");
    }

    private static void work(long steps) {
        int value = sink;
        for (long i = 0; i < steps; i++) {
            value = value * 31 + (int) i;
        }
        sink = value;
    }
}
