// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings, and what is wrong with them. */
class LdapProviderTest {

    private static final String BIND = ", 'bind_dn': 'cn=x', 'password': 's3cret'";

    private static String with(String url) {
        return "'type': 'ldap', 'url': " + url + ", " + LdapTestServer.search();
    }

    private static List<String> problems(String settings) throws IOException {
        List<String> problems = LookedUp.problems(settings);
        assertThat(problems).noneMatch(problem -> problem.contains("s3cret"));
        return problems;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ldap://ldap.ac.cdl'",
                "'LDAPS://ldap.ac.cdl:1636/'",
                "'ldap://[::1]:389'",
                "['ldap://a.ac.cdl', 'ldaps://b.ac.cdl', 'ldap://10.0.0.1']",
            })
    void url_ofServers_isAccepted_andNobodyIsAsked(String url) throws IOException {
        assertThat(problems(with(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http://ldap.ac.cdl           | it does not begin with ldap:// or ldaps://",
                "ldap.ac.cdl                  | it does not begin with ldap:// or ldaps://",
                "ldap://                      | it is no URL",
                "ldap://a b                   | it is no URL",
                "ldap:///dc=ac                | it has no valid host name",
                "ldap://under_score           | it has no valid host name",
                "ldap://s3cret:s3cret@ac.cdl  | it holds user info before an @, which is set by bind_dn and password",
                "ldap://ac.cdl/dc=ac,dc=cdl   | it has a path, which is set by base",
                "ldap://ac.cdl?mail           | it has a query or a fragment, which are set by attribute, scope and filter",
                "ldap://ac.cdl:0              | its port is not between 1 and 65535",
                "ldap://ac.cdl:65536          | its port is not between 1 and 65535",
            })
    void url_ofNoServer_isAProblem(String url, String why) throws IOException {
        assertThat(problems(with("'" + url + "'")))
                .containsExactly("not an LDAP server: " + why + "; expected ldap://host[:port] or ldaps://host[:port]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ldaps://ldap.ac.cdl'",
                "'ldap://localhost'",
                "'ldap://127.0.0.1:389'",
                "'ldap://127.1.2.3'",
                "'ldap://[::1]'",
                "'ldap://[0:0:0:0:0:0:0:1]'",
                "'ldap://ldap.ac.cdl', 'starttls': true",
                "'ldap://ldap.ac.cdl', 'allow_cleartext': true",
            })
    void password_thatNobodyCanRead_isAccepted(String url) throws IOException {
        assertThat(problems(with(url) + BIND)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ldap://ldap.ac.cdl'",
                "['ldaps://ldap.ac.cdl', 'ldap://ldap.ac.cdl']",
                "'ldap://localhost.ac.cdl'",
                "'ldap://127.0.0.1.ac.cdl'",
                "'ldap://10.0.0.1'",
                "'ldap://[fe80::1]'",
                "'ldap://[1::1]'",
                "'ldap://ldap.ac.cdl', 'starttls': false, 'allow_cleartext': false",
            })
    void password_inClear_isAProblem(String url) throws IOException {
        assertThat(problems(with(url) + BIND))
                .containsExactly("the password would be sent without TLS; expected ldaps://, or \"starttls\": true, or"
                        + " \"allow_cleartext\": true where that is meant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                ", 'bind_dn': 'cn=x'              | there is no \"\"password\"\" with it; expected one",
                ", 'password': 's3cret'           | there is no \"\"bind_dn\"\" with it; expected one",
                ", 'starttls': true               | an ldaps:// connection has TLS from its beginning; expected ldap:// with it",
                ", 'pool_size': 0                 | expected a whole number between 1 and 100, found 0",
                ", 'scope': 'all'                 | expected \"\"sub\"\" or \"\"one\"\" or \"\"base\"\", found \"\"all\"\"",
                ", 'certificate': 'gone.pem'      | there is no such file; expected one of certificates in PEM form",
                ", 'prefix': 'https://s3cret@m.'  | \"with an answer after it, it is not a base URL: it holds user info before an @; expected https://host[:port][/path]\"",
            })
    void setting_thatIsWrong_isAProblem(String setting, String message) throws IOException {
        assertThat(problems(with("'ldaps://ldap.ac.cdl'") + setting)).containsExactly(message.replace("\"\"", "\""));
    }

    @Test
    void certificate_withoutTls_isAProblem(@TempDir Path folder) throws Exception {
        Authority authority = new Authority(folder, "authority");
        String certificate = ", 'certificate': '" + authority.certificate() + "'";
        assertThat(problems(with("'ldap://ldap.ac.cdl'") + certificate))
                .containsExactly("no connection uses TLS; expected ldaps://, or \"starttls\": true");
        assertThat(problems(with("'ldaps://ldap.ac.cdl'") + certificate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "-----BEGIN CERTIFICATE-----\ns3cret\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n",
            })
    void certificate_thatIsNone_isAProblem(String content, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);
        assertThat(problems(with("'ldaps://ldap.ac.cdl'") + ", 'certificate': '" + file + "'"))
                .containsExactly("the file holds no certificates, or broken ones; expected certificates in PEM form");
    }

    @Test
    void settings_missing_areAllToldAtOnce() throws IOException {
        assertThat(problems("'type': 'ldap', 'ur': 'x'"))
                .hasSize(5)
                .anyMatch(problem -> problem.startsWith("it is missing; expected ldap://host[:port]"))
                .anyMatch(problem -> problem.contains("\"base\" is missing"))
                .anyMatch(problem -> problem.contains("\"filter\" is missing"))
                .anyMatch(problem -> problem.contains("\"attribute\" is missing"))
                .anyMatch(
                        problem -> problem.startsWith(
                                "unknown key \"ur\"; expected one of allow_cleartext, attribute,"
                                        + " base, bind_dn, certificate, filter, password, pool_size, prefix, scope, starttls, url"));
    }

    @Test
    void searchThatIsNone_isAllToldAtOnce() throws IOException {
        assertThat(problems("'type': 'ldap', 'url': 'ldap://localhost', 'base': 'people', 'filter': 'mail={address}',"
                        + " 'attribute': '*'"))
                .containsExactlyInAnyOrder(
                        "not a DN; expected one such as ou=people,dc=example,dc=org",
                        "not a search filter: at character 1: expected (",
                        "not the name of an attribute; expected one such as description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "mail;lang-de", "x-waymark-server", "2.5.4.13", "userCertificate;binary"})
    void attribute_withAnyName_isAccepted(String attribute) throws IOException {
        assertThat(problems(with("'ldap://localhost'").replace("description", attribute)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "mail,cn", "1.1x", "a b", "1", "mail;"})
    void attribute_withNoName_isAProblem(String attribute) throws IOException {
        assertThat(problems(with("'ldap://localhost'").replace("description", attribute)))
                .containsExactly("not the name of an attribute; expected one such as description");
    }

    @Test
    void toString_tellsNoSecret() throws Exception {
        assertThat(new LdapSettings(
                                List.of(LdapServer.parse("ldap://localhost")),
                                "cn=s3cret",
                                "s3cret",
                                false,
                                null,
                                new javax.naming.ldap.LdapName("dc=ac"),
                                0,
                                LdapFilter.parse("(uid={localpart})"),
                                "description",
                                "",
                                1,
                                java.time.Duration.ofSeconds(1))
                        .toString())
                .isEqualTo("LdapSettings[ldap://localhost:389]");
    }
}
