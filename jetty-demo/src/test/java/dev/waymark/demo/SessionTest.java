// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class SessionTest {

    private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
    private static final String LOGOUT = "/_matrix/client/v3/logout";
    private static final String DEVICES = "/_matrix/client/v3/devices";

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    @Test
    void accessToken_tellsWhoItIs() {
        String token = running.login(ADA, "LAPTOP").text("access_token");

        JsonNode me = running.get(WHOAMI, token).assertOk().json();

        assertThat(me.path("user_id").asString()).isEqualTo(ADA_ID);
        assertThat(me.path("device_id").asString()).isEqualTo("LAPTOP");
    }

    @Test
    void accessToken_isTakenFromTheQuery() {
        running.get(WHOAMI + "?access_token=" + running.login(ADA), null).assertOk();
    }

    @Test
    void request_isRefused_withoutAnAccessToken() {
        running.get(WHOAMI, null).assertRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void request_isRefused_withAnUnknownAccessToken() {
        running.get(WHOAMI, "nobody's").assertRefused(401, "M_UNKNOWN_TOKEN");
        running.get(WHOAMI + "?access_token=nobody's", null).assertRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void logout_endsTheAccessToken_andNoOther() {
        String here = running.login(ADA);
        String elsewhere = running.login(ADA);

        running.post(LOGOUT, here, "").assertOk();

        running.get(WHOAMI, here).assertRefused(401, "M_UNKNOWN_TOKEN");
        running.get(WHOAMI, elsewhere).assertOk();
    }

    @Test
    void logoutAll_endsTheUsersAccessTokens_andNobodyElses() {
        String here = running.login(ADA);
        String elsewhere = running.login(ADA);
        String bobs = running.login(BOB);

        running.post(LOGOUT + "/all", here, "{}").assertOk();

        running.get(WHOAMI, here).assertRefused(401, "M_UNKNOWN_TOKEN");
        running.get(WHOAMI, elsewhere).assertRefused(401, "M_UNKNOWN_TOKEN");
        running.get(WHOAMI, bobs).assertOk();
    }

    @Test
    void loginOnAKnownDevice_endsItsEarlierAccessToken() {
        String before = running.login(ADA, "LAPTOP").text("access_token");
        String after = running.login(ADA, "LAPTOP").text("access_token");

        running.get(WHOAMI, before).assertRefused(401, "M_UNKNOWN_TOKEN");
        assertThat(running.get(DEVICES, after).assertOk().json().path("devices"))
                .hasSize(1);
    }

    @Test
    void devices_areListedWithTheirNames() {
        String login = "{\"type\":\"m.login.password\",\"user\":\"ada\",\"password\":\"" + ADA.password()
                + "\",\"device_id\":\"LAPTOP\",\"initial_device_display_name\":\"My laptop\"}";
        String token = running.post("/_matrix/client/r0/login", null, login).text("access_token");

        assertThat(running.get(DEVICES, token).assertOk().response().body())
                .isEqualTo("{\"devices\":[{\"device_id\":\"LAPTOP\",\"display_name\":\"My laptop\","
                        + "\"last_seen_ip\":null,\"last_seen_ts\":null}]}");
    }

    @Test
    void oldestDevice_isLoggedOut_whereThereAreTooMany() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i <= Account.MAX_DEVICES; i++) {
            tokens.add(running.login(ADA));
        }

        running.get(WHOAMI, tokens.get(0)).assertRefused(401, "M_UNKNOWN_TOKEN");
        running.get(WHOAMI, tokens.get(1)).assertOk();
        assertThat(running.get(DEVICES, tokens.get(1)).json().path("devices")).hasSize(Account.MAX_DEVICES);
    }
}
