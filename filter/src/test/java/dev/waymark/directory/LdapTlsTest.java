// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LDAP within TLS, from the beginning or by StartTLS. */
class LdapTlsTest {

    private static final Login ADA = LookedUp.address("ada@ac.cdl");

    @TempDir
    private static Path folder;

    private static Authority authority;
    private static Authority another;
    private static SSLContext localhost;
    private static SSLContext elsewhere;

    /** How a connection comes to TLS. */
    enum Way {
        LDAPS("ldaps", ""),
        STARTTLS("ldap", ", 'starttls': true");

        private final String scheme;
        private final String setting;

        Way(String scheme, String setting) {
            this.scheme = scheme;
            this.setting = setting;
        }

        LdapTestServer server(SSLContext tls) throws Exception {
            return this == LDAPS ? LdapTestServer.tls(tls) : LdapTestServer.startTls(tls);
        }

        String settings(String host, int port, Authority trusted) {
            return "'type': 'ldap', 'url': '" + scheme + "://" + host + ":" + port + "', " + LdapTestServer.search()
                    + LdapTestServer.credentials() + setting
                    + ", 'certificate': '" + trusted.certificate() + "'";
        }
    }

    @BeforeAll
    static void issue() throws Exception {
        authority = new Authority(folder, "authority");
        another = new Authority(folder, "another");
        localhost = Authority.context(authority.issue("localhost", "dns:localhost,ip:127.0.0.1"));
        elsewhere = Authority.context(authority.issue("elsewhere", "dns:elsewhere.example"));
    }

    @AfterEach
    void leaveNoThread() throws InterruptedException {
        LdapThreads.awaitNone();
    }

    @ParameterizedTest
    @EnumSource
    void trustedServer_isAsked(Way way) throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            try (LdapTestServer server = way.server(localhost);
                    LookedUp users = LookedUp.in(way.settings(host, server.port(), authority))) {
                assertThat(users.find(ADA)).isEqualTo("east");
                assertThat(users.find(ADA)).isEqualTo("east");
                assertThat(users.findAddress("*")).isEqualTo("west");
                assertThat(server.connections).hasSize(1);
                assertThat(server.binds).contains(LdapTestServer.BIND_DN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverOfAnotherAuthority_getsNoPassword(Way way) throws Exception {
        try (LdapTestServer server = way.server(localhost);
                LookedUp users = LookedUp.in(way.settings("localhost", server.port(), another))) {
            assertThat(users.failure(ADA)).contains("its certificate is not issued by an authority that is trusted");
            assertThat(server.binds).doesNotContain(LdapTestServer.BIND_DN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverOfNoKnownAuthority_getsNoPassword(Way way) throws Exception {
        try (LdapTestServer server = way.server(localhost);
                LookedUp users = LookedUp.in(
                        way.settings("localhost", server.port(), authority).replaceFirst(", 'certificate'.*", ""))) {
            assertThat(users.failure(ADA)).contains("its certificate is not issued by an authority that is trusted");
            assertThat(server.binds).doesNotContain(LdapTestServer.BIND_DN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverOfAnotherName_getsNoPassword(Way way) throws Exception {
        try (LdapTestServer server = way.server(elsewhere);
                LookedUp users = LookedUp.in(way.settings("localhost", server.port(), authority))) {
            assertThat(users.failure(ADA)).contains("its certificate is not for this host name");
            assertThat(server.binds).doesNotContain(LdapTestServer.BIND_DN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void password_isNeverInClear_alsoNotWhenConnectionsBreak(Way way) throws Exception {
        try (LdapTestServer server = way.server(localhost);
                Wiretap tap = new Wiretap(server.port());
                LookedUp users = LookedUp.in(way.settings("localhost", tap.port(), authority))) {
            assertThat(users.find(ADA)).isEqualTo("east");
            tap.cut();
            assertThat(users.find(ADA)).isEqualTo("east");
            server.restart();
            assertThat(users.find(ADA)).isEqualTo("east");
            assertThat(tap.connections).hasValue(3);
            assertThat(tap.sent()).doesNotContain(LdapTestServer.PASSWORD, "ada@ac.cdl");
        }
    }

    @Test
    void passwordWithoutTls_whereAllowed_isWhatTheWiretapSees() throws Exception {
        try (LdapTestServer server = LdapTestServer.plain();
                Wiretap tap = new Wiretap(server.port());
                LookedUp users = LookedUp.in("'type': 'ldap', 'url': 'ldap://127.0.0.1:" + tap.port() + "', "
                        + LdapTestServer.search() + LdapTestServer.credentials())) {
            assertThat(users.find(ADA)).isEqualTo("east");
            assertThat(tap.sent()).contains(LdapTestServer.PASSWORD, "ada@ac.cdl");
        }
    }

    @Test
    void startTls_thatTheServerDoesNotKnow_isAFailureWithoutPassword() throws Exception {
        try (LdapTestServer server = LdapTestServer.plain();
                Wiretap tap = new Wiretap(server.port());
                LookedUp users = LookedUp.in(Way.STARTTLS.settings("localhost", tap.port(), authority))) {
            assertThat(users.failure(ADA)).contains("it answered with the result code");
            assertThat(tap.sent()).doesNotContain(LdapTestServer.PASSWORD);
        }
    }

    @ParameterizedTest
    @EnumSource
    void silentServer_isCutAtTheTimeout(Way way) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LookedUp users = LookedUp.in(
                        way.settings("localhost", silent.getLocalPort(), authority) + ", 'timeout': '300ms'")) {
            assertThat(users.failure(ADA)).isEqualTo("directory \"users\": no answer within 300 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverThatBreaksOff_isAFailure(Way way) throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LookedUp users = LookedUp.in(way.settings("localhost", rude.getLocalPort(), authority))) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            rude.accept().close();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    "rude");
            thread.start();
            assertThat(users.failure(ADA)).contains("no connection to an LDAP server: " + way.scheme + "://localhost:");
            thread.join();
        }
    }
}
