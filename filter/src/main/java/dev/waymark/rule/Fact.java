// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import org.jspecify.annotations.Nullable;

/** Something known of a login that a condition can look at; {@link #key()} is its name in the rules file. */
public enum Fact {
    /** The full user ID, {@code @localpart:server_name}. */
    USER_ID("user_id"),
    /** The part of the user ID between {@code @} and the first colon. */
    LOCALPART("localpart"),
    /** The part of the user ID after the first colon: a host name, perhaps with a port. */
    SERVER_NAME("server_name");

    private final String key;

    Fact(String key) {
        this.key = key;
    }

    /** The name in the rules file and in URL templates. */
    public String key() {
        return key;
    }

    /** The fact of that name, or null where there is none. */
    public static @Nullable Fact ofKey(String key) {
        for (Fact fact : values()) {
            if (fact.key.equals(key)) {
                return fact;
            }
        }
        return null;
    }
}
