// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression in RE2 syntax becomes when its counted repetitions are written out, as RE2 does:
 * {@code ((a{1000}){1000}){1000}} is a milliard of steps in 23 characters. An estimate, made before anything is
 * compiled: too high by a small factor at worst, and not too low where that would matter.
 */
final class RegexSize {

    /** RE2 takes no higher count. */
    private static final int MAX_COUNT = 1000;

    private final String regex;
    private int at;

    /** The sizes of the groups that are open, without what they hold last. */
    private final Deque<Long> open = new ArrayDeque<>();

    private long before;
    private long last;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /** The steps of the whole expression, or {@link Long#MAX_VALUE} where they are more. */
    static long of(String regex) {
        return new RegexSize(regex).measure();
    }

    private long measure() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '(' -> {
                    open.push(sum(before, last));
                    before = 0;
                    last = 0;
                }
                case ')' -> {
                    long group = sum(before, last);
                    before = open.isEmpty() ? 0 : open.pop();
                    last = sum(group, 1);
                }
                case '[' -> {
                    skipClass();
                    one();
                }
                case '\\' -> escape();
                case '{' -> last = product(last, count());
                default -> one();
            }
        }
        long size = sum(before, last);
        for (long outer : open) {
            size = sum(size, outer);
        }
        return size;
    }

    private void one() {
        before = sum(before, last);
        last = 1;
    }

    /** A class ends with the first bracket that is neither its first character nor escaped. */
    private void skipClass() {
        if (at < regex.length() && regex.charAt(at) == '^') {
            at++;
        }
        for (int first = at; at < regex.length(); at++) {
            char c = regex.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == ']' && at > first) {
                at++;
                return;
            }
        }
    }

    private void escape() {
        char kind = at < regex.length() ? regex.charAt(at++) : '\\';
        if (kind == 'Q') {
            int end = regex.indexOf("\\E", at);
            int behind = end < 0 ? regex.length() : end;
            if (behind > at) {
                before = sum(before, sum(last, behind - at - 1));
                last = 1;
            }
            at = Math.min(behind + 2, regex.length());
            return;
        }
        // What stands in braces here is a name or a number, and no count.
        if ((kind == 'x' || kind == 'p' || kind == 'P') && at < regex.length() && regex.charAt(at) == '{') {
            int end = regex.indexOf('}', at);
            at = end < 0 ? regex.length() : end + 1;
        }
        one();
    }

    /** The larger of the counts in braces; 1 where there are none, since the brace then stands for itself. */
    private long count() {
        long largest = 1;
        long number = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + (c - '0'), MAX_COUNT);
            } else {
                largest = Math.max(largest, number);
                number = 0;
                if (c != ',') {
                    // Whatever it is if it is no closing brace, RE2 reads it as a text of its own.
                    at -= c == '}' ? 0 : 1;
                    break;
                }
            }
        }
        return largest;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long product(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }
}
