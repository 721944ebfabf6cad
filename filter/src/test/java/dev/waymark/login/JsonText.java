// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reader of JSON (RFC 8259) that shares nothing with the one under test, knows where everything stands, and takes
 * nothing but JSON. Slow and plain, for tests to compare with.
 */
final class JsonText {

    /** How deep the library that the filter uses goes. What is deeper is left alone, which is for a test of its own. */
    static final int MAX_DEPTH = 500;

    /** A value and its place, from {@code start} to before {@code end}. */
    record Value(Kind kind, int start, int end, String text, List<Member> members) {

        /** The values of that name; in JSON there may be several. */
        List<Member> named(String name) {
            return members.stream().filter(member -> member.name().equals(name)).toList();
        }
    }

    record Member(String name, int nameStart, Value value) {}

    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        WORD
    }

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /** The one value that the text is, or null where it is no JSON or deeper than {@link #MAX_DEPTH}. */
    static @Nullable Value read(String text) {
        try {
            JsonText reader = new JsonText(text);
            reader.space();
            Value value = reader.value();
            reader.space();
            return reader.at == text.length() ? value : null;
        } catch (NoJson e) {
            return null;
        }
    }

    private static final class NoJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoJson() {
            super(null, null, false, false);
        }
    }

    private Value value() {
        int start = at;
        switch (peek()) {
            case '{' -> {
                return object(start);
            }
            case '[' -> {
                return array(start);
            }
            case '"' -> {
                String string = string();
                return new Value(Kind.STRING, start, at, string, List.of());
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                number();
                return new Value(Kind.NUMBER, start, at, text.substring(start, at), List.of());
            }
        }
        return new Value(Kind.WORD, start, at, text.substring(start, at), List.of());
    }

    private Value object(int start) {
        open();
        List<Member> members = new ArrayList<>();
        if (peek() != '}') {
            do {
                space();
                int nameStart = at;
                String name = wellFormed(string());
                space();
                expect(':');
                space();
                members.add(new Member(name, nameStart, value()));
                space();
            } while (taken(','));
        }
        close('}');
        return new Value(Kind.OBJECT, start, at, "", members);
    }

    private Value array(int start) {
        open();
        if (peek() != ']') {
            do {
                space();
                value();
                space();
            } while (taken(','));
        }
        close(']');
        return new Value(Kind.ARRAY, start, at, "", List.of());
    }

    private void open() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new NoJson();
        }
        space();
    }

    private void close(char bracket) {
        expect(bracket);
        depth--;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c < ' ') {
                throw new NoJson();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    /** Half a surrogate pair in a name is no Unicode (RFC 7493, section 2.1), and two readers may make two names of it. */
    private static String wellFormed(String name) {
        if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new NoJson();
        }
        return name;
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw new NoJson();
        };
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new NoJson();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void number() {
        taken('-');
        if (!taken('0')) {
            digits();
        }
        if (taken('.')) {
            digits();
        }
        if (taken('e') || taken('E')) {
            if (!taken('+')) {
                taken('-');
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        skipWhile(c -> c >= '0' && c <= '9');
        if (at == start) {
            throw new NoJson();
        }
    }

    private void space() {
        skipWhile(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
    }

    private void skipWhile(Predicate<Character> those) {
        while (at < text.length() && those.test(text.charAt(at))) {
            at++;
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private boolean taken(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!taken(c)) {
            throw new NoJson();
        }
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NoJson();
        }
        return text.charAt(at);
    }
}
