// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario.
 *
 * @param conversation what came over the wire
 * @param diary what the homeserver saw
 * @param failure what broke in a thread of the homeserver's own, or in the client
 */
record Performance(
        Conversation conversation,
        List<String> diary,
        @Nullable Exception failure) {

    boolean fails() {
        return failure != null || !conversation.isInTime();
    }

    boolean failsLike(Performance other) {
        return Objects.toString(failure).equals(Objects.toString(other.failure));
    }
}
