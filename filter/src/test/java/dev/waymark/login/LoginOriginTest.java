// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginOriginTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,             10.1.2.3",
        "2001:db8::1,          2001:db8::1",
        "[2001:db8::1],        2001:db8::1",
        "0:0:0:0:0:0:0:1,      0:0:0:0:0:0:0:1",
        "fe80::1%eth0,         fe80::1",
        "[fe80::1%2],          fe80::1",
        "'',",
        ",",
    })
    void clientIp_isTheLiteralAlone(@Nullable String remoteAddr, @Nullable String expected) {
        assertThat(LoginOrigin.clientIp(remoteAddr)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "matrix.ac.cdl, matrix.ac.cdl",
        "MATRIX.ac.CDL, matrix.ac.cdl",
        "10.1.2.3,      10.1.2.3",
        "[::1],         [::1]",
        "::1,           [::1]",
        "2001:DB8::1,   [2001:db8::1]",
        "'',",
        ",",
    })
    void host_isAsInAUrl(@Nullable String serverName, @Nullable String expected) {
        assertThat(LoginOrigin.host(serverName)).isEqualTo(expected);
    }
}
