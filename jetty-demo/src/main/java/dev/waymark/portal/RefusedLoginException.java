// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

/** A login that goes to no homeserver. */
final class RefusedLoginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final MatrixError answer;
    private final LoginOutcome outcome;

    RefusedLoginException(MatrixError answer, LoginOutcome outcome) {
        // Part of the portal's ordinary work, so without the cost of a stack trace.
        super(null, null, false, false);
        this.answer = answer;
        this.outcome = outcome;
    }

    MatrixError answer() {
        return answer;
    }

    LoginOutcome outcome() {
        return outcome;
    }
}
