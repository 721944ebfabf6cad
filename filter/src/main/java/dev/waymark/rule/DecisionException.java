// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.io.Serial;

/**
 * A login whose homeserver cannot be decided though the rules say that it should be. Its message names the rule and
 * what was expected, and never holds anything that a user or client sent.
 */
public final class DecisionException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DecisionException(String message) {
        // An outcome rather than a bug, and one that a user can cause at will: not worth a stack trace.
        super(message, null, false, false);
    }
}
