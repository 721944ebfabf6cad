// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.AddressRange;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address counts, out of what proxies and clients say. */
class ClientAddressTest {

    private static final ClientAddress ADDRESSES = new ClientAddress(
            List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8"), AddressRange.parse("192.0.2.7")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9 | 1.2.3.4                              | 203.0.113.9
            10.0.0.1    | 1.2.3.4                              | 1.2.3.4
            10.0.0.1    | 6.6.6.6, 1.2.3.4                     | 1.2.3.4
            10.0.0.1    | 6.6.6.6, 1.2.3.4, 10.9.9.9           | 1.2.3.4
            10.0.0.1    | 6.6.6.6, 1.2.3.4, 192.0.2.7, fd00::1 | 1.2.3.4
            10.0.0.1    | 10.1.1.1, 10.2.2.2                   | 10.1.1.1
            192.0.2.8   | 1.2.3.4                              | 192.0.2.8
            10.0.0.1    | 6.6.6.6, unknown                     | 10.0.0.1
            10.0.0.1    | 6.6.6.6, unknown, 10.2.2.2           | 10.2.2.2
            10.0.0.1    | 6.6.6.6,, 10.2.2.2                   | 10.2.2.2
            10.0.0.1    | 1.2.3.4:567                          | 1.2.3.4
            10.0.0.1    | [2001:db8::1]:567                    | 2001:db8:0:0:0:0:0:1
            10.0.0.1    | [2001:db8::1]                        | 2001:db8:0:0:0:0:0:1
            10.0.0.1    | 2001:db8::1, fd00::2                 | 2001:db8:0:0:0:0:0:1
            fd00:0:0:0:0:0:0:1 | 1.2.3.4                       | 1.2.3.4
            10.0.0.1    | ::ffff:1.2.3.4                       | 1.2.3.4
            10.0.0.1    | 6.6.6.6, 1.2.3.4, ::ffff:10.3.3.3    | 1.2.3.4
            10.0.0.1    | fe80::1%eth0                         | fe80:0:0:0:0:0:0:1
            """)
    void client_isTheFirstFromTheRightThatIsNoProxy(String peer, String entries, String client) {
        assertThat(ADDRESSES.client(peer, values(entries))).isEqualTo(client);
    }

    @Test
    void client_isThePeer_whereNothingIsSaid() {
        assertThat(ADDRESSES.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void linesOfAHeader_areOneList() {
        assertThat(ADDRESSES.client("10.0.0.1", values("6.6.6.6, 1.2.3.4", "10.2.2.2 ,10.3.3.3")))
                .isEqualTo("1.2.3.4");
    }

    @Test
    void longList_isWalkedInNoTime() {
        String entries = "10.1.1.1,".repeat(2_000) + "10.1.1.1";

        assertThat(ADDRESSES.client("10.0.0.1", values(entries))).isEqualTo("10.1.1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "localhost",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4/32",
                "::1/128",
                "1.2.3.4:",
                "1.2.3.4:x",
                "1.2.3.4:1234567",
                "[1.2.3.4",
                "[::1]x",
                "[::1]:",
                "::1]",
                "2130706433",
                "0x7f000001",
                "1.2.3.4 5",
                "\"1.2.3.4\"",
                "for=1.2.3.4",
                "\u0661.2.3.4"
            })
    void entry_isNoAddress(String entry) {
        assertThat(ClientAddress.literal(entry)).isNull();
    }

    private static List<String> values(String... lines) {
        return ClientAddress.values(Collections.enumeration(List.of(lines)));
    }
}
