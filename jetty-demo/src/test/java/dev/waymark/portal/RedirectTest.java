// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertReadableByBrowsers;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code login: redirect}: clients are told where to log in, and no homeserver hears of it. */
@Timeout(60)
class RedirectTest {

    @RegisterExtension
    static final RunningPortal running = new RunningPortal(config -> config.redirect(true));

    @AfterEach
    void nothingWasForwarded() {
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.eng().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1", "r0", "v1", "v3", "unstable"})
    void login_isSentToItsHomeserver_underTheSamePath(String version) {
        String path = "/_matrix/client/" + version + "/login";

        HttpResponse<String> answer = running.post(path + "?access_token=" + SECRET, body("@grace:eng.example"));

        String home = running.eng().baseUrl();
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().allValues("Location")).containsExactly(home + path);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertReadableByBrowsers(answer);
        JsonNode json = json(answer.body());
        assertThat(json.propertyNames()).containsExactly("errcode", "error", "base_cs_url", "well_known");
        assertThat(json.path("errcode").asString()).isEqualTo("M_UNKNOWN");
        assertThat(json.path("error").asString()).isNotBlank();
        assertThat(json.path("base_cs_url").asString()).isEqualTo(home);
        assertThat(json.path("well_known")).hasToString("{\"m.homeserver\":{\"base_url\":\"" + home + "\"}}");
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void homeserverThatIsDown_isNotAsked() {
        assertThat(running.login("@ada:gone.example").statusCode()).isEqualTo(307);
    }

    @Test
    void templateRule_namesTheHomeserver() {
        assertThat(running.login("@a b:paths.example").headers().allValues("Location"))
                .containsExactly(running.hist().baseUrl() + "/of/a%20b" + LOGIN);
    }

    @Test
    void login_isRefused_asWhereItIsForwarded() {
        assertRefused(running.login("@nobody:nowhere.example"), 403, "M_FORBIDDEN");
        assertRefused(running.post(LOGIN, "{\"" + SECRET), 400, "M_NOT_JSON");
        assertRefused(running.post(LOGIN, "{}"), 400, "M_UNKNOWN");
        assertRefused(
                running.post(LOGIN, "{\"type\":\"m.login.token\",\"token\":\"" + SECRET + "\"}"), 403, "M_FORBIDDEN");
    }
}
