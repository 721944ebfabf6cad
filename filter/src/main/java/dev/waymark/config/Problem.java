// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a rules file, or in the configuration of a portal.
 *
 * @param file the file, as its source names it
 * @param line the line, from 1
 * @param column the column in characters, from 1
 * @param path a JSON pointer (RFC 6901) to what is wrong
 * @param message what is wrong, and what was expected; without control characters, though the file may hold some
 * @param excerpt the line, for a terminal; null where there is none, as in a file that the rules file names
 */
public record Problem(
        String file,
        int line,
        int column,
        String path,
        String message,
        @Nullable Excerpt excerpt) {

    /** A problem whose line cannot be shown. */
    public Problem(String file, int line, int column, String path, String message) {
        this(file, line, column, path, message, null);
    }

    /** {@code file:line:column: /path: message}, the form that editors and terminals make a link of; without the line. */
    @Override
    public String toString() {
        return Printable.of(file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }
}
