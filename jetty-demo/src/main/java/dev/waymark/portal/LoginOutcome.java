// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

/** How a login at the portal ended. */
enum LoginOutcome {
    /** The homeserver answered, with whatever status, and its answer was passed on. */
    ANSWERED,
    /** The client was sent to the homeserver itself. */
    REDIRECTED,
    /** The request is no login, or names no user that rules could go by. */
    REFUSED,
    /** No rule names a homeserver for it. */
    NO_HOMESERVER,
    /** The rules could not decide: a directory did not answer, a template did not fit. */
    UNDECIDED,
    /** A login token that the portal did not make, or that is no longer good. */
    BAD_TOKEN,
    /** The request is larger than a login can be. */
    TOO_LARGE,
    /** The client did not send its request in time. */
    CLIENT_TOO_SLOW,
    /** The client went away before it had sent its request, or taken the answer. */
    CLIENT_GONE,
    /** The homeserver could not be reached, broke off, or talked nonsense. */
    UNREACHABLE,
    /** The homeserver took too long. */
    TIMED_OUT,
    /** Too many requests wait for the homeserver already. */
    OVERLOADED,
    /** The portal itself failed. */
    FAILED
}
