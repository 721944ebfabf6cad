// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,          10.0.0.0",
        "10.0.0.0/8,          10.255.255.255",
        "0.0.0.0/0,           203.0.113.9",
        "192.0.2.7,           192.0.2.7",
        "192.0.2.7/32,        192.0.2.7",
        "192.0.2.6/31,        192.0.2.7",
        "10.0.0.0/8,          ::ffff:10.1.2.3",
        "10.0.0.0/8,          ::FFFF:0a01:203",
        "::ffff:10.0.0.0/104, 10.1.2.3",
        "::ffff:0:0/96,       10.1.2.3",
        "::ffff:192.0.2.7,    192.0.2.7",
        "::1,                 ::1",
        "::1,                 0:0:0:0:0:0:0:1",
        "::1,                 '[0:0:0:0:0:0:0:1]'",
        "::/0,                2001:db8::1",
        "::/128,              ::",
        "2001:db8::/32,       2001:0DB8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::/33,       2001:db8:7fff::",
        "2001:db8:0:1::/64,   2001:db8:0:1:ffff::",
        "2001:db8::/65,       2001:db8:0:0:7fff::",
        "64:ff9b::192.0.2.0/120, 64:ff9b::c000:2ff",
        "fe80::/10,           fe80::1%eth0",
        "fe80::/10,           '[fe80::1%25eth0]'",
        "fe80::/10,           fe80::1%",
    })
    void match_holds(String range, String address) {
        assertThat(AddressRange.parse(range).match(address)).isNotNull().isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,          9.255.255.255",
        "10.0.0.0/8,          11.0.0.0",
        "10.0.0.0/8,          a00::",
        "192.0.2.7,           192.0.2.6",
        "::/0,                10.1.2.3",
        "::/0,                ::ffff:10.1.2.3",
        "0.0.0.0/0,           ::",
        "0.0.0.0/0,           ::10.1.2.3",
        "::ffff:0:0/96,       ::ffff:0:10.1.2.3",
        "2001:db8::/32,       2001:db9::",
        "2001:db8::/33,       2001:db8:8000::",
        "2001:db8::/64,       2001:db8:0:1::",
        "2001:db8::/65,       2001:db8:0:0:8000::",
    })
    void match_doesNotHold_outside(String range, String address) {
        assertThat(AddressRange.parse(range).match(address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%",
                "%eth0",
                "[",
                "]",
                "[]",
                "[%]",
                "[::1",
                "::1]",
                "unknown",
                "localhost",
                "_hidden",
                "a",
                "0",
                "1",
                "10",
                "10.1",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.",
                ".1.2.3",
                "10..2.3",
                "10.1.2.3 ",
                " 10.1.2.3",
                "10.1.2.3:80",
                "010.1.2.3",
                "10.01.2.3",
                "10.1.2.00",
                "0x0a.1.2.3",
                "256.1.2.3",
                "10.1.2.-3",
                "10.1.2.+3",
                "10.1.2.1000",
                "\u0661\u0660.1.2.3",
                "10.1.2.3/8",
                "[10.1.2.3]",
                "10.1.2.3%eth0",
                "3232235777",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "::g",
                "::-1",
                "::\uff11",
                "::1.2.3",
                "::01.2.3.4",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "0x1::",
                "::1/128",
                "[[::1]]",
                "[::1]:80",
                "::ffff:10.1.2.3:80",
                "10.1.2.3,10.1.2.4"
            })
    void match_doesNotHold_ofNoAddress(String text) {
        assertThat(AddressRange.parse("0.0.0.0/0").match(text)).isNull();
        assertThat(AddressRange.parse("::/0").match(text)).isNull();
    }

    @Test
    void match_doesNotHold_ofLongText() {
        assertThat(AddressRange.parse("::/0").match("0".repeat(1_000_000) + "::"))
                .isNull();
        assertThat(AddressRange.parse("::/0").match(":".repeat(1_000_000))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | it is no address",
                "localhost         | it is no address",
                "10.0.0            | it is no address",
                "010.0.0.0         | it is no address",
                "[::1]             | it is no address",
                "fe80::1%eth0      | it is no address",
                "' 10.0.0.1'       | it is no address",
                "10.0.0.0-10.0.0.9 | it is no address",
                "10.*              | it is no address",
                "10/8              | what stands before the / is no address",
                "/8                | what stands before the / is no address",
                "10.0.0.0/         | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "10.0.0.0/33       | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "10.0.0.0/08       | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "10.0.0.0/-1       | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "10.0.0.0/8/8      | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "10.0.0.0/255.0.0.0 | what stands behind the / is no length; expected a number of bits from 0 to 32",
                "::/129            | what stands behind the / is no length; expected a number of bits from 0 to 128",
                "::ffff:10.0.0.0/8 | what stands behind the / is no length; expected a number of bits from 96 to 128",
                "10.0.0.1/8        | bits are set beyond the first 8; expected only zeros there",
                "0.0.0.1/0         | bits are set beyond the first 0; expected only zeros there",
                "192.0.2.7/31      | bits are set beyond the first 31; expected only zeros there",
                "2001:db8::1/32    | bits are set beyond the first 32; expected only zeros there",
                "2001:db8::1/127   | bits are set beyond the first 127; expected only zeros there",
                "8000::/0          | bits are set beyond the first 0; expected only zeros there",
                "::ffff:10.0.0.1/104 | bits are set beyond the first 104; expected only zeros there",
            })
    void parse_refuses(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageStartingWith("not an IP address or range: " + reason)
                .withMessageEndingWith(", as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7");
    }

    @Property
    void match_agreesWithJdk_onEveryPrefix(
            @ForAll("addresses") byte[] network,
            @ForAll("addresses") byte[] address,
            @ForAll @IntRange(max = 128) int n)
            throws UnknownHostException {
        int length = Math.min(n, network.length * 8);
        byte[] masked = masked(network, length);
        String range = InetAddress.getByAddress(masked).getHostAddress() + "/" + length;
        boolean inside = address.length == network.length && Arrays.equals(masked(address, length), masked);

        AddressRange parsed = AddressRange.parse(range);
        assertThat(parsed.match(InetAddress.getByAddress(address).getHostAddress()) != null)
                .isEqualTo(inside);
        assertThat(parsed.match(InetAddress.getByAddress(network).getHostAddress()))
                .isNotNull();
    }

    /** A text with a colon is never a name to the JDK, so that it asks no DNS. */
    @Property(tries = 5_000)
    void parse_agreesWithJdk_onWhatIsAnAddress(@ForAll("almostV6") String text) {
        assertThat(isAddress(text)).as(text).isEqualTo(jdk(text) != null);
    }

    @Property
    void contains_isThatAllAddressesAre(
            @ForAll @Size(4) byte[] one,
            @ForAll @IntRange(max = 32) int n,
            @ForAll @Size(4) byte[] two,
            @ForAll @IntRange(max = 32) int m)
            throws UnknownHostException {
        AddressRange range =
                AddressRange.parse(InetAddress.getByAddress(masked(one, n)).getHostAddress() + "/" + n);
        AddressRange other =
                AddressRange.parse(InetAddress.getByAddress(masked(two, m)).getHostAddress() + "/" + m);
        byte[] last = masked(two, m);
        for (int bit = m; bit < 32; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        boolean both = range.match(InetAddress.getByAddress(masked(two, m)).getHostAddress()) != null
                && range.match(InetAddress.getByAddress(last).getHostAddress()) != null;

        assertThat(range.contains(other)).isEqualTo(both);
    }

    @Test
    void equals_comparesAddresses() {
        AddressRange range = AddressRange.parse("10.0.0.0/8");

        assertThat(range)
                .isEqualTo(AddressRange.parse("::ffff:a00:0/104"))
                .hasSameHashCodeAs(AddressRange.parse("::ffff:a00:0/104"))
                .isNotEqualTo(AddressRange.parse("10.0.0.0/9"))
                .isNotEqualTo(AddressRange.parse("11.0.0.0/8"))
                .hasToString("\"10.0.0.0/8\"");
        assertThat(AddressRange.parse("::/0")).isNotEqualTo(AddressRange.parse("0.0.0.0/0"));
    }

    @Provide
    Arbitrary<byte[]> addresses() {
        Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = Arbitraries.of((byte) 0, (byte) 1, (byte) 0xff)
                .array(byte[].class)
                .ofSize(16);
        return Arbitraries.oneOf(v4, v6);
    }

    @Provide
    Arbitrary<String> almostV6() {
        // The JDK also takes groups of more than four digits, where what is more are zeros.
        return Arbitraries.of("", "", "0", "1", "ffff", "F", "db8", "1.2.3.4", "255.0.0.1", "1.2.3")
                .list()
                .ofMinSize(2)
                .ofMaxSize(10)
                .map(groups -> String.join(":", groups));
    }

    private static boolean isAddress(String text) {
        try {
            AddressRange.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable InetAddress jdk(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte[] masked(byte[] address, int length) {
        byte[] masked = address.clone();
        for (int bit = length; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return masked;
    }
}
