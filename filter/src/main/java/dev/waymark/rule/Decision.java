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

    /** What a decision comes to: the outcome of the rule that decided. */
    public enum Kind {
        /** A named target. */
        TARGET("target"),
        /** A base URL. */
        BASE_CS_URL("base_cs_url"),
        /** What a directory said. */
        LOOKUP("lookup"),
        /** One of several targets, by a hash. */
        HASH("hash"),
        /** One of several targets, in turn. */
        ROUND_ROBIN("round_robin"),
        /** A rule says to leave the response as it is. */
        LEAVE("leave"),
        /** No rule matched. */
        NONE("none");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** The name in the rules file and in reports. */
        public String key() {
            return key;
        }
    }
}
