// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.regex.Pattern;

/**
 * Reads the grammar of a search filter (RFC 4515, section 3) that has placeholders in its values. Spaces and line breaks
 * between filters, which the grammar does not know and people write, are left out. For one reading.
 */
final class FilterSyntax {

    private static final int MAX_DEPTH = 50;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9.;-]*";
    private static final Pattern ATTRIBUTE = Pattern.compile(NAME);
    private static final Pattern EXTENSIBLE =
            Pattern.compile(NAME + "(:dn)?(:" + NAME + ")?|(:dn)?:" + NAME, Pattern.CASE_INSENSITIVE);

    private final String text;
    private final StringBuilder normal = new StringBuilder();
    private int at;

    private FilterSyntax(String text) {
        this.text = text;
    }

    /**
     * The filter as the grammar has it.
     *
     * @param text whose braces are those of placeholders
     * @throws IllegalArgumentException where it is no filter; the message says where and what was expected
     */
    static String normal(String text) {
        FilterSyntax syntax = new FilterSyntax(text);
        syntax.skipSpace();
        syntax.filter(0);
        if (syntax.at < text.length()) {
            throw syntax.wrong("expected the end after the filter's last )");
        }
        return syntax.normal.toString();
    }

    private void filter(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("it is nested deeper than " + MAX_DEPTH);
        }
        take('(');
        char first = peek();
        if (first == '&' || first == '|') {
            take(first);
            skipSpace();
            do {
                filter(depth + 1);
            } while (peek() == '(');
        } else if (first == '!') {
            take(first);
            skipSpace();
            filter(depth + 1);
        } else {
            item();
        }
        take(')');
        skipSpace();
    }

    private void item() {
        int start = at;
        while ("=(){\0".indexOf(peek()) < 0) {
            take(peek());
        }
        if (peek() == '{') {
            throw wrong("a placeholder stands in an attribute's name; expected it in a value");
        }
        if (peek() != '=') {
            throw wrong("expected attribute=value");
        }
        String name = text.substring(start, at);
        char last = name.isEmpty() ? 0 : name.charAt(name.length() - 1);
        boolean compares = last == '~' || last == '<' || last == '>' || last == ':';
        String attribute = compares ? name.substring(0, name.length() - 1) : name;
        if (!(last == ':' ? EXTENSIBLE : ATTRIBUTE).matcher(attribute).matches()) {
            at = start;
            throw wrong("expected an attribute's name before the =");
        }
        take('=');
        value(!compares);
    }

    private void value(boolean mayHoldStar) {
        while (peek() != ')') {
            char c = peek();
            if (c == 0) {
                throw wrong(at < text.length() ? "a NUL is written \\00 in a value" : "expected )");
            } else if (c == '(') {
                throw wrong("a ( is written \\28 in a value");
            } else if (c == '*' && !mayHoldStar) {
                throw wrong("a * is written \\2a in a value that is compared");
            } else if (c == '{') {
                int end = text.indexOf('}', at) + 1;
                normal.append(text, at, end);
                at = end;
            } else if (c == '\\') {
                escape();
            } else {
                take(c);
            }
        }
    }

    private void escape() {
        take('\\');
        for (int i = 0; i < 2; i++) {
            if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                throw wrong("expected two hexadecimal digits after the \\");
            }
            take(peek());
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void take(char expected) {
        if (peek() != expected || at >= text.length()) {
            throw wrong("expected " + expected);
        }
        normal.append(expected);
        at++;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException("at character " + (at + 1) + ": " + message);
    }
}
