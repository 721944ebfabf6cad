// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory in a real OpenLDAP, which takes a password within TLS only. */
@Tag("directories")
@Timeout(120)
class OpenLdapIT {

    private static final Login USER_7 = LookedUp.address("user7@ac.cdl");
    private static final String LDAPS = "ldaps";
    private static final String STARTTLS = "ldap";

    private static OpenLdap openLdap;

    @BeforeAll
    static void start() throws Exception {
        openLdap = new OpenLdap();
    }

    @AfterAll
    static void stop() throws Exception {
        if (openLdap != null) {
            openLdap.remove();
        }
    }

    @AfterEach
    void leaveNoThread() throws InterruptedException {
        LdapThreads.awaitNone();
    }

    private static String url(String scheme, String host) {
        boolean tls = scheme.equals(LDAPS);
        return "'type': 'ldap', 'url': '" + scheme + "://" + host + ":" + (tls ? openLdap.tlsPort : openLdap.port) + "'"
                + (tls ? "" : ", 'starttls': true");
    }

    private static String search() {
        return ", 'base': 'ou=people,dc=ac,dc=cdl', 'attribute': 'description',"
                + " 'filter': '(&(objectClass=person)(|(mail={address})(givenName={address})))'";
    }

    private static String trust() {
        return ", 'certificate': '" + openLdap.authority.certificate() + "'";
    }

    private static String credentials() {
        return ", 'bind_dn': '" + OpenLdap.BIND_DN + "', 'password': '" + openLdap.password + "'";
    }

    private static String settings(String scheme) {
        return url(scheme, "localhost") + search() + trust() + credentials();
    }

    @ParameterizedTest
    @ValueSource(strings = {LDAPS, STARTTLS})
    void attribute_ofTheEntry_isTheAnswer(String scheme) throws IOException {
        try (LookedUp users = LookedUp.in(settings(scheme))) {
            for (int i = 0; i < OpenLdap.PEOPLE; i += 97) {
                assertThat(users.findAddress("user" + i + "@ac.cdl")).isEqualTo(i % 2 == 0 ? "east" : "west");
            }
            assertThat(users.findAddress("bob@ac.cdl")).isEqualTo("https://bob.example");
            assertThat(users.findAddress("eve@ac.cdl")).isNull();
            assertThat(users.findAddress("nobody@ac.cdl")).isNull();
            assertThat(LdapThreads.ofJndi()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*)(uid=*",
                "*)(mail=*))(|(mail=*",
                "user7@ac.cdl)(uid=user7",
                "user7@ac.cdl\0",
                "user7@ac.cdl\0x",
                "\1user7@ac.cdl",
                "\\00",
                "\\2a",
                "user7@ac.cd*",
                "user7*",
                "(",
                ")",
                "\\",
                "&",
                " ",
                "zoe",
                "😀@ac.cdl",
                "\ud800",
            })
    void hostileValue_findsNobody(String address) throws IOException {
        try (LookedUp users = LookedUp.in(settings(LDAPS))) {
            assertThat(users.findAddress(address)).isNull();
            assertThat(users.findAddress(address.repeat(1000))).isNull();
        }
    }

    @Test
    void oddValue_thatSomebodyReallyHas_findsThisOneOnly() throws IOException {
        try (LookedUp users = LookedUp.in(settings(LDAPS))) {
            assertThat(users.findAddress("zoë𝄞")).isEqualTo("west");
            assertThat(users.findAddress("a*)(uid=*\\")).isEqualTo("east");
        }
    }

    @Test
    void moreThanOne_isAFailure() throws IOException {
        try (LookedUp users = LookedUp.in(settings(LDAPS));
                LookedUp all =
                        LookedUp.in(settings(LDAPS).replace("(mail={address})", "(uid=user*)(mail={address})"))) {
            assertThat(users.failure(LookedUp.address("twin@ac.cdl"))).contains("more than one entry was found");
            assertThat(users.failure(LookedUp.address("many@ac.cdl")))
                    .contains("2 values of the attribute description");
            assertThat(all.failure(USER_7)).contains("more than one entry was found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LDAPS, STARTTLS})
    void password_wrong_isAFailure(String scheme) throws IOException {
        try (LookedUp users = LookedUp.in(settings(scheme).replace(openLdap.password, "wr0ng"))) {
            assertThat(users.failure(USER_7))
                    .contains("result code 49 (invalidCredentials: the bind_dn or the password is wrong)")
                    .doesNotContain("wr0ng", "cn=", "user7");
        }
    }

    @Test
    void password_inClear_isRefusedByTheServerWithAHint() throws IOException {
        String clear = "'type': 'ldap', 'url': 'ldap://localhost:" + openLdap.port + "'" + search() + credentials();
        try (LookedUp users = LookedUp.in(clear)) {
            assertThat(users.failure(USER_7))
                    .contains("result code 13 (confidentialityRequired: it asks for ldaps:// or \"starttls\")");
        }
    }

    @Test
    void base_thatIsNotThere_isAFailure() throws IOException {
        try (LookedUp users = LookedUp.in(settings(LDAPS).replace("ou=people", "ou=gone"))) {
            assertThat(users.failure(USER_7)).contains("result code 32 (noSuchObject");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LDAPS, STARTTLS})
    void server_thatIsNotTrusted_isNotAsked(String scheme, @TempDir Path folder) throws Exception {
        Authority another = new Authority(folder, "another");
        String trust = ", 'certificate': '" + another.certificate() + "'";
        try (LookedUp ofAnother = LookedUp.in(settings(scheme).replace(trust(), trust));
                LookedUp ofNone = LookedUp.in(settings(scheme).replace(trust(), ""));
                LookedUp named = LookedUp.in(settings(scheme).replace("localhost", "127.0.0.1"))) {
            assertThat(ofAnother.failure(USER_7)).contains("not issued by an authority that is trusted");
            assertThat(ofNone.failure(USER_7)).contains("not issued by an authority that is trusted");
            assertThat(named.failure(USER_7)).contains("its certificate is not for this host name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LDAPS, STARTTLS})
    void serverRestarted_isNotNoticed_serverGone_isAFailure(String scheme) throws Exception {
        try (LookedUp users = LookedUp.in(settings(scheme))) {
            assertThat(users.find(USER_7)).isEqualTo("west");
            openLdap.stop();
            openLdap.start();
            assertThat(users.find(USER_7)).isEqualTo("west");
            openLdap.stop();
            try {
                assertThat(users.failure(USER_7)).contains("it cannot be reached, or refuses connections");
            } finally {
                openLdap.start();
            }
            assertThat(users.find(USER_7)).isEqualTo("west");
        }
    }

    @Test
    void serverThatHangs_isCutAtTheTimeout() throws Exception {
        try (LookedUp users = LookedUp.in(settings(LDAPS) + ", 'timeout': '1s'")) {
            assertThat(users.find(USER_7)).isEqualTo("west");
            openLdap.pause();
            try {
                assertThat(users.failure(USER_7)).contains("no");
            } finally {
                openLdap.goOn();
            }
            assertThat(users.find(USER_7)).isEqualTo("west");
        }
    }

    @Test
    void manyAtOnce_areAllFound_withFewConnections() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (LookedUp users = LookedUp.in(settings(STARTTLS) + ", 'pool_size': 3, 'timeout': '30s'")) {
            List<Future<String>> found = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String address = "user" + i + "@ac.cdl";
                found.add(threads.submit(() -> users.findAddress(address)));
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(found.get(i).get()).isEqualTo(i % 2 == 0 ? "east" : "west");
            }
            assertThat(LdapThreads.ofJndi()).hasSizeBetween(1, 3);
        } finally {
            threads.shutdownNow();
        }
    }
}
