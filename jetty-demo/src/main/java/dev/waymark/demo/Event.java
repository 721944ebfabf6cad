// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened in a room. The content is shared by all answers that show it, and never changed.
 *
 * @param stateKey null where the event is not part of the room's state
 * @param transaction how it was sent; null where the homeserver itself made it
 */
record Event(
        long position,
        String id,
        String roomId,
        String type,
        @Nullable String stateKey,
        String sender,
        long timestamp,
        ObjectNode content,
        @Nullable Transaction transaction) {

    /** As the viewer sees it: a sender finds their transaction ID, by which a client knows its own message again. */
    ObjectNode toJson(Session viewer) {
        ObjectNode json = stripped().put("event_id", id).put("room_id", roomId).put("origin_server_ts", timestamp);
        ObjectNode unsigned = json.putObject("unsigned");
        if (transaction != null && transaction.session() == viewer) {
            unsigned.put("transaction_id", transaction.id());
        }
        return json;
    }

    /** What a user who is invited, and not yet in the room, may see. */
    ObjectNode stripped() {
        ObjectNode json = Json.object().put("type", type).put("sender", sender);
        if (stateKey != null) {
            json.put("state_key", stateKey);
        }
        json.set("content", content);
        return json;
    }

    /** Without the content, which is nobody's but the room's. */
    @Override
    public String toString() {
        return "Event[" + id + "]";
    }
}
