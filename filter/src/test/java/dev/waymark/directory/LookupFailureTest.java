// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of an exception that a directory threw. */
class LookupFailureTest {

    private static final Login LOGIN = Login.builder()
            .userId("@ada:ac.cdl")
            .with(Fact.IDENTIFIER, "lovelace")
            .with(Fact.ADDRESS, "Countess@ac.cdl")
            .with(Fact.CLIENT_IP, "10.1.2.3")
            .with(Fact.DEVICE_ID, "GHTYAJCE")
            .with(Fact.HOST, "login.ac.cdl")
            .with(Fact.MEDIUM, "email")
            .build();

    private static String told(String message) {
        return String.valueOf(
                LookupFailure.of(new IOException(message), LOGIN, false).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no row for @ada:ac.cdl",
                "cn=ADA,dc=ac is no entry",
                "bad value lovelace",
                "countess@AC.CDL: not allowed",
                "10.1.2.3 was refused",
                "/users/%40ada%3Aac.cdl: 500",
                "device GHTYAJCE"
            })
    void messageThatQuotesLogin_isLeftOut(String message) {
        assertThat(told(message)).isEqualTo("IOException, with a message that is left out since it quotes the login");
    }

    @Test
    void messageOfWaymarksOwn_isTold_whateverTheUserIsCalled() {
        Login user = Login.of("@user:ac.cdl");
        String message = "the database refuses the user or the password";

        assertThat(LookupFailure.of(new IOException(message), user, true)).hasMessage(message);
        assertThat(LookupFailure.of(new IOException(message), user, false)).hasMessageNotContaining("refuses");
    }

    @Test
    void messageOfServers_isTold() {
        assertThat(told("ldap.ac.cdl refuses connections for email"))
                .isEqualTo("ldap.ac.cdl refuses connections for email");
        assertThat(LookupFailure.of(new IOException(), LOGIN, false)).hasMessage("IOException");
        assertThat(told(" \n")).isEqualTo("IOException");
    }

    @Test
    void message_isOneLine_ofLimitedLength() {
        assertThat(told("one\r\ntwo\u001b[31m\u202ethree\u2028four\ttabs")).isEqualTo("one  two [31m three four tabs");
        assertThat(told("x".repeat(5000))).isEqualTo("x".repeat(500) + "...");
        assertThat(told("x".repeat(500))).isEqualTo("x".repeat(500));
        assertThat(told("\ud83d\ude00".repeat(600))).isEqualTo("\ud83d\ude00".repeat(500) + "...");
    }
}
