// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rooms: making and joining them, talking and reading in them. */
final class RoomEndpoints {

    private static final int DEFAULT_MESSAGES = 10;

    private final Accounts accounts;
    private final Rooms rooms;
    private final AtomicLong clock;

    RoomEndpoints(Accounts accounts, Rooms rooms, AtomicLong clock) {
        this.accounts = accounts;
        this.rooms = rooms;
        this.clock = clock;
    }

    JsonNode create(Call call, Session session) {
        JsonBody body = call.body();
        String version = body.text("room_version");
        if (version != null && !version.equals(Rooms.VERSION)) {
            throw MatrixException.unsupportedRoomVersion();
        }
        List<Account> invited = body.texts("invite").stream()
                .map(this::localUser)
                .filter(account -> account != session.account())
                .distinct()
                .toList();
        NewRoom wanted =
                new NewRoom(body.text("name"), body.text("topic"), preset(body), body.flag("is_direct"), invited);
        return Json.object()
                .put("room_id", rooms.create(session.account(), wanted).id());
    }

    JsonNode join(Call call, Session session) {
        String roomId = call.variable("roomId");
        rooms.join(session.account(), roomId);
        return Json.object().put("room_id", roomId);
    }

    JsonNode send(Call call, Session session) {
        Transaction transaction =
                new Transaction(session, call.variable("roomId"), call.variable("type"), call.variable("txnId"));
        return Json.object().put("event_id", rooms.send(transaction, call.body().json()));
    }

    JsonNode messages(Call call, Session session) {
        Room room = joinedRoom(call, session);
        int limit = call.number("limit", DEFAULT_MESSAGES, 1, Room.MAX_EVENTS);
        boolean forwards = forwards(call);
        long from = call.position("from", forwards ? 0 : clock.get());
        List<Event> events = forwards ? room.after(from, limit) : room.upTo(from, limit);

        ObjectNode json = Json.object().put("start", StreamToken.of(from));
        ArrayNode chunk = json.putArray("chunk");
        events.forEach(event -> chunk.add(event.toJson(session)));
        if (events.size() == limit) {
            long last = events.get(limit - 1).position();
            json.put("end", StreamToken.of(forwards ? last : last - 1));
        }
        return json;
    }

    JsonNode state(Call call, Session session) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        joinedRoom(call, session).state().forEach(event -> json.add(event.toJson(session)));
        return json;
    }

    JsonNode joinedRooms(Call call, Session session) {
        ObjectNode json = Json.object();
        ArrayNode ids = json.putArray("joined_rooms");
        rooms.of(session.account(), Membership.JOIN).forEach(room -> ids.add(room.id()));
        return json;
    }

    JsonNode joinedMembers(Call call, Session session) {
        Room room = joinedRoom(call, session);
        ObjectNode json = Json.object();
        ObjectNode joined = json.putObject("joined");
        room.members(Membership.JOIN)
                .forEach(userId -> joined.putObject(userId)
                        .put("display_name", accounts.require(userId).displayName()));
        return json;
    }

    private Room joinedRoom(Call call, Session session) {
        return rooms.joined(session.account(), call.variable("roomId"));
    }

    private Account localUser(String userId) {
        Account account = accounts.find(userId);
        if (account == null) {
            throw MatrixException.invalidParam("invite");
        }
        return account;
    }

    private static NewRoom.Preset preset(JsonBody body) {
        String preset = body.text("preset");
        if (preset == null) {
            return "public".equals(body.text("visibility")) ? NewRoom.Preset.PUBLIC_CHAT : NewRoom.Preset.PRIVATE_CHAT;
        }
        return switch (preset) {
            case "private_chat" -> NewRoom.Preset.PRIVATE_CHAT;
            case "trusted_private_chat" -> NewRoom.Preset.TRUSTED_PRIVATE_CHAT;
            case "public_chat" -> NewRoom.Preset.PUBLIC_CHAT;
            default -> throw MatrixException.invalidParam("preset");
        };
    }

    private static boolean forwards(Call call) {
        String direction = call.query("dir");
        if (direction == null) {
            throw MatrixException.missingParam("dir");
        }
        return switch (direction) {
            case "b" -> false;
            case "f" -> true;
            default -> throw MatrixException.invalidParam("dir");
        };
    }
}
