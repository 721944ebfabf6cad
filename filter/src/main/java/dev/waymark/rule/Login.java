// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one login when its homeserver is chosen. Immutable.
 *
 * @param userId the user ID as the homeserver or the client gave it
 * @param localpart its localpart, or null where it has not the form of a user ID
 * @param serverName its server name, or null where it has not the form of a user ID
 */
public record Login(
        String userId, @Nullable String localpart, @Nullable String serverName) {

    /**
     * The login of a user. A text that has not the form {@code @localpart:server_name} (Matrix specification,
     * appendices, "User Identifiers") still is a user ID that a rule can name, but has no parts.
     */
    public static Login of(String userId) {
        int colon = userId.indexOf(':');
        if (colon < 0 || userId.charAt(0) != '@') {
            return new Login(userId, null, null);
        }
        return new Login(userId, userId.substring(1, colon), userId.substring(colon + 1));
    }

    /** The value of a fact, or null where it is not known. */
    public @Nullable String get(Fact fact) {
        return switch (fact) {
            case USER_ID -> userId;
            case LOCALPART -> localpart;
            case SERVER_NAME -> serverName;
        };
    }
}
