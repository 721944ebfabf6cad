// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

/**
 * The line in which a problem is, for a terminal. It may hold a secret, as the file does, so it is for the eyes of who
 * has the file: not for a log.
 *
 * @param line the line; what cannot be seen stands as JSON would escape it, tabs as spaces, and of a long line only what
 *     is around the problem
 * @param caret how many columns of a terminal are before the problem
 */
public record Excerpt(String line, int caret) {

    /** The most characters of a line that are shown, those before the problem among them. */
    private static final int MAX_SHOWN = 120;

    private static final int MAX_BEFORE = 60;
    private static final int TAB = 4;
    private static final String CUT = "...";

    /**
     * @param start where the line begins in the text
     * @param end where it ends
     * @param at where the problem is
     */
    static Excerpt of(String text, int start, int end, int at) {
        int from = start;
        int to = end;
        if (end - start > MAX_SHOWN) {
            from = wholeCharacter(text, Math.max(start, at - MAX_BEFORE));
            to = wholeCharacter(text, Math.min(end, from + MAX_SHOWN));
        }
        Line line = new Line();
        if (from > start) {
            line.append(CUT);
        }
        line.append(text, from, Math.min(at, to));
        int caret = line.width;
        line.append(text, Math.min(at, to), to);
        if (to < end) {
            line.append(CUT);
        }
        return new Excerpt(line.shown.toString().stripTrailing(), caret);
    }

    /** Not between the halves of a pair. */
    private static int wholeCharacter(String text, int at) {
        return at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at))
                ? at - 1
                : at;
    }

    /** The caret, below the line. */
    public String pointer() {
        return " ".repeat(caret) + "^";
    }

    /** Without the line, which may hold a secret. */
    @Override
    public String toString() {
        return "a line of the rules file";
    }

    /** A line as it grows, and its width in columns. */
    private static final class Line {

        private final StringBuilder shown = new StringBuilder();
        private int width;

        void append(String text, int from, int to) {
            text.substring(from, to).codePoints().forEach(c -> {
                if (c == '\t') {
                    append(" ".repeat(TAB - width % TAB));
                } else {
                    String character = Printable.of(Character.toString(c));
                    shown.append(character);
                    width += character.length() > 2 ? character.length() : columns(c);
                }
            });
        }

        void append(String plain) {
            shown.append(plain);
            width += plain.length();
        }

        /** Roughly as terminals do: none for what stands above another character, two for East Asian characters. */
        private static int columns(int c) {
            int type = Character.getType(c);
            if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
                return 0;
            }
            boolean wide = (c >= 0x1100 && c <= 0x115f)
                    || (c >= 0x2e80 && c <= 0xa4cf)
                    || (c >= 0xac00 && c <= 0xd7a3)
                    || (c >= 0xf900 && c <= 0xfaff)
                    || (c >= 0xfe30 && c <= 0xfe6f)
                    || (c >= 0xff00 && c <= 0xff60)
                    || (c >= 0xffe0 && c <= 0xffe6)
                    || (c >= 0x1f300 && c <= 0x1faff)
                    || (c >= 0x20000 && c <= 0x3fffd);
            return wide ? 2 : 1;
        }
    }
}
