// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.interop.Api.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Logins with passwords at a portal in front of two Synapse servers: those that succeed, and those that a server refuses. */
@Tag("interop")
@Timeout(900)
class SynapseLoginIT {

    private static final String PASSWORD = "s3cret-of-everyone";

    /** Headers of an answer that are not the same a second time, or not on another connection. */
    private static final List<String> CHANGING = List.of("content-length", "date", "transfer-encoding");

    @RegisterExtension
    static final TwoSynapses SERVERS = new TwoSynapses();

    private static String admin = "";

    @BeforeAll
    static void register() throws Exception {
        admin = SERVERS.eng().register("admin", PASSWORD, true);
        for (String localpart : new String[] {"ada", "eve", "gone", "quick", "wrong", "away"}) {
            SERVERS.eng().register(localpart, PASSWORD, false);
        }
        SERVERS.hist().register("bob", PASSWORD, false);
        changeUser("ada", "{\"threepids\": [{\"medium\": \"email\", \"address\": \"ada@mail.eng.example\"}]}");
        changeUser("gone", "{\"deactivated\": true}");
    }

    private static void changeUser(String localpart, String json) {
        SERVERS.eng().admin(admin, "v2/users/" + SERVERS.eng().userId(localpart), json);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"@ada:eng.example, @ada:eng.example", "@bob:hist.example, @bob:hist.example", "bob, @bob:hist.example"})
    void login_isOfTheUsersHomeserver(String user, String userId) {
        Answer answer = login(byUser(user, PASSWORD));

        assertLoggedIn(answer, userId);
    }

    @Test
    void login_findsTheHomeserver_byEmailAddress() {
        Answer answer = login("""
            {"type": "m.login.password", "password": "%s",
             "identifier": {"type": "m.id.thirdparty", "medium": "email", "address": "ada@mail.eng.example"}}
            """.formatted(PASSWORD));

        assertLoggedIn(answer, "@ada:eng.example");
    }

    @Test
    void login_isForwardedAsItCame_withDeviceAndName() {
        Answer answer = login("""
            {"type": "m.login.password", "password": "%s", "identifier": {"type": "m.id.user", "user": "bob"},
             "device_id": "ATTIC", "initial_device_display_name": "Bob\\u2019s \\ud83d\\udcdc"}
            """.formatted(PASSWORD));

        assertThat(answer.text("device_id")).isEqualTo("ATTIC");
        Answer device = Api.get(
                SERVERS.hist().baseUrl() + "/_matrix/client/v3/devices/ATTIC", Api.by(answer.text("access_token")));
        assertThat(device.text("display_name")).isEqualTo("Bob\u2019s \ud83d\udcdc");
    }

    @Test
    void refreshToken_isOfTheTarget() {
        Answer login = login("""
            {"type": "m.login.password", "password": "%s", "identifier": {"type": "m.id.user", "user": "bob"},
             "refresh_token": true}
            """.formatted(PASSWORD));

        assertLoggedIn(login, "@bob:hist.example");
        assertThat(login.json().path("expires_in_ms").asLong()).isPositive();
        String refresh = "{\"refresh_token\": \"" + login.text("refresh_token") + "\"}";
        Answer atPortal = Api.post(SERVERS.portal() + "/_matrix/client/v3/refresh", refresh);
        assertThat(atPortal.status()).isEqualTo(401);
        assertThat(atPortal.text("errcode")).isEqualTo("M_UNKNOWN_TOKEN");
        Answer atTarget = Api.post(SERVERS.hist().baseUrl() + "/_matrix/client/v3/refresh", refresh);
        assertThat(atTarget.status()).isEqualTo(200);
        assertThat(SERVERS.hist().whoami(atTarget.text("access_token"))).isEqualTo("@bob:hist.example");
    }

    @Test
    void wrongPassword_isRefusedByTheTarget_inItsOwnWords() {
        Answer direct =
                Api.post(SERVERS.eng().baseUrl() + Api.LOGIN, byUser("wrong", "not it"), SERVERS.fromNewAddress());
        Answer answer = login(byUser("@wrong:eng.example", "not it"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("errcode")).isEqualTo("M_FORBIDDEN");
        assertSame(answer, direct);
    }

    @Test
    void deactivatedUser_isRefusedByTheTarget_inItsOwnWords() {
        Answer direct =
                Api.post(SERVERS.eng().baseUrl() + Api.LOGIN, byUser("gone", PASSWORD), SERVERS.fromNewAddress());
        Answer answer = login(byUser("@gone:eng.example", PASSWORD));

        assertThat(answer.status()).isEqualTo(403);
        assertSame(answer, direct);
    }

    @Test
    void applicationService_logsInAUserOfItsOwn_byItsToken() {
        String service = SERVERS.eng().serviceToken();
        SERVERS.eng().registerServiceUser("bridge_ada");
        String body = """
            {"type": "m.login.application_service",
             "identifier": {"type": "m.id.user", "user": "@bridge_ada:eng.example"}}
            """;

        assertLoggedIn(Api.post(SERVERS.portal() + Api.LOGIN, body, Api.by(service)), "@bridge_ada:eng.example");
        Answer stranger = Api.post(
                SERVERS.portal() + Api.LOGIN, body, Api.by(SERVERS.hist().serviceToken()));
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.text("errcode")).isEqualTo("M_UNKNOWN_TOKEN");
        assertThat(stranger.text("error")).doesNotContain("portal");
    }

    @Test
    void tooManyLogins_areRefusedByTheTarget_withTheTimeToWait() {
        String quick = byUser("@quick:eng.example", PASSWORD);
        // Registration has counted as none of them.
        for (int i = 0; i < Synapse.LOGINS_AT_ONCE; i++) {
            assertThat(login(quick).status()).isEqualTo(200);
        }

        Answer direct = Api.post(SERVERS.eng().baseUrl() + Api.LOGIN, quick, SERVERS.fromNewAddress());
        Answer answer = login(quick);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text("errcode")).isEqualTo("M_LIMIT_EXCEEDED");
        assertThat(answer.json().path("retry_after_ms").asLong()).isBetween(1L, 3_600_000L);
        assertThat(answer.json().propertyNames()).isEqualTo(direct.json().propertyNames());
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(login(byUser("@eve:eng.example", PASSWORD)).status()).isEqualTo(200);
    }

    @Test
    void userOfNoHomeserver_isRefusedByThePortal_andNobodyIsAsked() throws Exception {
        long before = SERVERS.eng().logins() + SERVERS.hist().logins();

        Answer answer = login(byUser("@mallory:elsewhere.example", PASSWORD));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("error")).contains("portal");
        assertThat(SERVERS.eng().logins() + SERVERS.hist().logins()).isEqualTo(before);
    }

    private static String byUser(String user, String password) {
        return """
            {"type": "m.login.password", "password": "%s", "identifier": {"type": "m.id.user", "user": "%s"}}
            """.formatted(password, user);
    }

    private static Answer login(String body) {
        return Api.post(SERVERS.portal() + Api.LOGIN, body, SERVERS.fromNewAddress());
    }

    /** The user is at one homeserver, which the answer names, and at no other, nor at the portal. */
    private static void assertLoggedIn(Answer answer, String userId) {
        assertThat(answer.status()).as(answer.text("error")).isEqualTo(200);
        assertThat(answer.text("user_id")).isEqualTo(userId);
        boolean isEngineer = userId.endsWith(":eng.example");
        Synapse home = isEngineer ? SERVERS.eng() : SERVERS.hist();
        Synapse other = isEngineer ? SERVERS.hist() : SERVERS.eng();
        assertThat(answer.text("base_cs_url")).isEqualTo(home.baseUrl());
        JsonNode wellKnown = answer.json().path("well_known");
        assertThat(wellKnown).hasToString("{\"m.homeserver\":{\"base_url\":\"" + home.baseUrl() + "\"}}");
        String token = answer.text("access_token");
        assertThat(home.whoami(token)).isEqualTo(userId);
        assertThat(other.whoami(token)).isEqualTo("M_UNKNOWN_TOKEN");
        Answer atPortal = Api.get(SERVERS.portal() + Api.WHOAMI, Api.by(token));
        assertThat(atPortal.status()).isEqualTo(401);
        assertThat(atPortal.text("error")).contains("well_known");
    }

    /** The answer through the portal is the target's own. */
    private static void assertSame(Answer answer, Answer direct) {
        assertThat(answer.status()).isEqualTo(direct.status());
        assertThat(answer.body()).isEqualTo(direct.body());
        direct.headers().map().forEach((name, values) -> {
            if (!CHANGING.contains(name) && !name.startsWith("access-control-")) {
                assertThat(answer.headers().allValues(name)).as(name).isEqualTo(values);
            }
        });
    }
}
