// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.demo.RunningHomeserver.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private static final String LOGIN = "/_matrix/client/v3/login";

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    @ParameterizedTest
    @ValueSource(strings = {"api/v1", "r0", "v1", "v3", "unstable"})
    void logsIn_underEveryVersion(String version) {
        String path = "/_matrix/client/" + version + "/login";

        assertThat(running.get(path, null).assertOk().json())
                .hasToString("{\"flows\":[{\"type\":\"m.login.password\"}]}");
        assertThat(running.post(path, null, body(user(ADA.localpart())))
                        .assertOk()
                        .text("user_id"))
                .isEqualTo(ADA_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\"}",
                "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"@ada:hist.example\"}",
                "\"user\":\"ada\"",
                "\"user\":\"@ada:hist.example\"",
                "\"user\":\"ada\",\"identifier\":null,\"device_id\":null,\"initial_device_display_name\":null"
            })
    void logsIn_howeverTheUserIsNamed(String user) {
        assertThat(running.post(LOGIN, null, body(user)).assertOk().text("user_id"))
                .isEqualTo(ADA_ID);
    }

    @Test
    void answer_isWrittenAsSynapseDoes() {
        Answer answer = running.post(LOGIN, null, body(user("ada") + ",\"device_id\":\"LAPTOP\""))
                .assertOk();

        assertThat(answer.response().body())
                .matches("\\{\"user_id\":\"@ada:hist\\.example\",\"access_token\":\"[\\w-]{32}\","
                        + "\"home_server\":\"hist\\.example\",\"device_id\":\"LAPTOP\"}");
        assertThat(answer.response().headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.response().headers().allValues("Cache-Control"))
                .containsExactly("no-store, no-cache, must-revalidate");
    }

    @Test
    void deviceId_isMadeUp_whereNoneIsGiven() {
        String first = running.login(ADA, null).text("device_id");
        String second = running.login(ADA, null).text("device_id");

        assertThat(first).matches("[A-Z]{10}").isNotEqualTo(second);
    }

    @Test
    void body_isReadWhateverItsTypeIsCalled() {
        // The type that curl gives to everything.
        running.sendLater(running.request(LOGIN)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body(user("ada")))))
                .join()
                .assertOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user\":\"nobody\"",
                "\"user\":\"ADA\"",
                "\"user\":\"\"",
                "\"user\":\"@ada\"",
                "\"user\":\"@ada:east.example\"",
                "\"user\":\"@bob:hist.example\""
            })
    void isForbidden_forAnybodyElse(String user) {
        Answer answer = running.post(LOGIN, null, body(user)).assertRefused(403, "M_FORBIDDEN");

        assertThat(answer.text("error")).isEqualTo("Invalid username or password");
    }

    @Test
    void isForbidden_withAnotherUsersPassword() {
        running.post(
                        LOGIN,
                        null,
                        "{\"type\":\"m.login.password\",\"user\":\"ada\",\"password\":\"" + BOB.password() + "\"}")
                .assertRefused(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                                          | M_MISSING_PARAM
                    {"type":"m.login.password"}                                                 | M_MISSING_PARAM
                    {"type":"m.login.password","user":"ada"}                                    | M_MISSING_PARAM
                    {"type":"m.login.password","identifier":{"user":"ada"},"password":"x"}      | M_MISSING_PARAM
                    {"type":"m.login.password","identifier":{"type":"m.id.user"}}               | M_MISSING_PARAM
                    {"type":"m.login.password","identifier":{"type":"m.id.phone"}}              | M_UNKNOWN
                    {"type":"m.login.token","token":"x"}                                        | M_UNKNOWN
                    {"type":7}                                                                  | M_BAD_JSON
                    {"type":"m.login.password","identifier":"ada"}                              | M_BAD_JSON
                    {"type":"m.login.password","user":["ada"]}                                  | M_BAD_JSON
                    {"type":"m.login.password","user":"ada","password":1}                       | M_BAD_JSON
                    {"type":"m.login.password","user":"ada","password":"x","device_id":{}}      | M_BAD_JSON
                    """)
    void isRefused_whereTheRequestIsWrong(String body, String errcode) {
        running.post(LOGIN, null, body).assertRefused(400, errcode);
    }

    @Test
    void deviceId_isRefused_whereItIsTooLong() {
        String longest = "D".repeat(SessionEndpoints.MAX_DEVICE_ID_LENGTH);

        running.login(ADA, longest).assertOk();
        running.post(LOGIN, null, body(user("ada") + ",\"device_id\":\"" + longest + "D\""))
                .assertRefused(400, "M_INVALID_PARAM");
    }

    private static String user(String name) {
        return "\"user\":\"" + name + "\"";
    }

    private static String body(String user) {
        return "{\"type\":\"m.login.password\"," + user + ",\"password\":\"" + ADA.password() + "\"}";
    }
}
