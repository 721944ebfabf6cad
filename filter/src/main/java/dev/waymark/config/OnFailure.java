// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

/** What a client gets where a login should be changed and cannot be. */
public enum OnFailure {
    /** The homeserver's own response: the client stays where it is, and works. The default. */
    PASS,
    /** 503 {@code M_UNKNOWN}, for portals on which nobody may stay. */
    REJECT
}
