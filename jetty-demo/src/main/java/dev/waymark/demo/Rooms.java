// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rooms, and what users do in them. */
final class Rooms {

    static final String VERSION = "10";

    /** The most rooms; the oldest goes. */
    static final int MAX_ROOMS = 100;

    /** The most sent messages of which a repetition is known again; the oldest goes. */
    static final int MAX_TRANSACTIONS = 1000;

    private static final int ROOM_ID_LENGTH = 18;
    private static final int CREATOR_POWER = 100;
    private static final int MODERATOR_POWER = 50;

    private final String serverName;
    private final Accounts accounts;
    private final AtomicLong clock;
    private final RandomIds ids;
    private final Map<String, Room> rooms = new BoundedMap<>(MAX_ROOMS);
    private final Map<Transaction, String> sent = new BoundedMap<>(MAX_TRANSACTIONS);

    Rooms(String serverName, Accounts accounts, AtomicLong clock, RandomIds ids) {
        this.serverName = serverName;
        this.accounts = accounts;
        this.clock = clock;
        this.ids = ids;
    }

    Room create(Account creator, NewRoom wanted) {
        Room room = new Room("!" + ids.letters(ROOM_ID_LENGTH) + ":" + serverName);
        rooms.put(room.id(), room);
        setState(
                room,
                creator,
                "m.room.create",
                Json.object().put("creator", creator.userId()).put("room_version", VERSION));
        setMember(room, creator, creator, Membership.JOIN, false);
        setState(room, creator, "m.room.power_levels", powerLevels(creator, wanted));
        setState(
                room,
                creator,
                Room.JOIN_RULES,
                Json.object().put("join_rule", wanted.preset().joinRule()));
        setState(room, creator, "m.room.history_visibility", Json.object().put("history_visibility", "shared"));
        if (wanted.name() != null) {
            setState(room, creator, "m.room.name", Json.object().put("name", wanted.name()));
        }
        if (wanted.topic() != null) {
            setState(room, creator, "m.room.topic", Json.object().put("topic", wanted.topic()));
        }
        for (Account invited : wanted.invited()) {
            setMember(room, creator, invited, Membership.INVITE, wanted.direct());
        }
        return room;
    }

    void join(Account account, String roomId) {
        Room room = rooms.get(roomId);
        if (room == null) {
            throw MatrixException.notFound("No such room");
        }
        if (room.is(Membership.JOIN, account.userId())) {
            return;
        }
        if (!room.isPublic() && !room.is(Membership.INVITE, account.userId())) {
            throw MatrixException.forbidden("You are not invited to this room");
        }
        setMember(room, account, account, Membership.JOIN, false);
    }

    /** Returns the event's ID: the earlier event's where the transaction was seen before. */
    String send(Transaction transaction, ObjectNode content) {
        Session session = transaction.session();
        Room room = joined(session.account(), transaction.roomId());
        String earlier = sent.get(transaction);
        if (earlier != null) {
            return earlier;
        }
        String eventId = append(room, transaction.type(), null, session.account(), content, transaction);
        sent.put(transaction, eventId);
        return eventId;
    }

    /** A room that the user is in; refused alike where there is no such room, so that none is given away. */
    Room joined(Account account, String roomId) {
        Room room = rooms.get(roomId);
        if (room == null || !room.is(Membership.JOIN, account.userId())) {
            throw MatrixException.forbidden("You are not in this room");
        }
        return room;
    }

    List<Room> of(Account account, Membership membership) {
        return rooms.values().stream()
                .filter(room -> room.is(membership, account.userId()))
                .toList();
    }

    private void setMember(Room room, Account sender, Account member, Membership membership, boolean direct) {
        ObjectNode content =
                Json.object().put("membership", membership.value()).put("displayname", member.displayName());
        if (direct) {
            content.put("is_direct", true);
        }
        append(room, Room.MEMBER, member.userId(), sender, content, null);
    }

    private void setState(Room room, Account sender, String type, ObjectNode content) {
        append(room, type, "", sender, content, null);
    }

    private String append(
            Room room,
            String type,
            @Nullable String stateKey,
            Account sender,
            ObjectNode content,
            @Nullable Transaction transaction) {
        Event event = new Event(
                clock.incrementAndGet(),
                "$" + ids.opaque(),
                room.id(),
                type,
                stateKey,
                sender.userId(),
                System.currentTimeMillis(),
                content,
                transaction);
        room.add(event);
        for (Membership membership : Membership.values()) {
            room.members(membership).forEach(userId -> accounts.require(userId).notifyOf(event.position()));
        }
        return event.id();
    }

    private static ObjectNode powerLevels(Account creator, NewRoom wanted) {
        ObjectNode levels = Json.object()
                .put("ban", MODERATOR_POWER)
                .put("events_default", 0)
                .put("invite", 0)
                .put("kick", MODERATOR_POWER)
                .put("redact", MODERATOR_POWER)
                .put("state_default", MODERATOR_POWER)
                .put("users_default", 0);
        levels.putObject("events");
        ObjectNode users = levels.putObject("users").put(creator.userId(), CREATOR_POWER);
        if (wanted.preset().invitedAreEqual()) {
            wanted.invited().forEach(invited -> users.put(invited.userId(), CREATOR_POWER));
        }
        return levels;
    }
}
