// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import org.jspecify.annotations.Nullable;

/**
 * Where a user is sent.
 *
 * @param label what a report calls it: a target's name, or a base URL
 * @param url where that is; null where the response is left alone, or nothing can be decided
 * @param rule the rule that decided, or null
 * @param failure why nothing can be decided, or null
 */
record Destination(
        String label,
        @Nullable String url,
        @Nullable String rule,
        @Nullable String failure) {

    static final String LEFT = "(left alone)";
    static final String FAILED = "(cannot be decided)";

    boolean isLeft() {
        return url == null && failure == null;
    }
}
