// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultReference;
import dev.waymark.rule.Login;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found, and what is not. */
class LdapDirectoryTest {

    private LdapTestServer server;
    private LookedUp users;

    @BeforeEach
    void start() throws LDAPException, IOException {
        server = LdapTestServer.plain();
        users = LookedUp.in(server.settings() + LdapTestServer.credentials());
    }

    @AfterEach
    void stop() throws InterruptedException {
        users.close();
        server.close();
        LdapThreads.awaitNone();
    }

    @Test
    void attribute_ofTheEntry_isTheAnswer() {
        assertThat(users.findAddress("ada@ac.cdl")).isEqualTo("east");
        assertThat(users.findAddress("bob@ac.cdl")).isEqualTo("https://bob.example");
        assertThat(users.findAddress("ädä@ac.cdl")).isEqualTo("west");
        assertThat(users.findAddress("ADA@ac.cdl")).isEqualTo("east");
        assertThat(server.binds).containsOnly(LdapTestServer.BIND_DN);
    }

    @Test
    void user_withoutEntryOrAttribute_isNotFound() {
        assertThat(users.findAddress("eve@ac.cdl")).isNull();
        assertThat(users.findAddress("nobody@ac.cdl")).isNull();
    }

    @Test
    void login_withoutTheFact_isNotAskedAbout() {
        assertThat(users.find("@ada:ac.cdl")).isNull();
        assertThat(server.filters).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*)(uid=*",
                "*)(mail=*))(|(mail=*",
                "ada@ac.cdl)(uid=ada",
                "ada@ac.cdl\0",
                "\\00",
                "\\2a",
                "ada@ac.cd*",
                "ada*",
                "(",
                ")",
                "\\",
                "&",
                " ",
                "😀@ac.cdl",
                "\ud800",
            })
    void hostileValue_findsNobody(String address) {
        assertThat(users.findAddress(address)).isNull();
    }

    @Test
    void hostileValue_thatSomebodyReallyHas_findsThisOneOnly() {
        assertThat(users.findAddress("*")).isEqualTo("west");
    }

    @Test
    void value_ofAnyLength_isOneValue() {
        assertThat(users.findAddress("*)(uid=*".repeat(5000))).isNull();
    }

    @Test
    void moreThanOneEntry_isAFailure() {
        assertThat(users.failure(LookedUp.address("twin@ac.cdl")))
                .isEqualTo("directory \"users\": more than one entry was found; expected one (setting \"filter\" or"
                        + " \"base\")");
    }

    @Test
    void moreThanOneValue_isAFailure() {
        assertThat(users.failure(LookedUp.address("many@ac.cdl")))
                .isEqualTo("directory \"users\": the entry has 2 values of the attribute description; expected one");
    }

    @Test
    void answer_thatIsNoTargetAndNoBaseUrl_isAFailure() {
        assertThat(users.failure(LookedUp.address("evil@ac.cdl")))
                .startsWith("directory \"users\": it answered")
                .doesNotContain("evil");
    }

    @Test
    void prefix_makesABaseUrlOfAHost() throws IOException {
        try (LookedUp prefixed = LookedUp.in(server.settings() + ", 'prefix': 'https://matrix.'")) {
            assertThat(prefixed.findAddress("host@ac.cdl")).isEqualTo("https://matrix.host.example");
            assertThat(prefixed.findAddress("nobody@ac.cdl")).isNull();
        }
    }

    @Test
    void answer_outsideOfAllowedHosts_isAFailure() throws IOException {
        try (LookedUp bound = LookedUp.in(server.settings() + ", 'allowed_hosts': '*.ac.cdl'")) {
            assertThat(bound.findAddress("ada@ac.cdl")).isEqualTo("east");
            assertThat(bound.failure(LookedUp.address("bob@ac.cdl"))).contains("allowed_hosts");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "sub"})
    void scope_belowTheBase_finds(String scope) throws IOException {
        try (LookedUp scoped = LookedUp.in(server.settings() + ", 'scope': '" + scope + "'")) {
            assertThat(scoped.findAddress("ada@ac.cdl")).isEqualTo("east");
        }
    }

    @Test
    void scope_isKept() throws IOException {
        String above = server.settings().replace("ou=people,dc=ac", "dc=ac");
        try (LookedUp sub = LookedUp.in(above);
                LookedUp one = LookedUp.in(above + ", 'scope': 'one'");
                LookedUp base = LookedUp.in(server.settings().replace("'ou=", "'uid=ada,ou=") + ", 'scope': 'base'")) {
            assertThat(sub.findAddress("ada@ac.cdl")).isEqualTo("east");
            assertThat(one.findAddress("ada@ac.cdl")).isNull();
            assertThat(base.findAddress("ada@ac.cdl")).isEqualTo("east");
            assertThat(base.findAddress("bob@ac.cdl")).isNull();
        }
    }

    @Test
    void base_thatIsNotThere_isAFailureThatSaysSo() throws IOException {
        try (LookedUp wrong = LookedUp.in(server.settings().replace("ou=people", "ou=gone"))) {
            assertThat(wrong.failure(LookedUp.address("ada@ac.cdl")))
                    .isEqualTo("directory \"users\": the search failed: of the LDAP server, it answered with the result"
                            + " code 32 (noSuchObject: there is no entry at the setting \"base\", or this bind_dn may"
                            + " not see it)");
        }
    }

    @Test
    void password_wrong_isAFailureThatTellsNeitherItNorTheDn() throws IOException {
        String settings = server.settings() + LdapTestServer.credentials().replace("s3cret", "wr0ng");
        try (LookedUp wrong = LookedUp.in(settings)) {
            assertThat(wrong.failure(LookedUp.address("ada@ac.cdl")))
                    .contains("ldap://127.0.0.1:" + server.port())
                    .contains("result code 49 (invalidCredentials: the bind_dn or the password is wrong)")
                    .doesNotContain("wr0ng", "cn=waymark", "ada");
        }
    }

    @Test
    void serverError_withTheUserInItsMessage_isToldByItsCodeOnly() {
        server.onSearch(request -> {
            throw new LDAPSearchException(
                    ResultCode.UNWILLING_TO_PERFORM,
                    "no " + request.getRequest().getFilter());
        });

        assertThat(users.failure(LookedUp.address("ada@ac.cdl")))
                .endsWith("it answered with the result code 53 (unwillingToPerform)");
    }

    @Test
    void referencesToOtherServers_areIgnored() {
        server.onSearch(request -> request.sendSearchReference(
                new SearchResultReference(new String[] {"ldap://127.0.0.1:1/dc=other"}, new Control[0])));

        assertThat(users.findAddress("ada@ac.cdl")).isEqualTo("east");
        assertThat(users.findAddress("eve@ac.cdl")).isNull();
    }

    @Test
    void referralOfTheBase_isAFailure() {
        server.onSearch(request -> {
            throw new LDAPException(
                    ResultCode.REFERRAL, "elsewhere", null, new String[] {"ldap://127.0.0.1:1/dc=other"});
        });

        assertThat(users.failure(LookedUp.address("ada@ac.cdl"))).contains("result code 10 (referral");
    }

    @Test
    void anonymously_withoutBindDn() throws IOException {
        try (LookedUp anonymous = LookedUp.in(server.settings())) {
            assertThat(anonymous.findAddress("ada@ac.cdl")).isEqualTo("east");
            assertThat(server.binds).doesNotContain(LdapTestServer.BIND_DN);
        }
    }

    @Test
    void filter_withSeveralFacts_needsAllOfThem() throws IOException {
        String both =
                server.settings().replace("(mail={address})", "(uid={localpart})(mail={localpart}@{server_name})");
        try (LookedUp users = LookedUp.in(both)) {
            assertThat(users.find(Login.of("@ada:ac.cdl"))).isEqualTo("east");
            assertThat(users.find(Login.of("@ada:other.cdl"))).isNull();
            assertThat(users.findAddress("ada@ac.cdl")).isNull();
        }
    }
}
