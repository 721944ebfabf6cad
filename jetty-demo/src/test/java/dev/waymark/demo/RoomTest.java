// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.BOB;
import static dev.waymark.demo.RunningHomeserver.BOB_ID;
import static dev.waymark.demo.RunningHomeserver.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.demo.RunningHomeserver.Answer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RoomTest {

    private static final String CLIENT = "/_matrix/client/v3";

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
    void newRoom_hasTheStateThatWasAskedFor() {
        String room = running.createRoom(
                ada, "{\"name\":\"Lab\",\"topic\":\"Engines\",\"invite\":[\"" + BOB_ID + "\"],\"is_direct\":true}");

        assertThat(room).matches("![A-Z]{18}:hist\\.example");
        assertThat(state(room, "m.room.create", ""))
                .contains("\"creator\":\"" + ADA_ID + "\"", "\"room_version\":\"10\"");
        assertThat(state(room, "m.room.name", "")).isEqualTo("{\"name\":\"Lab\"}");
        assertThat(state(room, "m.room.topic", "")).isEqualTo("{\"topic\":\"Engines\"}");
        assertThat(state(room, "m.room.join_rules", "")).isEqualTo("{\"join_rule\":\"invite\"}");
        assertThat(state(room, "m.room.member", ADA_ID)).isEqualTo("{\"membership\":\"join\",\"displayname\":\"Ada\"}");
        assertThat(state(room, "m.room.member", BOB_ID))
                .isEqualTo("{\"membership\":\"invite\",\"displayname\":\"Bob\",\"is_direct\":true}");
    }

    @ParameterizedTest
    @CsvSource({
        "private_chat, invite, false",
        "trusted_private_chat, invite, true",
        "public_chat, public, false",
    })
    void preset_decidesWhoComesInAndWhoRules(String preset, String joinRule, boolean bobRules) {
        String room = running.createRoom(ada, "{\"preset\":\"" + preset + "\",\"invite\":[\"" + BOB_ID + "\"]}");

        assertThat(state(room, "m.room.join_rules", "")).contains("\"" + joinRule + "\"");
        assertThat(state(room, "m.room.power_levels", "").contains("\"" + BOB_ID + "\":100"))
                .isEqualTo(bobRules);
    }

    @Test
    void creatorWhoInvitesThemself_staysInTheRoom() {
        String room = running.createRoom(ada, "{\"invite\":[\"" + ADA_ID + "\"]}");

        assertThat(state(room, "m.room.member", ADA_ID)).contains("\"join\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"invite":["@eve:east.example"]} | M_INVALID_PARAM
                    {"invite":["@eve:hist.example"]} | M_INVALID_PARAM
                    {"invite":"@bob:hist.example"}   | M_BAD_JSON
                    {"invite":[1]}                   | M_BAD_JSON
                    {"name":1}                       | M_BAD_JSON
                    {"is_direct":"yes"}              | M_BAD_JSON
                    {"preset":"club"}                | M_INVALID_PARAM
                    {"room_version":"1"}             | M_UNSUPPORTED_ROOM_VERSION
                    """)
    void newRoom_isRefused_whereTheRequestIsWrong(String body, String errcode) {
        running.post(CLIENT + "/createRoom", ada, body).assertRefused(400, errcode);

        assertThat(joinedRooms(ada)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rooms/%s/join", "/join/%s"})
    void invited_comesIn(String path) {
        String room = running.createRoom(ada, "{\"invite\":[\"" + BOB_ID + "\"]}");

        assertThat(running.post(CLIENT + path.formatted(encode(room)), bob, "")
                        .assertOk()
                        .text("room_id"))
                .isEqualTo(room);

        assertThat(joinedRooms(bob)).containsExactly(room);
        assertThat(running.get(rooms(room) + "/joined_members", bob)
                        .assertOk()
                        .response()
                        .body())
                .isEqualTo("{\"joined\":{\"" + ADA_ID + "\":{\"display_name\":\"Ada\"},\"" + BOB_ID
                        + "\":{\"display_name\":\"Bob\"}}}");
    }

    @Test
    void anybody_comesIntoAPublicRoom_once() {
        String room = running.createRoom(ada, "{\"visibility\":\"public\"}");

        running.post(rooms(room) + "/join", bob, "{}").assertOk();
        int events = state(room).size();
        running.post(rooms(room) + "/join", bob, "{}").assertOk();

        assertThat(joinedRooms(bob)).containsExactly(room);
        assertThat(state(room)).hasSize(events);
    }

    @Test
    void uninvited_staysOut() {
        String room = running.createRoom(ada, "{}");

        running.post(rooms(room) + "/join", bob, "").assertRefused(403, "M_FORBIDDEN");

        assertThat(joinedRooms(bob)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!NOWHERE:hist.example", "#lab:hist.example"})
    void unknownRoom_cannotBeJoined(String room) {
        running.post(CLIENT + "/join/" + encode(room), ada, "").assertRefused(404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/state", "/messages?dir=b", "/joined_members"})
    void outsider_seesNothing(String path) {
        String room = running.createRoom(ada, "{\"invite\":[\"" + BOB_ID + "\"]}");

        running.get(rooms(room) + path, bob).assertRefused(403, "M_FORBIDDEN");
        running.get(rooms("!NOWHERE:hist.example") + path, bob).assertRefused(403, "M_FORBIDDEN");
    }

    @Test
    void outsider_cannotSend() {
        String room = running.createRoom(ada, "{\"preset\":\"public_chat\"}");

        running.put(rooms(room) + "/send/m.room.message/1", bob, "{}").assertRefused(403, "M_FORBIDDEN");
    }

    @Test
    void send_isDoneOnce_howeverOftenItIsRepeated() {
        String room = running.createRoom(ada, "{}");
        String otherRoom = running.createRoom(ada, "{}");

        String first = running.say(ada, room, "1", "hello");

        assertThat(running.say(ada, room, "1", "hello")).isEqualTo(first);
        assertThat(running.say(ada, room, "2", "hello")).isNotEqualTo(first);
        assertThat(running.say(running.login(ADA), room, "1", "hello")).isNotEqualTo(first);
        assertThat(running.say(ada, otherRoom, "1", "hello")).isNotEqualTo(first);
        assertThat(messages(room, "dir=b&limit=100").path("chunk"))
                .filteredOn(event -> event.path("type").asString().equals("m.room.message"))
                .hasSize(3);
    }

    @Test
    void messages_arePagedBackwards_toTheFirst() {
        String room = running.createRoom(ada, "{}");
        for (int i = 1; i <= 3; i++) {
            running.say(ada, room, "txn" + i, "message " + i);
        }

        JsonNode latest = messages(room, "dir=b&limit=2");
        JsonNode earlier =
                messages(room, "dir=b&limit=100&from=" + latest.path("end").asString());

        assertThat(bodies(latest)).containsExactly("message 3", "message 2");
        assertThat(bodies(earlier)).startsWith("message 1");
        assertThat(earlier.at("/chunk/" + (earlier.path("chunk").size() - 1) + "/type")
                        .asString())
                .isEqualTo("m.room.create");
        assertThat(earlier.has("end")).isFalse();
    }

    @Test
    void messages_arePagedForwards() {
        String room = running.createRoom(ada, "{}");
        String now = messages(room, "dir=b").path("start").asString();
        for (int i = 1; i <= 3; i++) {
            running.say(ada, room, "txn" + i, "message " + i);
        }

        JsonNode first = messages(room, "dir=f&limit=2&from=" + now);
        JsonNode rest = messages(room, "dir=f&limit=2&from=" + first.path("end").asString());

        assertThat(bodies(first)).containsExactly("message 1", "message 2");
        assertThat(bodies(rest)).containsExactly("message 3");
        assertThat(rest.has("end")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', M_MISSING_PARAM",
        "dir=x, M_INVALID_PARAM",
        "dir=b&from=17, M_INVALID_PARAM",
        "dir=b&from=sX, M_INVALID_PARAM",
        "dir=b&limit=many, M_INVALID_PARAM"
    })
    void messages_areRefused_whereTheQueryIsWrong(String query, String errcode) {
        String room = running.createRoom(ada, "{}");

        running.get(rooms(room) + "/messages?" + query, ada).assertRefused(400, errcode);
    }

    @Test
    void oldestEvents_goWhereThereAreTooMany_andTheStateStays() {
        String room = running.createRoom(ada, "{\"name\":\"Lab\"}");
        for (int i = 0; i < Room.MAX_EVENTS; i++) {
            running.say(ada, room, "txn" + i, "again");
        }

        JsonNode all = messages(room, "dir=b&limit=1000");

        assertThat(all.path("chunk")).hasSize(Room.MAX_EVENTS);
        assertThat(all.path("chunk").toString()).doesNotContain("m.room.name");
        assertThat(state(room, "m.room.name", "")).contains("Lab");
    }

    @Test
    void oddText_doesNotSpoilTheRoom() {
        String room = running.createRoom(ada, "{}");
        running.put(rooms(room) + "/send/m.room.message/1", ada, "{\"body\":\"half a pair: \\ud800\"}")
                .assertOk();

        assertThat(bodies(messages(room, "dir=b&limit=1"))).containsExactly("half a pair: ?");
    }

    @Test
    void oldestRoom_goesWhereThereAreTooMany() {
        String oldest = running.createRoom(ada, "{}");
        for (int i = 0; i < Rooms.MAX_ROOMS; i++) {
            running.createRoom(ada, "{}");
        }

        assertThat(joinedRooms(ada)).hasSize(Rooms.MAX_ROOMS).doesNotContain(oldest);
    }

    private static String rooms(String room) {
        return CLIENT + "/rooms/" + encode(room);
    }

    private JsonNode messages(String room, String query) {
        return running.get(rooms(room) + "/messages?" + query, ada).assertOk().json();
    }

    private static List<String> bodies(JsonNode messages) {
        return texts(messages.path("chunk"), "/content/body");
    }

    private List<String> joinedRooms(String token) {
        return texts(
                running.get(CLIENT + "/joined_rooms", token).assertOk().json().path("joined_rooms"), "");
    }

    private static List<String> texts(JsonNode array, String pointer) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.at(pointer).asString())
                .toList();
    }

    private JsonNode state(String room) {
        Answer answer = running.get(rooms(room) + "/state", ada).assertOk();
        return answer.json();
    }

    /** The content of one state event. */
    private String state(String room, String type, String stateKey) {
        return StreamSupport.stream(state(room).spliterator(), false)
                .filter(event -> event.path("type").asString().equals(type))
                .filter(event -> event.path("state_key").asString().equals(stateKey))
                .map(event -> event.path("content").toString())
                .findFirst()
                .orElseThrow();
    }
}
