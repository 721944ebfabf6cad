// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears of each login, once, when it has ended. Nothing that it hears is of a user. Safe for use by many threads; it must not block, nor
 * throw.
 */
@FunctionalInterface
interface LoginEvents {

    /** Where nobody listens. */
    LoginEvents NONE = (outcome, target, status, took) -> {};

    /**
     * A login has ended.
     *
     * @param target the name of the target that it went to, or would have; null where none was decided on, or the rules name a base URL
     *     in place of a target
     * @param status the HTTP status that the client got, or would have
     * @param took from when the portal had the head of the request until the answer was with Jetty whole
     */
    void ended(LoginOutcome outcome, @Nullable String target, int status, Duration took);
}
