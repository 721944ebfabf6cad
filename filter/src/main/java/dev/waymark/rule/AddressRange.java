// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matches the IP addresses of a range: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single one, {@code 192.0.2.7}.
 * An IPv4 address that is mapped into IPv6 ({@code ::ffff:192.0.2.7}) is that IPv4 address, here and in a login; so
 * no range of IPv6, {@code ::/0} included, has an IPv4 address in it.
 *
 * <p>Addresses are literals; nothing ever asks DNS. In a login's, square brackets and a zone ({@code fe80::1%eth0})
 * are left out of account, since some containers write them; any other text matches no range. Immutable.
 */
public final class AddressRange implements TextPattern {

    /** Six groups and an IPv4 address, in characters. */
    private static final int MAX_LITERAL = 45;

    private static final int MAPPED_PREFIX = 96;

    private final String text;
    private final IpAddress network;
    private final int length;

    private AddressRange(String text, IpAddress network, int length) {
        this.text = text;
        this.network = network;
        this.length = length;
    }

    /**
     * Reads a range or an address.
     *
     * @throws IllegalArgumentException where it is none; the message says what is wrong and what was expected, and
     *     does not repeat the text
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = IpAddress.parse(literal);
        if (address == null) {
            throw wrong(
                    (slash < 0 ? "it" : "what stands before the /") + " is no address",
                    "four numbers from 0 to 255 without leading zeros, or an IPv6 address");
        }
        // The prefix of a mapped address counts the bits of IPv6.
        int offset = address.v4() && literal.indexOf(':') >= 0 ? MAPPED_PREFIX : 0;
        int bits = address.bits() + offset;
        int length = slash < 0 ? bits : IpAddress.decimal(text, slash + 1, text.length(), bits);
        if (length < offset) {
            throw wrong("what stands behind the / is no length", "a number of bits from " + offset + " to " + bits);
        }
        if (!address.prefix(length - offset).equals(address)) {
            throw wrong("bits are set beyond the first " + length, "only zeros there");
        }
        return new AddressRange(text, address, length - offset);
    }

    private static IllegalArgumentException wrong(String what, String expected) {
        return new IllegalArgumentException("not an IP address or range: " + what + "; expected " + expected
                + ", as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7");
    }

    @Override
    public @Nullable Map<String, String> match(String address) {
        return contains(literal(address)) ? Map.of() : null;
    }

    /** The address in a login's text; null where it is none. */
    private static @Nullable IpAddress literal(String text) {
        if (text.indexOf(':') < 0) {
            return text.length() > MAX_LITERAL ? null : IpAddress.parse(text);
        }
        int zone = text.indexOf('%');
        boolean inBrackets = text.startsWith("[") && text.endsWith("]");
        int from = inBrackets ? 1 : 0;
        int to = zone >= 0 ? zone : text.length() - from;
        return to < from || to - from > MAX_LITERAL ? null : IpAddress.parse(text.substring(from, to));
    }

    private boolean contains(@Nullable IpAddress address) {
        return address != null
                && address.v4() == network.v4()
                && address.prefix(length).equals(network);
    }

    /** Whether all addresses of another range are in this one. */
    boolean contains(AddressRange other) {
        return other.length >= length && contains(other.network);
    }

    /** The range as it was written. */
    @Override
    public String toString() {
        return '"' + text + '"';
    }

    /** Ranges of the same addresses are equal, however they are written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.length == length && range.network.equals(network);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(network.high() * 31 + network.low()) + length;
    }
}
