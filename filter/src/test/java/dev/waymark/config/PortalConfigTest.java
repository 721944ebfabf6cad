// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig.AccessLog;
import dev.waymark.config.PortalConfig.Admin;
import dev.waymark.config.PortalConfig.FlowsOfTarget;
import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.ListedFlows;
import dev.waymark.config.PortalConfig.Listen;
import dev.waymark.config.PortalConfig.Probe;
import dev.waymark.config.PortalConfig.RedirectUrl;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.PortalConfig.SsoRule;
import dev.waymark.config.PortalConfig.Timeouts;
import dev.waymark.config.PortalConfig.Tls;
import dev.waymark.rule.AddressRange;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a portal's configuration comes to. */
class PortalConfigTest {

    private static final String SSO = """
            rules: rules.yaml
            public_base_url: https://matrix.ac.cdl
            sso:
              key: ["${file:sso.key}", "another key of more than 32 characters"]
              redirect_urls: ["https://App.example/*", "element://vector/webapp"]
              targets: {hist: Historians, eng: Engineering}
            """;

    @TempDir
    private Path path;

    private PortalFolder folder;

    @BeforeEach
    void setUp() throws Exception {
        folder = new PortalFolder(path, Map.of("TARGET", "hist", "SECONDS", "7s"));
    }

    @Test
    void load_hasDefaults_rulesOnly() {
        PortalConfig config = folder.config("rules: rules.yaml");

        assertThat(config)
                .isEqualTo(PortalConfig.builder("0.0.0.0", 8008, config.rules()).build());
        assertThat(config.rules().name()).isEqualTo(path.resolve("rules.yaml").toString());
        assertThat(config.rules().folder()).isEqualTo(path);
    }

    @Test
    void load_hasEachValue() {
        PortalConfig config = folder.config("""
                $schema: portal.schema.json
                listen: {host: "[::1]", port: 443, tls: {certificate: portal.crt, key: portal.key}, max_connections: 7}
                public_base_url: https://Matrix.ac.cdl/
                rules: rules.yaml
                server_name: ac.cdl:8448
                flows_from: ${env:TARGET}
                login: redirect
                trusted_proxies: [10.0.0.0/8, "::1"]
                admin: {port: 9090}
                registration: eng
                password_reset: hist
                timeouts: {request: 1s, connect: 100ms, response: 10m, stop: "${env:SECONDS}"}
                probe: {interval: 1h, timeout: 1m}
                access_log: logs/access.log
                """);

        assertThat(config.listen())
                .isEqualTo(new Listen("::1", 443, new Tls(path.resolve("portal.crt"), path.resolve("portal.key")), 7));
        assertThat(config.publicBaseUrl()).hasToString("https://matrix.ac.cdl");
        assertThat(config.serverName()).isEqualTo("ac.cdl:8448");
        assertThat(config.flows()).isEqualTo(new FlowsOfTarget("hist"));
        assertThat(config.isRedirect()).isTrue();
        assertThat(config.trustedProxies())
                .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1"));
        assertThat(config.admin()).isEqualTo(new Admin("127.0.0.1", 9090));
        assertThat(config.registration()).isEqualTo("eng");
        assertThat(config.passwordReset()).isEqualTo("hist");
        assertThat(config.timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(10), Duration.ofSeconds(7)));
        assertThat(config.probe()).isEqualTo(new Probe(Duration.ofHours(1), Duration.ofMinutes(1)));
        assertThat(config.accessLog()).isEqualTo(new AccessLog(path.resolve("logs/access.log"), true));
    }

    @Test
    void listen_hasPortOfItsKind_noneGiven() {
        assertThat(folder.config("rules: rules.yaml\nlisten: {host: portal}").listen())
                .isEqualTo(new Listen("portal", 8008, null, 10_000));
        assertThat(folder.config("rules: rules.yaml\nlisten: {tls: {certificate: portal.crt, key: portal.key}}")
                        .listen()
                        .port())
                .isEqualTo(8448);
    }

    @Test
    void timeouts_haveDefaults_someGiven() {
        assertThat(folder.config("rules: rules.yaml\ntimeouts: {response: 20s}\nprobe: {}")
                        .timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(35)));
    }

    @Test
    void accessLog_isWordOrPath() {
        assertThat(folder.config("{rules: rules.yaml, access_log: stdout}").accessLog())
                .isEqualTo(AccessLog.STDOUT);
        assertThat(folder.config("{rules: rules.yaml, access_log: none}").accessLog())
                .isEqualTo(AccessLog.NONE);
        assertThat(folder.config("{rules: rules.yaml, access_log: /var/log/portal}")
                        .accessLog())
                .isEqualTo(new AccessLog(Path.of("/var/log/portal"), true));
    }

    @Test
    void flows_areJson_list() {
        PortalConfig config = folder.config("""
                rules: rules.yaml
                flows_from:
                  - type: m.login.password
                  - {type: org.example.x, "a\\"b": [1.50, true, null, {c: "é\\n"}]}
                """);

        assertThat(config.flows())
                .isEqualTo(new ListedFlows(List.of(
                        "{\"type\":\"m.login.password\"}",
                        "{\"type\":\"org.example.x\",\"a\\\"b\":[1.50,true,null,{\"c\":\"é\\n\"}]}")));
        assertThat(folder.config("{rules: rules.yaml, flows_from: []}").flows()).isEqualTo(new ListedFlows(List.of()));
    }

    @Test
    void singleSignOn_hasDefaults_leastOfIt() {
        SingleSignOn sso = Objects.requireNonNull(folder.config(SSO).singleSignOn());

        assertThat(sso.keys())
                .extracting(PortalConfig.Secret::value)
                .containsExactly("0123456789abcdef0123456789abcdef", "another key of more than 32 characters");
        assertThat(sso.tokenLifetime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(sso.loginLifetime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(sso.redirectUrls())
                .containsExactly(
                        new RedirectUrl(URI.create("https://app.example/"), true),
                        new RedirectUrl(URI.create("element://vector/webapp"), false));
        assertThat(sso.targets().entrySet())
                .containsExactly(Map.entry("hist", "Historians"), Map.entry("eng", "Engineering"));
        assertThat(sso.identityProviders()).isEmpty();
        assertThat(sso.rules()).isEmpty();
    }

    @Test
    void singleSignOn_hasEachValue() {
        SingleSignOn sso = Objects.requireNonNull(folder.config(SSO + """
                  token_lifetime: 10s
                  login_lifetime: 2h
                  identity_providers:
                    - {id: uni, name: The university, icon: "mxc://ac.cdl/abc", brand: github, target: eng, target_id: oidc}
                    - {id: cas, name: CAS, target: hist}
                  rules:
                    - {idp: ["eng-*", {regex: "e+"}], host: Matrix.ENG.ac.cdl, query: {dept: "e?g", x: y}, target: eng}
                    - {target: hist}
                """).singleSignOn());

        assertThat(sso.tokenLifetime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(sso.loginLifetime()).isEqualTo(Duration.ofHours(2));
        assertThat(sso.identityProviders())
                .containsExactly(
                        new IdentityProvider("uni", "The university", "mxc://ac.cdl/abc", "github", "eng", "oidc"),
                        new IdentityProvider("cas", "CAS", null, null, "hist", null));
        assertThat(sso.rules()).hasSize(2);
        SsoRule first = sso.rules().get(0);
        assertThat(List.of("eng-1", "ee", "eng", "hist"))
                .filteredOn(Objects.requireNonNull(first.providers())::matches)
                .containsExactly("eng-1", "ee");
        assertThat(Objects.requireNonNull(first.hosts()).matches("matrix.eng.ac.cdl"))
                .isTrue();
        assertThat(first.query()).containsOnlyKeys("dept", "x");
        assertThat(Objects.requireNonNull(first.query().get("dept")).matches("eng"))
                .isTrue();
        assertThat(sso.rules().get(1)).isEqualTo(new SsoRule(null, null, Map.of(), "hist"));
    }

    @Test
    void singleSignOn_hasOneKey_string() {
        SingleSignOn sso = Objects.requireNonNull(folder.config(SSO.replaceFirst("key: .*", "key: \\${file:sso.key}"))
                .singleSignOn());

        assertThat(sso.keys()).hasSize(1);
    }

    @Test
    void load_readsJsonWithComments() throws Exception {
        PortalFile file = folder.load("portal.json", """
                {"rules": "rules.yaml", // beside this file
                 "login": "proxy"}
                """);

        assertThat(file.config().isRedirect()).isFalse();
        assertThat(file.rules().rules().inOrder()).hasSize(1);
    }

    @Test
    void rules_areNamedAsTheConfigurationIs_relativePath() throws Exception {
        Path inner = Files.createDirectories(path.resolve("conf"));
        folder.write("conf/portal.yaml", "rules: ../rules.yaml");
        Path relative = Path.of("").toAbsolutePath().relativize(inner.toAbsolutePath());

        RuleSource rules = PortalConfig.load(RuleSource.file(relative.resolve("portal.yaml")))
                .rules();
        assertThat(rules.name()).isEqualTo(relative.resolve("../rules.yaml").toString());
        assertThat(rules.read()).isEqualTo(PortalFolder.RULES);
    }

    @Test
    void rules_areFound_absolutePath() {
        PortalConfig config = folder.config("rules: " + path.resolve("rules.yaml"));

        assertThat(config.rules().name()).isEqualTo(path.resolve("rules.yaml").toString());
    }
}
