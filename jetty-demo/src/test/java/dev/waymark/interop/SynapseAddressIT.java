// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.interop.Api.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The address of a client, as Synapse has it of a portal that it trusts, and the portal of a proxy that it trusts. */
@Tag("interop")
@Timeout(900)
class SynapseAddressIT {

    private static final String PASSWORD = "s3cret-of-everyone";

    /** What Synapse notes for a request by an application service itself. */
    private static final String SERVICE_DEVICE = "dummy-device";

    @RegisterExtension
    static final TwoSynapses SERVERS = new TwoSynapses();

    private static String admin = "";

    @BeforeAll
    static void register() throws Exception {
        admin = SERVERS.eng().register("admin", PASSWORD, true);
        // So that Synapse has a list of its devices.
        SERVERS.eng().registerServiceUser("bridge");
        for (int i = 0; i <= Synapse.LOGINS_AT_ONCE; i++) {
            SERVERS.eng().register("user" + i, PASSWORD, false);
        }
    }

    /** Of all logins, Synapse notes the address with the device only for an application service's, which has a token already. */
    @Test
    void deviceList_showsTheClientsAddress() {
        Answer login = Api.post(
                SERVERS.portal() + Api.LOGIN,
                """
                {"type": "m.login.application_service", "device_id": "%s",
                 "identifier": {"type": "m.id.user", "user": "@bridge:eng.example"}}
                """.formatted(SERVICE_DEVICE),
                "Authorization",
                "Bearer " + SERVERS.eng().serviceToken(),
                "X-Forwarded-For",
                "2001:db8::7, 203.0.113.77");

        assertThat(login.status()).as(login.text("error")).isEqualTo(200);
        JsonNode devices = SERVERS.eng()
                .admin(admin, "v2/users/@bridge:eng.example/devices", null)
                .json()
                .path("devices");
        assertThat(devices.findValuesAsString("device_id")).contains(SERVICE_DEVICE);
        // The last in the list is who spoke to the trusted proxy; what stands before it, anybody may have written.
        assertThat(devices.findValuesAsString("last_seen_ip")).containsExactly("203.0.113.77");
    }

    @Test
    void passwordLogin_isCountedToTheClientsAddress() throws Exception {
        for (int i = 0; i < Synapse.LOGINS_AT_ONCE; i++) {
            assertThat(login("user" + i, "203.0.113.5").status()).isEqualTo(200);
        }

        Answer refused = login("user" + Synapse.LOGINS_AT_ONCE, "203.0.113.5");
        Answer elsewhere = login("user" + Synapse.LOGINS_AT_ONCE, "203.0.113.6");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(elsewhere.status()).as(elsewhere.text("error")).isEqualTo(200);
        SERVERS.eng()
                .awaitRequest(request -> request.path().equals(Api.LOGIN)
                        && request.address().equals("203.0.113.6")
                        && request.status() == 200);
        Stream<String> addresses = SERVERS.eng().requests().stream()
                .filter(request -> request.path().equals(Api.LOGIN))
                .map(Synapse.Request::address);
        assertThat(addresses).contains("203.0.113.5").doesNotContain("127.0.0.1");
    }

    private static Answer login(String localpart, String address) {
        return Api.post(SERVERS.portal() + Api.LOGIN, """
                {"type": "m.login.password", "password": "%s",
                 "identifier": {"type": "m.id.user", "user": "@%s:eng.example"}}
                """.formatted(PASSWORD, localpart), TwoSynapses.from(address));
    }
}
