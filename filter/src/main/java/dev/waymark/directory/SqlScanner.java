// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

/**
 * Finds named parameters in SQL: a colon, and right after it a letter or underscore. It passes over what only looks
 * so:
 *
 * <ul>
 *   <li>strings and names in quotes, {@code '...'}, {@code "..."} and {@code `...`}, in which a quote is doubled; in
 *       {@code E'...'} a backslash takes it as well
 *   <li>PostgreSQL's {@code $$...$$} and {@code $tag$...$tag$}
 *   <li>comments, {@code --} to the end of the line, and {@code /*} with its end, which may be nested as the
 *       standard has it
 *   <li>casts, {@code ::text}
 * </ul>
 *
 * <p>A question mark would be a parameter without a name, and is refused; two are passed over, since PostgreSQL's
 * driver takes them for the operator. Not safe for use by many threads.
 */
final class SqlScanner {

    private final String sql;
    private int start;
    private int at;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    /**
     * The name of the next parameter; empty where there are no more.
     *
     * @throws IllegalArgumentException where something is not closed, or a parameter has no name
     */
    String next() {
        while (at < sql.length()) {
            start = at;
            if (sql.charAt(at) == ':') {
                String name = afterColon();
                if (!name.isEmpty()) {
                    return name;
                }
            } else {
                pass();
            }
        }
        return "";
    }

    /** Where the last parameter's colon is. */
    int start() {
        return start;
    }

    /** After the last character of the last parameter's name. */
    int end() {
        return at;
    }

    private String afterColon() {
        if (is(':', at + 1)) {
            at += 2;
            return "";
        }
        int name = ++at;
        if (at < sql.length() && isNameStart(sql.charAt(at))) {
            while (at < sql.length() && isNamePart(sql.charAt(at))) {
                at++;
            }
        }
        return sql.substring(name, at);
    }

    private void pass() {
        switch (sql.charAt(at)) {
            case '\'' -> passQuoted('\'', isEscapeString());
            case '"', '`' -> passQuoted(sql.charAt(at), false);
            case '$' -> passDollar();
            case '-' -> passLineComment();
            case '/' -> passComment();
            case '?' -> passQuestionMark();
            default -> at++;
        }
    }

    /** Whether the quote at hand has an {@code E} before it that is not the end of a word. */
    private boolean isEscapeString() {
        return at > 0 && (sql.charAt(at - 1) | 0x20) == 'e' && (at == 1 || !isNamePart(sql.charAt(at - 2)));
    }

    private void passQuoted(char quote, boolean backslash) {
        for (int i = at + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && backslash) {
                i++;
            } else if (c == quote) {
                // A doubled quote opens again what it closes, to the same effect.
                at = i + 1;
                if (!is(quote, at)) {
                    return;
                }
                i++;
            }
        }
        throw notClosed(String.valueOf(quote));
    }

    private void passDollar() {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean isTag = is('$', end)
                && (end == at + 1 || isNameStart(sql.charAt(at + 1)))
                // In the middle of a word it is a letter like others, as in v$session.
                && (at == 0 || !isNamePart(sql.charAt(at - 1)));
        if (!isTag) {
            at++;
            return;
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        if (close < 0) {
            throw notClosed(tag);
        }
        at = close + tag.length();
    }

    private void passLineComment() {
        at++;
        if (is('-', at)) {
            while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
        }
    }

    private void passComment() {
        at++;
        if (!is('*', at)) {
            return;
        }
        at++;
        for (int depth = 1; depth > 0; ) {
            if (at >= sql.length()) {
                throw notClosed("/*");
            }
            if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else {
                at++;
            }
        }
    }

    private void passQuestionMark() {
        if (!is('?', at + 1)) {
            throw new IllegalArgumentException("a parameter without a name, ?; expected a name, :user_id for instance"
                    + " (the operator ? is written ?? for PostgreSQL's driver)");
        }
        at += 2;
    }

    private IllegalArgumentException notClosed(String opening) {
        return new IllegalArgumentException(opening + " is opened and not closed");
    }

    private boolean is(char c, int index) {
        return index < sql.length() && sql.charAt(index) == c;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
