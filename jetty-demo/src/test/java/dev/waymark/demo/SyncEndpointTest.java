// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That a sync waits at all, which cannot be seen from outside without waiting as well. */
class SyncEndpointTest {

    private final AtomicLong clock = new AtomicLong();
    private final RandomIds ids = new RandomIds();
    private final Accounts accounts =
            new Accounts("hist.example", List.of(RunningHomeserver.ADA, RunningHomeserver.BOB), ids);
    private final Rooms rooms = new Rooms("hist.example", accounts, clock, ids);
    private final SyncEndpoint endpoint = new SyncEndpoint(accounts, rooms, clock, new Object(), Runnable::run);
    private final Session ada = accounts.open(accounts.require(RunningHomeserver.ADA_ID), null, null);
    private final Session bob = accounts.open(accounts.require(RunningHomeserver.BOB_ID), null, null);

    @AfterEach
    void endWaits() {
        endpoint.close();
    }

    @Test
    void sync_waits_untilThereIsNewsForItsUser() {
        CompletableFuture<JsonNode> adas = sync(ada);
        CompletableFuture<JsonNode> bobs = sync(bob);
        assertThat(adas).isNotDone();

        rooms.create(ada.account(), new NewRoom(null, null, NewRoom.Preset.PRIVATE_CHAT, false, List.of()));

        assertThat(adas).isCompleted();
        assertThat(bobs).isNotDone();
    }

    @Test
    void sync_waitsNoLonger_whereTheHomeserverCloses() {
        CompletableFuture<JsonNode> waiting = sync(ada);

        endpoint.close();

        assertThat(waiting).isCompleted();
        assertThat(sync(ada)).isCompleted();
    }

    private CompletableFuture<JsonNode> sync(Session session) {
        Map<String, String> query = Map.of("since", StreamToken.of(clock.get()), "timeout", "60000");
        return endpoint.answer(new Call(new Json(), Map.of(), query, null, new byte[0]), session);
    }
}
