// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.io.Serial;

/** Ends a command: what it was given cannot be used. The message says what, and what was expected. */
final class UnusableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private UnusableException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line is wrong, or names a file that cannot be read. */
    static UnusableException usage(String message) {
        return new UnusableException(message, Main.BAD_USAGE);
    }

    /** There is something wrong in a file. */
    static UnusableException problems(String message) {
        return new UnusableException(message, Main.PROBLEMS);
    }

    int exitCode() {
        return exitCode;
    }
}
