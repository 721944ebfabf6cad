// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import org.jspecify.annotations.Nullable;

/**
 * Knows the login tokens ({@code m.login.token}) that this portal has made, each of which has a homeserver's own inside. Those are all that
 * a portal accepts: a token that it would have to try at a homeserver might be one of another, which then has it.
 *
 * <p>Safe for use by many threads, and called by those that handle requests: it must not block.
 */
@FunctionalInterface
interface TokenLogins {

    /** Where there is no single sign-on: no token is the portal's. */
    TokenLogins NONE = token -> null;

    /**
     * Opens a token, which may hold anything, of any length up to that of a login request.
     *
     * @return null where it is not one that a portal with these keys has signed, has been changed, or is no longer good
     */
    @Nullable
    TokenLogin open(String token);

    /**
     * What is in a token of the portal.
     *
     * @param target the name of the target whose token it is; the rules may have lost it since
     * @param token that target's own login token, as it gave it
     */
    record TokenLogin(String target, String token) {

        /** Without the token, which is as good as a password. */
        @Override
        public String toString() {
            return "TokenLogin[" + target + "]";
        }
    }
}
