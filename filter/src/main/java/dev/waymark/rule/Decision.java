// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import org.jspecify.annotations.Nullable;

/**
 * What was decided of a login, and by which rule.
 *
 * @param kind what it comes to
 * @param rule the name of the rule that decided, or null where none did
 * @param target where the user belongs, or null where the response is left as it is
 */
public record Decision(
        Kind kind, @Nullable String rule, @Nullable Target target) {

    /** No rule matched: the response is left alone, since a target is never guessed. */
    public static final Decision NONE = new Decision(Kind.NONE, null, null);

    /** What a decision comes to. */
    public enum Kind {
        /** A named target. */
        TARGET,
        /** A base URL. */
        BASE_CS_URL,
        /** A rule says to leave the response as it is. */
        LEAVE,
        /** No rule matched. */
        NONE
    }
}
