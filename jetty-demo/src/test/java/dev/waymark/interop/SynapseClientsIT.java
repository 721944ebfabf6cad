// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real clients: they log in at the portal, and have rooms and messages at a real homeserver. */
@Tag("interop")
@Timeout(900)
class SynapseClientsIT {

    private static final String PASSWORD = "s3cret-of-everyone";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final TwoSynapses SERVERS = new TwoSynapses();

    @BeforeAll
    static void prepare() throws Exception {
        NodePackages.install();
        SERVERS.eng().register("grace", PASSWORD, false);
        SERVERS.hist().register("ada", PASSWORD, false);
    }

    @ParameterizedTest(name = "{0} with the {1} SDK, login under {2}")
    @CsvSource({
        "@grace:eng.example, js, v3",
        "@grace:eng.example, bot, r0",
        "@ada:hist.example, js, r0",
        "@ada:hist.example, bot, v3"
    })
    void clientThatFollows_hasRoomsAndMessagesAtItsHomeserver(String user, String sdk, String path) throws Exception {
        Synapse home = home(user);

        JsonNode result = drive(
                Command.program("node"),
                "drive.mjs",
                "--portal",
                SERVERS.portal(),
                "--user",
                user,
                "--expect",
                home.baseUrl(),
                "--sdk",
                sdk,
                "--path",
                path);

        assertThat(result.path("base_url").asString()).isEqualTo(home.baseUrl());
        assertUsed(result, user);
    }

    @Test
    void nio_isToldByThePortalWhereToGo_andCanGoThere() throws Exception {
        String user = "@ada:hist.example";

        JsonNode result = drive(
                PythonPackages.python().toString(),
                "nio_client.py",
                "--portal",
                SERVERS.portal(),
                "--user",
                user,
                "--home",
                home(user).baseUrl());

        JsonNode refusals = result.path("at_portal");
        assertThat(refusals).hasSize(2).allSatisfy(refusal -> {
            assertThat(refusal.path("status").asInt()).isEqualTo(401);
            assertThat(refusal.path("error").asString()).contains("login portal", "well_known and base_cs_url");
        });
        assertThat(refusals.path(0).path("errcode").asString()).isEqualTo("M_UNKNOWN_TOKEN");
        assertThat(refusals.path(0).path("error").asString())
                .contains("set your client to the homeserver's own address");
        // It takes a soft logout for a reason to send its token no more.
        assertThat(refusals.path(1).path("errcode").asString()).isEqualTo("M_MISSING_TOKEN");
        assertUsed(result, user);
    }

    private static void assertUsed(JsonNode result, String user) throws InterruptedException {
        assertThat(result.path("user_id").asString()).isEqualTo(user);
        assertThat(result.path("whoami").asString()).isEqualTo(user);
        assertThat(result.path("event_seen").asBoolean()).isTrue();
        String room = result.path("room_id").asString().replace("!", "(!|%21)").replace(":", "(:|%3A)");
        Predicate<String> sent = path -> path.matches("/_matrix/client/v3/rooms/" + room + "/send/m.room.message/.*");
        home(user).awaitRequest(request -> sent.test(request.path()) && request.status() == 200);
    }

    private static Synapse home(String user) {
        return user.endsWith(":eng.example") ? SERVERS.eng() : SERVERS.hist();
    }

    private static JsonNode drive(String... command) throws Exception {
        Command client =
                new Command(NodePackages.directory(), LIMIT, Map.of("WAYMARK_PASSWORD", PASSWORD), List.of(command));
        return JsonMapper.shared().readTree(client.run());
    }
}
