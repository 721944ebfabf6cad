// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins whose homeserver is found by something else than their user. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginFactsTest {

    private final LogLines log = new LogLines();
    private final FakeHomeserver hist = new FakeHomeserver();
    private final FakeHomeserver eng = new FakeHomeserver();
    private Portal portal;

    @BeforeAll
    void start() throws Exception {
        log.open();
        portal = Portal.start(config(RuleSource.text("rules.json", rules())), Map.of(), (request, response) -> {});
    }

    @BeforeEach
    void reset() {
        log.clear();
        List.of(hist, eng).forEach(LoginFactsTest::reset);
    }

    private static void reset(FakeHomeserver homeserver) {
        homeserver.reset();
        homeserver.answers(200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"" + SECRET + "\"}");
    }

    @AfterEach
    void nothingOfTheLogin_isLogged() {
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    @AfterAll
    void stop() {
        portal.close();
        hist.close();
        eng.close();
        log.close();
    }

    private static PortalConfig config(RuleSource rules) {
        return PortalConfig.builder("127.0.0.1", 0, rules)
                .serverName("hist.example")
                .build();
    }

    private String rules() {
        return """
            {
              "targets": {"hist": {"base_cs_url": "%s"}, "eng": {"base_cs_url": "%s"}},
              "rules": [
                {"name": "engineers by email", "medium": "email", "address": "*@eng.example", "target": "eng"},
                {"name": "Britons by phone",   "medium": "msisdn", "address": "44*", "target": "eng"},
                {"name": "what was typed",     "identifier": "Prof. *", "target": "eng"},
                {"name": "tokens of one",      "login_type": ["m.login.token", "org.matrix.login.jwt"], "target": "eng"},
                {"name": "a device",           "device_id": "ENG*", "target": "eng"},
                {"name": "a host",             "host": "eng.example", "client_ip": "127.0.0.0/8", "target": "eng"},
                {"name": "another network",    "client_ip": "10.0.0.0/8", "target": "eng"},
                {"name": "history",            "server_name": "hist.example", "target": "hist"}
              ]
            }
            """.formatted(hist.baseUrl(), eng.baseUrl());
    }

    private RawHttp.Answer login(String host, String members, String... headers) throws IOException {
        return login(portal, host, members, headers);
    }

    private static RawHttp.Answer login(Portal portal, String host, String members, String... headers)
            throws IOException {
        String body = "{" + members + ",\"password\":\"" + SECRET + "\"}";
        String lines =
                String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList());
        return RawHttp.exchange(
                URI.create(portal.baseUrl().toString()).getPort(),
                "POST " + LOGIN + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + lines
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void assertDirected(RawHttp.Answer answer, FakeHomeserver homeserver) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(json(answer.text()).path("base_cs_url").asString()).isEqualTo(homeserver.baseUrl());
        assertThat(homeserver.received()).hasSize(1);
        assertThat(hist.received().size() + eng.received().size()).isEqualTo(1);
    }

    private void assertRefused(RawHttp.Answer answer, int status, String errcode) {
        RunningPortal.assertRefused(answer, status, errcode);
        assertThat(hist.received()).isEmpty();
        assertThat(eng.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"Ada@Eng.example\"}",
                "\"medium\":\"email\",\"address\":\"ada@eng.example\"",
                "\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"GB\",\"phone\":\"+44 7700 900123\"}",
                "\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"msisdn\",\"address\":\"447700900123\"}",
                "\"user\":\"Prof. Ada\"",
                "\"user\":\"ada\",\"device_id\":\"ENGINE\""
            })
    void login_isDirected_byWhatItsRequestSays(String members) throws IOException {
        assertDirected(login("portal.example", members), eng);
        assertThat(eng.received().get(0).text()).startsWith("{" + members);
    }

    @Test
    void login_isDirected_byItsUser_whereNothingElseIsSaid() throws IOException {
        assertDirected(login("portal.example", "\"user\":\"ada\""), hist);
    }

    @Test
    void loginWithoutUser_isDirected_byItsType() throws IOException {
        assertDirected(login("portal.example", "\"type\":\"org.matrix.login.jwt\",\"token\":\"" + SECRET + "\""), eng);
    }

    @Test
    void tokenLogin_isNeverDirectedByRules() throws IOException {
        assertRefused(
                login("portal.example", "\"type\":\"m.login.token\",\"token\":\"" + SECRET + "\""), 403, "M_FORBIDDEN");
    }

    @Test
    void applicationServicesLogin_takesItsTokenAlong() throws IOException {
        String members = "\"type\":\"m.login.application_service\","
                + "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"@bot:hist.example\"}";

        assertDirected(login("portal.example", members, "Authorization: Bearer " + SECRET), hist);
        assertThat(hist.received().get(0).all("Authorization")).containsExactly("Bearer " + SECRET);
    }

    @Test
    void login_isDirected_byHostAndAddressOfTheClient() throws IOException {
        assertDirected(login("ENG.example:8448", "\"user\":\"ada\""), eng);
    }

    @Test
    void forwardedFor_isNotBelieved() throws IOException {
        assertDirected(login("portal.example", "\"user\":\"ada\"", "X-Forwarded-For: 10.1.2.3"), hist);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"ada@ac.example\"}",
                "\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"s3cret\"}",
                "\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"GB\",\"phone\":\"07700 900123\"}",
                "\"user\":\"@ada:elsewhere.example\""
            })
    void login_isForbidden_whereNoRuleKnowsWhoItNames(String members) throws IOException {
        assertRefused(login("portal.example", members), 403, "M_FORBIDDEN");
    }

    @Test
    void login_isBad_whereItNamesNobody() throws IOException {
        assertRefused(login("portal.example", "\"type\":\"m.login.password\""), 400, "M_UNKNOWN");
    }

    @Test
    void emailLogin_isDirected_byALookup() throws Exception {
        String rules = """
                {"targets": {"hist": {"base_cs_url": "%s"}, "eng": {"base_cs_url": "%s"}},
                 "directories": {"staff": {"type": "staff-by-email"}},
                 "rules": [{"name": "staff", "lookup": "staff"}]}
                """.formatted(hist.baseUrl(), eng.baseUrl());
        try (Portal other =
                Portal.start(config(RuleSource.text("rules.json", rules)), Map.of(), (request, response) -> {})) {
            assertDirected(login(other, "portal.example", "\"medium\":\"email\",\"address\":\"ADA@eng.example\""), eng);
            reset(eng);
            assertRefused(
                    login(other, "portal.example", "\"medium\":\"email\",\"address\":\"eve@eng.example\""),
                    403,
                    "M_FORBIDDEN");
        }
    }
}
