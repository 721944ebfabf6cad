// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.stream.Collectors;

/**
 * Text of a file's for a terminal or a log, which it must not break out of: what would not be seen, or move or turn what
 * is, stands as JSON would escape it.
 */
final class Printable {

    private Printable() {}

    /** Whether it can be printed as it is. */
    static boolean is(String text) {
        return text.codePoints().noneMatch(Printable::isHidden);
    }

    /** The text, with escapes where it cannot be printed as it is. */
    static String of(String text) {
        if (is(text)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isHidden(c)) {
                for (char unit : Character.toChars(c)) {
                    printable.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    /** The same for a text of several lines, which stay. */
    static String ofLines(String text) {
        return text.lines().map(Printable::of).collect(Collectors.joining("\n"));
    }

    /** Controls, what has no width or turns the direction of writing, line ends, and half a surrogate pair. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
