// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.portal.TokenLogins.TokenLogin;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by a token, which go where the token says, or nowhere. */
@Timeout(60)
class TokenLoginTest {

    /** The homeserver's own, with what has to be escaped in JSON. */
    private static final String OWN = SECRET + " own \"\\";

    private static final Map<String, TokenLogin> TOKENS = Map.of(
            SECRET + "-for-eng", new TokenLogin("eng", OWN),
            SECRET + "-for-gone", new TokenLogin("gone", OWN),
            SECRET + "-for-none", new TokenLogin("none", OWN));

    @RegisterExtension
    static final RunningPortal running = new RunningPortal(
            config -> config,
            new LoginParts(LoginParts.DEFAULT.flows(), target -> true, TOKENS::get, LoginEvents.NONE));

    @Test
    void portalsToken_goesToItsTarget_asTheHomeserversOwn() {
        running.eng().answers(200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"" + SECRET + "\"}");

        HttpResponse<String> answer = running.post(
                LOGIN, " {\"token\" : \"s3cret-for-eng\" ,\"type\":\"m.login.token\", \"device_id\":\"D\"}\n");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(running.eng().received())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.text())
                                .isEqualTo(
                                        " {\"token\" : \"s3cret own \\\"\\\\\" ,\"type\":\"m.login.token\", \"device_id\":\"D\"}\n"));
        assertThat(running.hist().received()).isEmpty();
        assertThat(json(answer.body()).path("base_cs_url").asString())
                .isEqualTo(running.eng().baseUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"m.login.token\",\"token\":\"s3cret-of-somebody\"}",
                "{\"type\":\"m.login.token\",\"token\":\"\"}",
                "{\"type\":\"m.login.token\"}",
                "{\"type\":\"m.login.token\",\"token\":7}",
                "{\"type\":\"m.login.token\",\"token\":\"s3cret-for-eng\",\"token\":\"s3cret\"}",
                "{\"type\":\"m.login.token\",\"token\":\"s3cret\",\"user\":\"@grace:eng.example\"}",
                "{\"type\":\"m.login\\u002etoken\",\"token\":\"s3cret\",\"user\":\"@grace:eng.example\"}"
            })
    void otherToken_goesNowhere(String body) {
        HttpResponse<String> answer = running.post(LOGIN, body);

        assertRefused(answer, 403, "M_FORBIDDEN");
        assertThat(json(answer.body()).path("error").asString()).contains("token");
        assertNothingWasForwarded();
    }

    @Test
    void twoTypes_goNowhere() {
        assertRefused(
                running.post(
                        LOGIN,
                        "{\"type\":\"m.login.password\",\"type\":\"m.login.token\",\"token\":\"s3cret\","
                                + "\"user\":\"ada\"}"),
                400,
                "M_NOT_JSON");
        assertNothingWasForwarded();
    }

    @Test
    void tokenOfATargetThatTheRulesHaveLost_goesNowhere() {
        HttpResponse<String> answer = running.post(LOGIN, "{\"type\":\"m.login.token\",\"token\":\"s3cret-for-none\"}");

        assertRefused(answer, 403, "M_FORBIDDEN");
        assertThat(json(answer.body()).path("error").asString()).contains("no longer behind");
        assertNothingWasForwarded();
    }

    @Test
    void tokenOfATargetThatIsDown_isTriedNowhereElse() {
        assertRefused(
                running.post(LOGIN, "{\"type\":\"m.login.token\",\"token\":\"s3cret-for-gone\"}"), 502, "M_UNKNOWN");
        assertNothingWasForwarded();
    }

    @Test
    void openedToken_printsWithoutTheToken() {
        assertThat(new TokenLogin("eng", SECRET).toString()).contains("eng").doesNotContain(SECRET);
    }

    private static void assertNothingWasForwarded() {
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.eng().received()).isEmpty();
    }
}
