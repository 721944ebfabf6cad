// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address. The JDK's own parser is not used: it takes short and octal forms, which mean different addresses to
 * different programs, and asks DNS about what it takes for a name.
 *
 * @param v4 whether it is of IPv4; then {@code high} is zero, and {@code low} has 32 bits
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record IpAddress(boolean v4, long high, long low) {

    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long V4_BITS = 0xffff_ffffL;

    /**
     * Reads a literal: four decimal numbers (RFC 3986, section 3.2.2: no leading zeros), or any of the forms of RFC
     * 4291, section 2.2. An IPv4 address that is mapped into IPv6, {@code ::ffff:192.0.2.7}, is that IPv4 address.
     *
     * @return null where it is none
     */
    static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            long bits = v4(text, 0, text.length());
            return bits < 0 ? null : new IpAddress(true, 0, bits);
        }
        return v6(text);
    }

    /** How many bits its prefixes have at most. */
    int bits() {
        return v4 ? 32 : 128;
    }

    /** The address of which all but the first bits are zero. */
    IpAddress prefix(int length) {
        if (v4) {
            return new IpAddress(true, 0, low & mask(length + 32));
        }
        return new IpAddress(false, high & mask(length), low & mask(length - 64));
    }

    /** That many bits of one from the left: none where it is below zero, all above 64. */
    private static long mask(int ones) {
        return ones <= 0 ? 0 : ones >= 64 ? -1 : -1L << (64 - ones);
    }

    /** The 32 bits of an IPv4 address, or -1 where it is none. */
    private static long v4(String text, int from, int to) {
        long bits = 0;
        int at = from;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? to : text.indexOf('.', at);
            int number = end < 0 || end > to ? -1 : decimal(text, at, end, 255);
            if (number < 0) {
                return -1;
            }
            bits = bits << 8 | number;
            at = end + 1;
        }
        return bits;
    }

    /** A decimal number of one to three digits, without leading zeros; or -1 where it is none, or above the limit. */
    static int decimal(String text, int from, int to, int max) {
        if (to <= from || to - from > 3 || (text.charAt(from) == '0' && to - from > 1)) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number > max ? -1 : number;
    }

    private static @Nullable IpAddress v6(String text) {
        int gap = text.indexOf("::");
        int[] front = gap < 0 ? groups(text, 0, text.length(), true) : groups(text, 0, gap, false);
        int[] back = gap < 0 ? new int[0] : groups(text, gap + 2, text.length(), true);
        if (front == null || back == null) {
            return null;
        }
        int given = front.length + back.length;
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return null;
        }
        long[] halves = new long[2];
        for (int i = 0; i < front.length; i++) {
            put(halves, i, front[i]);
        }
        for (int i = 0; i < back.length; i++) {
            put(halves, GROUPS - back.length + i, back[i]);
        }
        boolean mapped = halves[0] == 0 && (halves[1] & ~V4_BITS) == MAPPED;
        return mapped ? new IpAddress(true, 0, halves[1] & V4_BITS) : new IpAddress(false, halves[0], halves[1]);
    }

    private static void put(long[] halves, int index, int group) {
        halves[index / 4] |= (long) group << (48 - 16 * (index % 4));
    }

    /**
     * Groups of 16 bits between colons, of which the last two may be written as an IPv4 address; null where they are
     * none.
     */
    private static int @Nullable [] groups(String text, int from, int to, boolean last) {
        if (from == to) {
            return new int[0];
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int at = from;
        while (at <= to) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 || colon > to ? to : colon;
            if (last && end == to && text.indexOf('.', at) >= 0) {
                long bits = v4(text, at, end);
                if (bits < 0 || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) (bits & 0xffff);
            } else {
                int group = hexadecimal(text, at, end);
                if (group < 0 || count == GROUPS) {
                    return null;
                }
                groups[count++] = group;
            }
            at = end + 1;
        }
        return Arrays.copyOf(groups, count);
    }

    private static int hexadecimal(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // Character.digit also takes the digits of other scripts.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
