// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is warned of in a portal's configuration that works. */
class PortalWarningsTest {

    private static final String QUIET = """
            rules: rules.yaml
            listen: {host: 127.0.0.1, port: 8008}
            """;

    @TempDir
    private Path path;

    private PortalFolder folder;

    @BeforeEach
    void setUp() throws Exception {
        folder = new PortalFolder(path);
    }

    @Test
    void nothing_isWarnedOf_soundFile() {
        assertThat(folder.warnings(QUIET)).isEmpty();
        assertThat(folder.warnings("""
                rules: rules.yaml
                public_base_url: https://matrix.ac.cdl
                listen: {tls: {certificate: portal.crt, key: portal.key}}
                """)).isEmpty();
        assertThat(folder.warnings("""
                rules: rules.yaml
                public_base_url: https://matrix.ac.cdl
                trusted_proxies: [10.0.0.1]
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trusted_proxies: [10.0.0.1, 0.0.0.0/0]          | 3:29: /trusted_proxies/1: everybody is a trusted proxy, so that clients can pretend to have any address
            trusted_proxies: ["::/0"]                       | 3:19: /trusted_proxies/0: everybody is a trusted proxy, so that clients can pretend to have any address
            public_base_url: https://matrix.ac.cdl          | 3:18: /public_base_url: what ends TLS before the portal is not among "trusted_proxies", so that all clients have its address
            public_base_url: http://matrix.ac.cdl           | 3:18: /public_base_url: clients send passwords to this URL in clear; expected https, but for tests
            flows_from: []                                  | 3:13: /flows_from: there is no flow by which clients could log in
            timeouts: {response: 1m}                        | 3:11: /timeouts: "stop" is less than "response", so that logins that the portal still waits for are broken off when it is stopped
            timeouts: {response: 1m, stop: 59s}             | 3:32: /timeouts/stop: "stop" is less than "response", so that logins that the portal still waits for are broken off when it is stopped
            """)
    void key_isWarnedOf(String line, String warning) {
        assertThat(folder.warnings(QUIET + line)).containsExactly("portal.yaml:" + warning);
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8008", "http://127.0.0.1", "http://[::1]:8008", "http://matrix.localhost"})
    void httpUrl_isNotWarnedOf_ownMachine(String url) {
        assertThat(folder.warnings(QUIET + "public_base_url: \"" + url + "\"")).isEmpty();
    }

    @Test
    void passwordsInClear_areWarnedOf_anyNetwork() {
        String warning =
                "passwords come in clear, from any network that the machine is in: there is neither \"tls\" nor a proxy"
                        + " in \"trusted_proxies\" that ends it";

        assertThat(folder.warnings("rules: rules.yaml")).containsExactly("portal.yaml:1:1: " + warning);
        assertThat(folder.warnings("{rules: rules.yaml, listen: {host: '::'}}"))
                .containsExactly("portal.yaml:1:29: /listen: " + warning);
    }

    @Test
    void singleSignOn_isWarnedOf_tokensInClearAndRulesThatNeverMatch() {
        assertThat(folder.warnings(QUIET + """
                public_base_url: http://localhost:8008
                flows_from: []
                sso:
                  key: 0123456789abcdef0123456789abcdef
                  redirect_urls: ["http://localhost/*", "http://app.example/*"]
                  targets: {eng: Engineering}
                  rules: [{idp: x, target: eng}, {target: eng}, {idp: y, target: eng}, {target: eng}]
                """))
                .containsExactly(
                        "portal.yaml:7:41: /sso/redirect_urls/1: login tokens are sent to this URL in clear",
                        "portal.yaml:9:34: /sso/rules/1: this rule always matches, so that those behind it never do");
    }

    @Test
    void warnings_ofTheRules_comeThrough() throws Exception {
        folder.write("rules.yaml", """
                targets: {a: {base_cs_url: "https://a.example"}}
                rules:
                  - {name: all, target: a}
                  - {name: never, localpart: x, leave: true}
                """);
        assertThat(folder.warnings(QUIET + "flows_from: []"))
                .hasSize(2)
                .satisfiesExactly(
                        own -> assertThat(own).startsWith("portal.yaml:3:13: /flows_from: "),
                        ofRules -> assertThat(ofRules).startsWith("rules.yaml:4:5: /rules/1: "));
    }

    @Test
    void target_isWarnedOf_publicUrlOfItsOwn() throws Exception {
        folder.write("rules.yaml", """
                targets: {eng: {base_cs_url: "https://matrix.ac.cdl:443/", upstream: "http://127.0.0.1:8008"}}
                rules: [{name: all, target: eng}]
                """);
        String file = QUIET + "public_base_url: https://matrix.ac.cdl\ntrusted_proxies: [127.0.0.1]\n";

        assertThat(folder.warnings(file))
                .containsExactly(
                        "portal.yaml:3:18: /public_base_url: the target \"eng\" of the rules has this URL too: its users"
                                + " stay at the portal, which answers logins only, unless something before it sends the rest to the"
                                + " target");
        assertThat(folder.problems(file + "login: redirect\n"))
                .singleElement()
                .asString()
                .startsWith(
                        "portal.yaml:3:18: /public_base_url: the target \"eng\" of the rules has this URL too, so that its"
                                + " logins would come back to the portal");
    }
}
