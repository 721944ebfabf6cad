// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Logins at the same time: each gets its own answer, from its own homeserver. */
@Timeout(60)
class ManyLoginsTest {

    private static final int LOGINS = 400;
    private static final int CLIENTS = 40;

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @Test
    void eachUser_getsTheirOwnAnswer() throws InterruptedException {
        List<String> users = IntStream.range(0, LOGINS)
                .mapToObj(i -> "@user" + i + (i % 3 == 0 ? ":eng.example" : ":hist.example"))
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        // All clients begin together, each with a first login on a new connection.
        CyclicBarrier start = new CyclicBarrier(CLIENTS);

        List<CompletableFuture<HttpResponse<String>>> answers = users.stream()
                .map(user -> CompletableFuture.supplyAsync(
                        () -> {
                            await(start);
                            return running.post(LOGIN, body(user));
                        },
                        clients))
                .toList();

        for (int i = 0; i < LOGINS; i++) {
            assertOwnAnswer(users.get(i), answers.get(i).join());
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(running.hist().received().size() + running.eng().received().size())
                .isEqualTo(LOGINS);
        assertThat(running.eng().received())
                .allSatisfy(request -> assertThat(request.text()).contains(":eng.example"));
    }

    private static void assertOwnAnswer(String user, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = json(answer.body());
        String home = (user.endsWith(":eng.example") ? running.eng() : running.hist()).baseUrl();
        assertThat(json.path("user_id").asString()).isEqualTo(user);
        assertThat(json.path("access_token").asString()).isEqualTo(SECRET + " of " + user);
        assertThat(json.path("base_cs_url").asString()).isEqualTo(home);
        assertThat(json.at("/well_known/m.homeserver/base_url").asString()).isEqualTo(home);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
