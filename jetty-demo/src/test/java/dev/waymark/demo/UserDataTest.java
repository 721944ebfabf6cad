// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.BOB;
import static dev.waymark.demo.RunningHomeserver.BOB_ID;
import static dev.waymark.demo.RunningHomeserver.encode;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDataTest {

    private static final String CLIENT = "/_matrix/client/v3";
    private static final String PROFILE = CLIENT + "/profile/" + encode(ADA_ID);
    private static final String USER = CLIENT + "/user/" + encode(ADA_ID);
    private static final String DATA = USER + "/account_data/";

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    private String ada = "";
    private String bob = "";

    @BeforeEach
    void logIn() {
        ada = running.login(ADA);
        bob = running.login(BOB);
    }

    @Test
    void displayName_isSeenByAnybody_andChangedByItsOwner() {
        assertThat(running.get(PROFILE, null).assertOk().text("displayname")).isEqualTo("Ada");

        running.put(PROFILE + "/displayname", ada, "{\"displayname\":\"Countess\"}")
                .assertOk();

        assertThat(running.get(PROFILE + "/displayname", null).assertOk().text("displayname"))
                .isEqualTo("Countess");
    }

    @Test
    void unknownUser_hasNoProfile() {
        running.get(CLIENT + "/profile/%40eve%3Ahist.example", null).assertRefused(404, "M_NOT_FOUND");
    }

    @Test
    void displayName_isRefused_whereItIsMissing() {
        running.put(PROFILE + "/displayname", ada, "{}").assertRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void whatIsAUsersOwn_isForbiddenToOthers() {
        running.put(PROFILE + "/displayname", bob, "{\"displayname\":\"x\"}").assertRefused(403, "M_FORBIDDEN");
        running.post(USER + "/filter", bob, "{}").assertRefused(403, "M_FORBIDDEN");
        running.get(USER + "/filter/0", bob).assertRefused(403, "M_FORBIDDEN");
        running.get(DATA + "m.direct", bob).assertRefused(403, "M_FORBIDDEN");
        running.put(DATA + "m.direct", bob, "{}").assertRefused(403, "M_FORBIDDEN");
    }

    @Test
    void filter_isKept() {
        String filter = "{\"room\":{\"timeline\":{\"limit\":20}}}";
        String id = running.post(USER + "/filter", ada, filter).assertOk().text("filter_id");

        assertThat(running.get(USER + "/filter/" + id, ada)
                        .assertOk()
                        .response()
                        .body())
                .isEqualTo(filter);
        running.get(USER + "/filter/unknown", ada).assertRefused(404, "M_NOT_FOUND");
    }

    @Test
    void oldestFilter_goesWhereThereAreTooMany() {
        String oldest = running.post(USER + "/filter", ada, "{}").text("filter_id");
        for (int i = 0; i < Account.MAX_FILTERS; i++) {
            running.post(USER + "/filter", ada, "{}").assertOk();
        }

        running.get(USER + "/filter/" + oldest, ada).assertRefused(404, "M_NOT_FOUND");
    }

    @Test
    void accountData_isKept() {
        running.get(DATA + "m.direct", ada).assertRefused(404, "M_NOT_FOUND");

        running.put(DATA + "m.direct", ada, "{\"a\":[1,2.5,null]}").assertOk();

        assertThat(running.get(DATA + "m.direct", ada).assertOk().response().body())
                .isEqualTo("{\"a\":[1,2.5,null]}");
    }

    @Test
    void oldestAccountData_goesWhereThereIsTooMuch() {
        for (int i = 0; i <= Account.MAX_ACCOUNT_DATA; i++) {
            running.put(DATA + "type" + i, ada, "{}").assertOk();
        }

        running.get(DATA + "type0", ada).assertRefused(404, "M_NOT_FOUND");
        running.get(DATA + "type1", ada).assertOk();
    }

    @Test
    void deviceKeys_areShownToWhoAsks() {
        String token = running.login(ADA, "LAPTOP").text("access_token");
        running.post(CLIENT + "/keys/upload", token, "{\"device_keys\":{\"user_id\":\"" + ADA_ID + "\"}}")
                .assertOk();

        String query = "{\"device_keys\":{\"" + ADA_ID + "\":[],\"" + BOB_ID + "\":[],\"@eve:hist.example\":[]}}";
        assertThat(running.post(CLIENT + "/keys/query", bob, query)
                        .assertOk()
                        .response()
                        .body())
                .isEqualTo("{\"device_keys\":{\"" + ADA_ID + "\":{\"LAPTOP\":{\"user_id\":\"" + ADA_ID + "\"}},\""
                        + BOB_ID + "\":{}},\"failures\":{}}");
    }

    @Test
    void oneTimeKeys_areCounted() {
        String keys =
                "{\"one_time_keys\":{\"signed_curve25519:A\":{},\"signed_curve25519:B\":{},\"curve25519:C\":\"x\"}}";

        assertThat(running.post(CLIENT + "/keys/upload", ada, keys).assertOk().json())
                .hasToString("{\"one_time_key_counts\":{\"signed_curve25519\":2}}");
        assertThat(running.get(CLIENT + "/sync", ada).json().at("/device_one_time_keys_count/signed_curve25519"))
                .hasToString("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    thirdparty/protocols | {}
                    voip/turnServer      | {}
                    pushrules/           | {"global":{"override":[],"content":[],"room":[],"sender":[],"underride":[]}}
                    """)
    void whatClientsAskAtTheStart_isAnsweredToUsers(String path, String answer) {
        assertThat(running.get(CLIENT + "/" + path, ada).assertOk().response().body())
                .isEqualTo(answer);
        running.get(CLIENT + "/" + path, null).assertRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void capabilities_nameTheRoomVersion() {
        assertThat(running.get(CLIENT + "/capabilities", ada).assertOk().json().path("capabilities"))
                .hasToString("{\"m.change_password\":{\"enabled\":false},"
                        + "\"m.room_versions\":{\"default\":\"10\",\"available\":{\"10\":\"stable\"}}}");
    }
}
