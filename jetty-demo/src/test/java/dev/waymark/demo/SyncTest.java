// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static dev.waymark.demo.RunningHomeserver.BOB;
import static dev.waymark.demo.RunningHomeserver.BOB_ID;
import static dev.waymark.demo.RunningHomeserver.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.waymark.demo.RunningHomeserver.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Waits are long, and the limit on each test is shorter: what is over in time has not waited to the end. */
@Timeout(30)
class SyncTest {

    private static final String SYNC = "/_matrix/client/v3/sync";
    private static final String WAIT = "&timeout=60000";

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
    void firstSync_isEmptyAndComplete_whereNothingHappened() {
        assertThat(sync(ada, "?timeout=60000"))
                .hasToString("{\"next_batch\":\"s0\",\"rooms\":{\"join\":{},\"invite\":{},\"leave\":{}},"
                        + "\"account_data\":{\"events\":[]},\"presence\":{\"events\":[]},"
                        + "\"to_device\":{\"events\":[]},"
                        + "\"device_one_time_keys_count\":{\"signed_curve25519\":0}}");
    }

    @Test
    void firstSync_showsTheRoomAndItsTimeline() {
        String room = running.createRoom(ada, "{\"name\":\"Lab\"}");
        running.say(ada, room, "1", "hello");

        JsonNode joined = joined(sync(ada, ""), room);

        assertThat(types(joined.at("/timeline/events")))
                .containsExactly(
                        "m.room.create",
                        "m.room.member",
                        "m.room.power_levels",
                        "m.room.join_rules",
                        "m.room.history_visibility",
                        "m.room.name",
                        "m.room.message");
        assertThat(joined.at("/timeline/limited").booleanValue()).isFalse();
        assertThat(joined.at("/state/events")).isEmpty();
        assertThat(joined.at("/summary/m.joined_member_count").intValue()).isEqualTo(1);
    }

    @Test
    void longTimeline_isLimited_andTheRestIsHadFromMessages() {
        String room = running.createRoom(ada, "{\"name\":\"Lab\"}");
        for (int i = 0; i < SyncEndpoint.MAX_TIMELINE; i++) {
            running.say(ada, room, "txn" + i, "message " + i);
        }

        JsonNode joined = joined(sync(ada, ""), room);

        assertThat(joined.at("/timeline/events")).hasSize(SyncEndpoint.MAX_TIMELINE);
        assertThat(joined.at("/timeline/events/0/content/body").asString()).isEqualTo("message 0");
        assertThat(joined.at("/timeline/limited").booleanValue()).isTrue();
        assertThat(types(joined.at("/state/events")))
                .startsWith("m.room.create")
                .endsWith("m.room.name");
        String earlier = "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&from="
                + joined.at("/timeline/prev_batch").asString();
        assertThat(types(running.get(earlier, ada).json().path("chunk")))
                .startsWith("m.room.name")
                .endsWith("m.room.create");
    }

    @Test
    void laterSync_showsOnlyWhatIsNew() {
        String room = running.createRoom(ada, "{}");
        String since = since(ada);
        running.say(ada, room, "1", "hello");

        JsonNode news = sync(ada, since);

        assertThat(types(joined(news, room).at("/timeline/events"))).containsExactly("m.room.message");
        assertThat(joined(news, room).at("/state/events")).isEmpty();
        assertThat(sync(ada, "?since=" + news.path("next_batch").asString()).at("/rooms/join"))
                .isEmpty();
    }

    @Test
    void syncThatMayWait_doesNot_whereThereIsNews() {
        String room = running.createRoom(ada, "{}");
        String since = since(ada);
        running.say(ada, room, "1", "hello");

        assertThat(joined(sync(ada, since + WAIT), room).at("/timeline/events")).hasSize(1);
    }

    @Test
    void waitingSync_isAnswered_byAMessage() throws Exception {
        String room = running.createRoom(ada, "{\"preset\":\"public_chat\"}");
        running.post("/_matrix/client/v3/join/" + encode(room), bob, "").assertOk();

        CompletableFuture<Answer> waiting = syncLater(bob, since(bob) + WAIT);
        running.say(ada, room, "1", "wake up");

        JsonNode news = waiting.get(20, TimeUnit.SECONDS).assertOk().json();
        assertThat(joined(news, room).at("/timeline/events/0/content/body").asString())
                .isEqualTo("wake up");
    }

    @Test
    void waitingSync_isAnswered_byAnInvite() throws Exception {
        CompletableFuture<Answer> waiting = syncLater(bob, since(bob) + WAIT);
        String room = running.createRoom(ada, "{\"name\":\"Lab\",\"invite\":[\"" + BOB_ID + "\"]}");

        JsonNode invite = waiting.get(20, TimeUnit.SECONDS)
                .assertOk()
                .json()
                .at("/rooms/invite")
                .path(room);
        assertThat(invite.at("/invite_state/events").toString())
                .contains("\"name\":\"Lab\"", "\"membership\":\"invite\"")
                .doesNotContain("event_id");
    }

    @Test
    void waitingSync_isAnswered_byAccountData() throws Exception {
        CompletableFuture<Answer> waiting = syncLater(ada, since(ada) + WAIT);
        String path = "/_matrix/client/v3/user/" + encode(ADA_ID) + "/account_data/org.example";
        running.put(path, ada, "{\"theme\":\"dark\"}").assertOk();

        assertThat(waiting.get(20, TimeUnit.SECONDS).assertOk().json().at("/account_data/events"))
                .hasToString("[{\"type\":\"org.example\",\"content\":{\"theme\":\"dark\"}}]");
    }

    @Test
    void waitingSync_isAnsweredEmpty_whenItsTimeIsOver() {
        String since = since(ada);

        assertThat(sync(ada, since + "&timeout=1").at("/rooms/join")).isEmpty();
        assertThat(sync(ada, since + "&timeout=-1").at("/rooms/join")).isEmpty();
    }

    @Test
    void waitingSync_isRefused_whenItsSessionEnds() throws Exception {
        CompletableFuture<Answer> waiting = syncLater(ada, since(ada) + WAIT);
        running.post("/_matrix/client/v3/logout", ada, "").assertOk();

        waiting.get(20, TimeUnit.SECONDS).assertRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void waitingSync_ends_whenTheHomeserverCloses() throws IOException {
        String sync =
                "GET " + SYNC + since(ada) + WAIT + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ada + "\r\n\r\n";
        int port = running.homeserver().baseUrl().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            // First something else, so that the homeserver has taken the connection when it closes; an answer without a
            // body.
            send(socket, "HEAD /_matrix/client/versions HTTP/1.1\r\nHost: a\r\n\r\n");
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = socket.getInputStream().read();
                assertThat(read).isNotNegative();
                head.append((char) read);
            }
            send(socket, sync);

            running.homeserver().close();

            // Answered or cut off, as it happens; and no silence.
            assertThatCode(() -> readToTheEnd(socket)).doesNotThrowAnyException();
        }
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // Reset.
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void oldestOfManyWaitingSyncs_isAnswered() throws Exception {
        String since = since(ada);
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i <= Session.MAX_WAITS; i++) {
            waiting.add(syncLater(ada, since + WAIT));
        }

        CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

        assertThat(waiting).filteredOn(CompletableFuture::isDone).hasSize(1);
    }

    @Test
    void newMember_seesTheRoomFromTheStart() {
        String room = running.createRoom(ada, "{\"preset\":\"public_chat\"}");
        running.say(ada, room, "1", "before");
        String since = since(bob);
        running.post("/_matrix/client/v3/join/" + encode(room), bob, "").assertOk();

        assertThat(types(joined(sync(bob, since), room).at("/timeline/events")))
                .startsWith("m.room.create")
                .contains("m.room.message")
                .endsWith("m.room.member");
    }

    @Test
    void roomOfOthers_isNotShown() {
        running.createRoom(ada, "{\"preset\":\"public_chat\"}");

        assertThat(sync(bob, "").at("/rooms/join")).isEmpty();
    }

    @Test
    void transactionId_isShownToTheSendingDeviceOnly() {
        String room = running.createRoom(ada, "{}");
        String since = since(ada);
        running.say(ada, room, "txn17", "hello");

        String unsigned = "/timeline/events/0/unsigned";
        assertThat(joined(sync(ada, since), room).at(unsigned)).hasToString("{\"transaction_id\":\"txn17\"}");
        assertThat(joined(sync(running.login(ADA), since), room).at(unsigned)).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?since=yesterday", "?since=", "?since=s", "?timeout=long"})
    void sync_isRefused_whereTheQueryIsWrong(String query) {
        running.get(SYNC + query, ada).assertRefused(400, "M_INVALID_PARAM");
    }

    private JsonNode sync(String token, String query) {
        return running.get(SYNC + query, token).assertOk().json();
    }

    private CompletableFuture<Answer> syncLater(String token, String query) {
        return running.sendLater("GET", SYNC + query, token, "");
    }

    /** The query for what comes after now. */
    private String since(String token) {
        return "?since=" + sync(token, "").path("next_batch").asString();
    }

    private static JsonNode joined(JsonNode sync, String room) {
        return sync.at("/rooms/join").path(room);
    }

    private static List<String> types(JsonNode events) {
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.path("type").asString())
                .toList();
    }
}
