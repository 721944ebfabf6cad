// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened since a client last asked; where nothing did, the answer waits for something, without a thread. */
final class SyncEndpoint {

    /** The longest wait for news, in milliseconds, whatever the client asks for. */
    static final int MAX_TIMEOUT = 60_000;

    /** The most events of one room in one answer; older ones are had from {@code /messages}. */
    static final int MAX_TIMELINE = 20;

    private final Accounts accounts;
    private final Rooms rooms;
    private final AtomicLong clock;
    private final Object lock;
    private final Executor executor;
    private boolean closed;

    /**
     * @param lock is held by who calls {@link #answer}, and taken for an answer that comes later
     * @param executor makes the late answers: whoever causes news is not held up by who waits for it
     */
    SyncEndpoint(Accounts accounts, Rooms rooms, AtomicLong clock, Object lock, Executor executor) {
        this.accounts = accounts;
        this.rooms = rooms;
        this.clock = clock;
        this.lock = lock;
        this.executor = executor;
    }

    CompletableFuture<JsonNode> answer(Call call, Session session) {
        long since = call.position("since", 0);
        int timeout = call.number("timeout", 0, 0, MAX_TIMEOUT);
        boolean initial = call.query("since") == null;
        if (closed || initial || timeout == 0 || session.account().latestNews() > since) {
            return CompletableFuture.completedFuture(news(session, since));
        }
        return session.awaitNews(timeout)
                .thenApplyAsync(
                        woken -> {
                            synchronized (lock) {
                                // It may have logged out meanwhile.
                                return news(accounts.session(session.accessToken()), since);
                            }
                        },
                        executor);
    }

    /** Ends the waits there are, and makes no more. */
    void close() {
        synchronized (lock) {
            closed = true;
            accounts.wakeAll();
        }
    }

    private JsonNode news(Session session, long since) {
        ObjectNode json = Json.object().put("next_batch", StreamToken.of(clock.get()));
        ObjectNode byMembership = json.putObject("rooms");
        byMembership.set("join", joined(session, since));
        byMembership.set("invite", invited(session, since));
        byMembership.putObject("leave");
        ArrayNode accountData = json.putObject("account_data").putArray("events");
        session.account()
                .accountDataAfter(since)
                .forEach((type, content) ->
                        accountData.addObject().put("type", type).set("content", content));
        json.putObject("presence").putArray("events");
        json.putObject("to_device").putArray("events");
        json.putObject("device_one_time_keys_count").put(UserEndpoints.ONE_TIME_KEY_ALGORITHM, session.oneTimeKeys());
        return json;
    }

    private ObjectNode joined(Session session, long since) {
        ObjectNode json = Json.object();
        for (Room room : rooms.of(session.account(), Membership.JOIN)) {
            // To who came in after the last sync, all of the room is new.
            long from = room.memberSince(session.userId()) > since ? 0 : since;
            Room.Timeline timeline = room.timeline(from, MAX_TIMELINE);
            if (!timeline.events().isEmpty()) {
                json.set(room.id(), joined(room, from, timeline, session));
            }
        }
        return json;
    }

    private static ObjectNode joined(Room room, long from, Room.Timeline timeline, Session session) {
        long start = timeline.events().get(0).position();
        ObjectNode json = Json.object();
        json.putObject("summary")
                .put("m.joined_member_count", room.members(Membership.JOIN).size())
                .put("m.invited_member_count", room.members(Membership.INVITE).size());
        ArrayNode state = json.putObject("state").putArray("events");
        room.state().stream()
                .filter(event -> event.position() > from && event.position() < start)
                .forEach(event -> state.add(event.toJson(session)));
        ObjectNode shown = json.putObject("timeline")
                .put("limited", timeline.limited())
                .put("prev_batch", StreamToken.of(start - 1));
        ArrayNode events = shown.putArray("events");
        timeline.events().forEach(event -> events.add(event.toJson(session)));
        json.putObject("ephemeral").putArray("events");
        json.putObject("account_data").putArray("events");
        json.putObject("unread_notifications");
        return json;
    }

    private ObjectNode invited(Session session, long since) {
        ObjectNode json = Json.object();
        for (Room room : rooms.of(session.account(), Membership.INVITE)) {
            if (room.memberSince(session.userId()) > since) {
                ArrayNode state =
                        json.putObject(room.id()).putObject("invite_state").putArray("events");
                room.state().forEach(event -> state.add(event.stripped()));
            }
        }
        return json;
    }
}
