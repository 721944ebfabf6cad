// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is reported of a portal's configuration, with its place. */
class PortalProblemsTest {

    private static final String SSO = """
            rules: rules.yaml
            public_base_url: https://matrix.ac.cdl
            sso:
              key: 0123456789abcdef0123456789abcdef
              redirect_urls: ["https://app.example/*"]
              targets: {eng: Engineering}
            """;

    @TempDir
    private Path path;

    private PortalFolder folder;

    @BeforeEach
    void setUp() throws Exception {
        folder = new PortalFolder(path, Map.of("SHORT", "s3cret", "TARGET", "nosuchtarget", "RULES", "hidden-place"));
    }

    @Test
    void load_tellsProblemsOfBothFiles_inOneGo() throws Exception {
        folder.write("rules.yaml", """
                targets: {eng: {base_cs_url: "https://eng.ac.cdl"}}
                rules: [{name: x, target: engg}]
                """);
        assertThat(folder.problems("""
                rules: rules.yaml
                lisen: {port: 8448}
                flows_from: egn
                admin: {prot: 9090}
                """))
                .containsExactly(
                        "portal.yaml:2:1: /lisen: unknown key \"lisen\" (did you mean \"listen\"?); expected one of"
                                + " access_log, admin, flows_from, listen, login, password_reset, probe, public_base_url,"
                                + " registration, rules, server_name, sso, timeouts, trusted_proxies",
                        "portal.yaml:3:13: /flows_from: no target in the rules has the name \"egn\" (did you mean"
                                + " \"eng\"?); expected one of eng",
                        "portal.yaml:4:8: /admin: the key \"port\" is missing; expected the port of health and metrics",
                        "portal.yaml:4:9: /admin/prot: unknown key \"prot\" (did you mean \"port\"?); expected one of"
                                + " host, port",
                        "rules.yaml:2:27: /rules/0/target: no target has the name \"engg\" (did you mean \"eng\"?);"
                                + " expected one of eng");
    }

    @Test
    void message_saysWhichFilesHaveProblems() throws Exception {
        assertThat(message("{rules: rules.yaml, login: next, admin: {}}"))
                .startsWith("portal.yaml has 2 problems:\nportal.yaml:1:28: /login: ");
        folder.write("rules.yaml", "rules: 1");
        assertThat(message("{rules: rules.yaml}")).startsWith("rules.yaml has 1 problem:\nrules.yaml:1:8: /rules: ");
        assertThat(message("{rules: rules.yaml, login: next}"))
                .startsWith("portal.yaml and rules.yaml have 2 problems:\nportal.yaml:");
    }

    private String message(String yaml) {
        InvalidRulesException e =
                catchThrowableOfType(InvalidRulesException.class, () -> folder.load("portal.yaml", yaml));
        return folder.inShort(String.valueOf(e.getMessage()));
    }

    @Test
    void configuration_cannotBeRead_isSaid() {
        assertThatIOException()
                .isThrownBy(() -> PortalConfig.load(RuleSource.file("portal.yaml", path.resolve("none.yaml"))))
                .withMessage("the configuration portal.yaml cannot be read: there is no such file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                              | 1:1: expected an object, found a list
            {}                                              | 1:1: the key "rules" is missing; expected the rules file: a path or an http(s) URL
            {rules: []}                                     | 1:9: /rules: expected the rules file: a path or an http(s) URL, found a list
            {rules: none.yaml}                              | 1:9: /rules: the rules file none.yaml cannot be read: there is no such file; expected the rules file: a path or an http(s) URL
            {rules: "ftp://a/b"}                            | 1:9: /rules: not a path or http(s) URL; expected the rules file: a path or an http(s) URL
            {rules: "http://a b"}                           | 1:9: /rules: not a path or http(s) URL; expected the rules file: a path or an http(s) URL
            {rules: "${env:RULES}"}                         | 1:9: /rules: the rules file "${env:RULES}" cannot be read; expected the rules file: a path or an http(s) URL
            {rules: rules.yaml, rules: rules.yaml}          | 1:21: /rules: the key "rules" stands here again; it is first in line 1
            {rules: rules.yaml, login: Proxy}               | 1:28: /login: expected "proxy" or "redirect", found "Proxy" (did you mean "proxy"?)
            {rules: rules.yaml, public_base_url: "a.b"}     | 1:38: /public_base_url: not a base URL: it does not begin with https:// or http://; expected https://host[:port][/path]
            {rules: rules.yaml, server_name: "a/b"}         | 1:34: /server_name: expected a Matrix server name: host[:port], like "ac.cdl", found "a/b"
            {rules: rules.yaml, registration: "${env:TARGET}"} | 1:35: /registration: no target in the rules has the name "${env:TARGET}"; expected one of eng, hist
            {rules: rules.yaml, password_reset: [eng]}      | 1:37: /password_reset: expected the name of a target, found a list
            {rules: rules.yaml, flows_from: 1}              | 1:33: /flows_from: expected the name of a target, or a list of flows, found a number
            {rules: rules.yaml, flows_from: [x]}            | 1:34: /flows_from/0: expected a flow: an object like {"type": "m.login.password"}, found a string
            {rules: rules.yaml, flows_from: [{}]}           | 1:34: /flows_from/0: the key "type" is missing; expected a flow: an object like {"type": "m.login.password"}
            {rules: rules.yaml, flows_from: [{type: x}, {type: x}]} | 1:52: /flows_from/1/type: "x" stands in the list twice
            {rules: rules.yaml, flows_from: [{type: m.login.sso}]} | 1:41: /flows_from/0/type: the flow "m.login.sso" is added where "sso" says how it works; expected none of it in the list
            {rules: rules.yaml, trusted_proxies: 10.0.0.1}  | 1:38: /trusted_proxies: expected a list of IP addresses and ranges, like ["10.0.0.0/8"], found a string
            {rules: rules.yaml, trusted_proxies: [10.0.0.1, 10.0.0.1/32]} | 1:49: /trusted_proxies/1: "10.0.0.1/32" stands in the list twice
            {rules: rules.yaml, trusted_proxies: [10.0.0.1/8]} | 1:39: /trusted_proxies/0: not an IP address or range: bits are set beyond the first 8; expected only zeros there, as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7
            {rules: rules.yaml, listen: {port: 65536}}      | 1:36: /listen/port: expected a port between 0 and 65535, found 65536
            {rules: rules.yaml, listen: {port: "80"}}       | 1:36: /listen/port: expected a port between 0 and 65535, found a string
            {rules: rules.yaml, listen: {host: "a:80"}}     | 1:36: /listen/host: expected a host name or an IP address, without port, found "a:80"
            {rules: rules.yaml, listen: {host: "[::1]:80"}} | 1:36: /listen/host: expected a host name or an IP address, without port, found "[::1]:80"
            {rules: rules.yaml, listen: {host: 10.0.0.256}} | 1:36: /listen/host: expected a host name or an IP address, without port, found "10.0.0.256"
            {rules: rules.yaml, listen: {max_connections: 0}} | 1:47: /listen/max_connections: expected a number of connections between 1 and 1000000, found 0
            {rules: rules.yaml, listen: {tls: {key: portal.key}}} | 1:35: /listen/tls: the key "certificate" is missing; expected a PEM file of certificates
            {rules: rules.yaml, listen: {tls: {key: portal.key, certificate: x.crt}}} | 1:66: /listen/tls/certificate: the file "x.crt" cannot be read: there is no such file; expected a PEM file of certificates
            {rules: rules.yaml, listen: {tls: {key: ., certificate: portal.crt}}} | 1:41: /listen/tls/key: the file "." cannot be read: it is not a regular file; expected a PEM file of a private key
            {rules: rules.yaml, admin: {port: 8008}}        | 1:35: /admin/port: the portal listens at the port 8008 for clients already; expected another, which clients cannot reach
            {rules: rules.yaml, timeouts: {response: 30}}   | 1:42: /timeouts/response: expected a time such as "500ms", "2s", "10m", "1h" or "1d", from 100ms to 10m, found a number
            {rules: rules.yaml, timeouts: {stop: 11m}}      | 1:38: /timeouts/stop: expected a time such as "500ms", "2s", "10m", "1h" or "1d", from 100ms to 10m, found "11m"
            {rules: rules.yaml, probe: {interval: 999ms}}   | 1:39: /probe/interval: expected a time such as "500ms", "2s", "10m", "1h" or "1d", from 1s to 1h, found "999ms"
            {rules: rules.yaml, access_log: stdot}          | 1:33: /access_log: expected "stdout", "none", or the path of a file, like "logs/access.log", found "stdot" (did you mean "stdout"?)
            {rules: rules.yaml, access_log: true}           | 1:33: /access_log: expected "stdout", "none", or the path of a file, like "logs/access.log", found true
            {rules: rules.yaml, sso: {}}                    | 1:26: /sso: the key "targets" is missing; expected an object: the name of a target to what users read
            {rules: rules.yaml, public_base_url: "https://matrix.ENG.ac.cdl:443/"} | 1:38: /public_base_url: the target "eng" of the rules has this URL too, so that its logins would come back to the portal; expected another, or an "upstream" of the target's where the portal proxies
            """)
    void problem_isToldWithPlaceAndExpectation(String yaml, String problem) {
        assertThat(folder.problems(yaml)).first().isEqualTo("portal.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            key: short                              | /sso/key: expected a string of at least 32 characters, or a list of such, found one of 5
            key: ${env:SHORT}                       | /sso/key: expected a string of at least 32 characters, or a list of such, found one of 6
            key: []                                 | /sso/key: an empty list; expected at least one key
            key: [0123456789abcdef0123456789abcdef, 0123456789abcdef0123456789abcdef] | /sso/key/1: the same key stands in the list twice
            key: 5                                  | /sso/key: expected a string of at least 32 characters, or a list of such, found a number
            token_lifetime: 11m                     | /sso/token_lifetime: expected a time such as "500ms", "2s", "10m", "1h" or "1d", from 10s to 10m, found "11m"
            login_lifetime: 30s                     | /sso/login_lifetime: expected a time such as "500ms", "2s", "10m", "1h" or "1d", from 1m to 2h, found "30s"
            redirect_urls: []                       | /sso/redirect_urls: an empty list; expected at least one URL, like "https://app.element.io/*"
            redirect_urls: ["https://a/", "https://A/"] | /sso/redirect_urls/1: "https://A/" stands in the list twice
            targets: []                             | /sso/targets: expected an object: the name of a target to what users read, found a list
            targets: {}                             | /sso/targets: an empty object; expected at least one target
            targets: {engg: x}                      | /sso/targets/engg: no target in the rules has the name "engg" (did you mean "eng"?); expected one of eng, hist
            targets: {eng: x, hist: x}              | /sso/targets/hist: users read the same for the target "eng"; expected another text
            targets: {eng: " "}                     | /sso/targets/eng: expected what users read, like "Engineering", found only spaces
            targets: {eng: "a\\nb"}                 | /sso/targets/eng: the text holds a control character, or another that cannot be seen
            identity_providers: [{name: x, target: eng}] | /sso/identity_providers/0: the key "id" is missing; expected one to 255 of A-Z, a-z, 0-9 and ._~-, and not . or ..
            identity_providers: [{id: x/y, name: x, target: eng}] | /sso/identity_providers/0/id: expected one to 255 of A-Z, a-z, 0-9 and ._~-, and not . or .., found "x/y"
            identity_providers: [{id: x, name: x, target: eng}, {id: x, name: y, target: eng}] | /sso/identity_providers/1/id: an identity provider in line 7 has the id "x" already; expected another
            identity_providers: [{id: x, name: x, target: hist}] | /sso/identity_providers/0/target: no target in "sso" has the name "hist"; expected one of eng
            identity_providers: [{id: x, name: x, target: eng, icon: "https://a/b"}] | /sso/identity_providers/0/icon: expected a URL like "mxc://ac.cdl/abc123", found "https://a/b"
            identity_providers: [{id: x, name: x, target: eng, brand: GitHub}] | /sso/identity_providers/0/brand: expected a small letter, then up to 254 of a-z, 0-9 and ._-, found "GitHub"
            rules: [{idp: x}]                       | /sso/rules/0: the key "target" is missing; expected the name of a target of "sso"
            rules: [{idp: {regex: "("}, target: eng}] | /sso/rules/0/idp/regex: not a regular expression in RE2 syntax: missing closing ): (
            rules: [{query: {}, target: eng}]       | /sso/rules/0/query: an empty object; expected at least one query parameter
            rules: [{query: {"": x}, target: eng}]  | /sso/rules/0/query/: a query parameter has an empty name
            rules: [{header: x, target: eng}]       | /sso/rules/0/header: unknown key "header"; expected one of host, idp, query, target
            """)
    void problem_isTold_singleSignOn(String line, String problem) {
        String key = line.substring(0, line.indexOf(':'));
        String others = SSO.replaceFirst("(?m)^  " + key + ": .*\\R", "");

        assertThat(folder.problems(others + "  " + line + "\n"))
                .singleElement()
                .asString()
                .contains(": " + problem);
    }

    @Test
    void singleSignOn_needsPublicUrlAndProxying() {
        assertThat(folder.problems(SSO.replaceFirst("public_base_url.*", "login: redirect")))
                .containsExactly(
                        "portal.yaml:2:8: /login: single sign-on needs \"login\": \"proxy\", since its login tokens are the"
                                + " portal's own; expected that, or no \"sso\"",
                        "portal.yaml:4:3: /sso: single sign-on needs \"public_base_url\", which targets send browsers back"
                                + " to; expected that key");
    }

    @Test
    void names_areNotChecked_unknownTargets() throws Exception {
        folder.write("rules.yaml", "{");
        assertThat(folder.problems(SSO + "flows_from: nosuch\n"))
                .singleElement()
                .asString()
                .startsWith("rules.yaml:1:");
    }

    @Test
    void target_mayHaveTheUrlOfThePortal_elsewherePort() {
        assertThat(folder.problems("{rules: rules.yaml, public_base_url: \"https://matrix.eng.ac.cdl:8448\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 127.0.0.1, 9090, 9090, true",
        "127.0.0.1, 0.0.0.0, 9090, 9090, true",
        "::, 10.0.0.1, 9090, 9090, true",
        "localhost, 127.0.0.1, 9090, 9090, true",
        "portal.ac.cdl, PORTAL.ac.cdl, 9090, 9090, true",
        "10.0.0.1, 127.0.0.1, 9090, 9090, false",
        "0.0.0.0, 127.0.0.1, 9090, 9091, false",
        "0.0.0.0, 127.0.0.1, 0, 0, false",
    })
    void adminPort_mustBeAnother_sameHost(String host, String admin, int port, int adminPort, boolean isProblem) {
        assertThat(folder.problems("""
                rules: rules.yaml
                listen: {host: "%s", port: %d}
                admin: {host: "%s", port: %d}
                """.formatted(host, port, admin, adminPort))).hasSize(isProblem ? 1 : 0);
    }

    @Test
    void tlsFile_mustBeReadable() throws Exception {
        Path key = folder.path("portal.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
        List<String> problems =
                folder.problems("{rules: rules.yaml, listen: {tls: {certificate: portal.crt, key: portal.key}}}");
        if (Files.isReadable(key)) {
            // For root, who reads everything.
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains("cannot be read: access is denied");
        }
    }

    @Test
    void filledIn_isNeverShown() throws Exception {
        Map<String, String> secrets = Map.of("SECRET", "hunter2-hunter2", "URL", "http://hunter2-host.invalid/hunter2");
        PortalFolder secret = new PortalFolder(path, secrets);
        for (String text : new String[] {
            "listen: {host: 'x/${env:SECRET}', tls: {certificate: '${env:SECRET}', key: '${env:SECRET}'}}",
            "public_base_url: ${env:SECRET}",
            "server_name: '/${env:SECRET}'",
            "flows_from: ${env:SECRET}",
            "flows_from: [{type: 'm.login.sso'}, {type: '${env:SECRET}'}, {type: '${env:SECRET}'}]",
            "login: ${env:SECRET}",
            "trusted_proxies: ['${env:SECRET}']",
            "admin: {host: '/${env:SECRET}'}",
            "registration: ${env:SECRET}",
            "timeouts: {stop: '${env:SECRET}'}",
            "access_log: ${env:SECRET}",
            "sso: {key: '${env:SECRET}', redirect_urls: ['${env:SECRET}'], targets: {eng: x},"
                    + " identity_providers: [{id: '/${env:SECRET}', name: x, icon: '${env:SECRET}', target: '${env:SECRET}'}],"
                    + " rules: [{idp: {regex: '(${env:SECRET}'}, target: '${env:SECRET}'}]}",
            "rules: ${env:SECRET}",
            "rules: ${env:URL}"
        }) {
            String file = text.startsWith("rules") ? text : "rules: rules.yaml\n" + text;
            assertThat(secret.problems(file)).isNotEmpty().noneMatch(problem -> problem.contains("hunter2"));
        }
        assertThat(secret.problems(
                        "{rules: rules.yaml, sso: {key: hunter2-hunter2, redirect_urls: ['x:/'], targets: {}}}"))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains("hunter2"));
    }
}
