// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

/**
 * One thing wrong in a rules file.
 *
 * @param file the file, as its source names it
 * @param line the line, from 1
 * @param column the column in characters, from 1
 * @param path a JSON pointer (RFC 6901) to what is wrong
 * @param message what is wrong, and what was expected; without control characters, though the file may hold some
 */
public record Problem(String file, int line, int column, String path, String message) {

    /** {@code file:line:column: /path: message}, the form that editors and terminals make a link of. */
    @Override
    public String toString() {
        return Printable.of(file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }
}
