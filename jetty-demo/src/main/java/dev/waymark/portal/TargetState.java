// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a target does, as far as the portal knows.
 *
 * @param kind whether it answers
 * @param since since when that is known
 * @param reason with {@link Kind#DOWN}, what is wrong, in a few fixed words; else null
 */
record TargetState(Kind kind, Instant since, @Nullable String reason) {

    enum Kind {
        /** It answered when it was last asked, or did so shortly before. */
        UP,
        /** It did not answer when it was last asked, nor the time before. */
        DOWN,
        /** It has not been asked often enough to know; it is taken to be up. */
        UNKNOWN
    }

    boolean isUp() {
        return kind != Kind.DOWN;
    }
}
