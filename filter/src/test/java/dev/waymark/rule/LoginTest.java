// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @ParameterizedTest
    @CsvSource({
        "@ada:ac.cdl,           ada,    ac.cdl",
        "@ada:ac.cdl:8448,      ada,    ac.cdl:8448",
        "@ada:[2001:db8::1]:80, ada,    [2001:db8::1]:80",
        "@@ada@:ac.cdl,         @ada@,  ac.cdl",
        "@:ac.cdl,              '',     ac.cdl",
        "@ada:,                 ada,    ''",
        "@Ada/..?#%:AC.cdl,     Ada/..?#%, AC.cdl",
    })
    void of_splitsUserId_atFirstColon(String userId, String localpart, String serverName) {
        assertParts(userId, localpart, serverName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "@ada", "ada:ac.cdl", ":", " @ada:ac.cdl", "!room:ac.cdl"})
    void of_findsNoParts_whereFormIsAnother(String userId) {
        assertParts(userId, null, null);
    }

    private static void assertParts(String userId, @Nullable String localpart, @Nullable String serverName) {
        Login login = Login.of(userId);
        assertThat(login.get(Fact.USER_ID)).isEqualTo(userId);
        assertThat(login.get(Fact.LOCALPART)).isEqualTo(localpart);
        assertThat(login.get(Fact.SERVER_NAME)).isEqualTo(serverName);
    }

    @Test
    void get_givesEachFact() {
        Login login = Login.of("@ada:ac.cdl");

        assertThat(login.get(Fact.USER_ID)).isEqualTo("@ada:ac.cdl");
        assertThat(login.get(Fact.LOCALPART)).isEqualTo("ada");
        assertThat(login.get(Fact.SERVER_NAME)).isEqualTo("ac.cdl");
    }

    @Test
    void isUp_saysWhatItWasTold() {
        Login login = Login.builder().up("east"::equals).build();

        assertThat(login.isUp("east")).isTrue();
        assertThat(login.isUp("west")).isFalse();
        assertThat(Login.of("@ada:ac.cdl").isUp("west")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofKey_findsFact_byItsKey(Fact fact) {
        assertThat(Fact.ofKey(fact.key())).isEqualTo(fact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "USER_ID", "user id", "password"})
    void ofKey_findsNothing_byAnotherName(String key) {
        assertThat(Fact.ofKey(key)).isNull();
    }
}
