// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which homeserver a login goes to. */
@Timeout(60)
class LoginDecisionTest {

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"@grace:eng.example\"}",
                "\"identifier\":{\"user\":\"@grace:eng.example\",\"type\":\"m.id.user\"}",
                "\"user\":\"@grace:eng.example\"",
                "\"user\":\"@grace:eng.example\",\"identifier\":null",
                "\"user\":\"@ada:hist.example\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"@grace:eng.example\"}",
                "\"user\":\"\\u0040grace:eng.example\""
            })
    void login_goesToTheUsersHomeserver_howeverTheUserIsNamed(String user) {
        HttpResponse<String> answer =
                running.post(LOGIN, "{" + user + ",\"type\":\"m.login.password\",\"password\":\"" + SECRET + "\"}");

        assertSentTo(running.eng(), answer);
        assertThat(running.hist().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\"}", "\"user\":\"ada\""})
    void bareLocalpart_isOneOfThePortalsOwnServerName(String user) {
        HttpResponse<String> answer =
                running.post(LOGIN, "{" + user + ",\"type\":\"m.login.password\",\"password\":\"" + SECRET + "\"}");

        assertSentTo(running.hist(), answer);
        assertThat(running.eng().received()).isEmpty();
    }

    @Test
    void firstMatchingRule_decides() {
        assertSentTo(running.eng(), running.login("@moved:hist.example"));
        assertThat(running.hist().received()).isEmpty();
    }

    @Test
    void templateRule_namesTheHomeserver_andWhereItIsReached() {
        HttpResponse<String> answer = running.login("@a b:paths.example");

        String baseUrl = running.hist().baseUrl() + "/of/a%20b";
        assertThat(running.hist().received())
                .singleElement()
                .satisfies(request -> assertThat(request.uri().getRawPath()).isEqualTo("/of/a%20b" + LOGIN));
        assertInjected(answer, baseUrl);
    }

    @Test
    void homeserversWordOnTheUser_doesNotChangeTheDecision() {
        running.hist().answers(200, "{\"user_id\":\"@grace:eng.example\",\"access_token\":\"" + SECRET + "\"}");

        assertInjected(running.login("@ada:hist.example"), running.hist().baseUrl());
        assertInjected(running.login("@ada:paths.example"), running.hist().baseUrl() + "/of/ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@nobody:nowhere.example",
                "@bot-42:hist.example",
                "bot-42",
                "@ada",
                "@",
                "@:",
                "@ada:hist.example ",
                "@ada:HIST.EXAMPLE",
                "@ada:hist.example:8448"
            })
    void login_isRefused_whereNoRuleNamesAHomeserver(String user) {
        assertRefused(running.login(user), 403, "M_FORBIDDEN");

        assertNothingWasForwarded();
    }

    @Test
    void login_isRefused_whereTheRuleCannotBeFollowed() {
        LogLines log = running.expectWarnings();

        assertRefused(running.login("@dot." + SECRET + ":hosts.example"), 503, "M_UNKNOWN");

        assertThat(log.warnings()).singleElement().asString().contains("{localpart}");
        assertNothingWasForwarded();
    }

    private static void assertSentTo(FakeHomeserver homeserver, HttpResponse<String> answer) {
        assertThat(homeserver.received()).hasSize(1);
        assertInjected(answer, homeserver.baseUrl());
    }

    private static void assertInjected(HttpResponse<String> answer, String baseUrl) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer.body()).path("base_cs_url").asString()).isEqualTo(baseUrl);
        assertThat(json(answer.body()).path("well_known"))
                .hasToString("{\"m.homeserver\":{\"base_url\":\"" + baseUrl + "\"}}");
    }

    private static void assertNothingWasForwarded() {
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.eng().received()).isEmpty();
    }
}
