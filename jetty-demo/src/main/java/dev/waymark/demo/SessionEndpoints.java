// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Logging in, logging out, and who is logged in. */
final class SessionEndpoints {

    static final String PASSWORD_LOGIN = "m.login.password";

    /** The longest device ID that a client may choose. */
    static final int MAX_DEVICE_ID_LENGTH = 255;

    private final String serverName;
    private final Accounts accounts;

    SessionEndpoints(String serverName, Accounts accounts) {
        this.serverName = serverName;
        this.accounts = accounts;
    }

    JsonNode login(Call call) {
        JsonBody body = call.body();
        if (!body.requiredText("type").equals(PASSWORD_LOGIN)) {
            throw MatrixException.unknown("Unknown login type");
        }
        String user = user(body);
        String password = body.requiredText("password");
        String deviceId = deviceId(body);
        String deviceName = body.text("initial_device_display_name");
        Session session = accounts.open(accounts.authenticate(user, password), deviceId, deviceName);
        return Json.object()
                .put("user_id", session.userId())
                .put("access_token", session.accessToken())
                .put("home_server", serverName)
                .put("device_id", session.deviceId());
    }

    JsonNode whoami(Call call, Session session) {
        return Json.object()
                .put("user_id", session.userId())
                .put("device_id", session.deviceId())
                .put("is_guest", false);
    }

    JsonNode logout(Call call, Session session) {
        accounts.close(session);
        return Json.object();
    }

    JsonNode logoutAll(Call call, Session session) {
        session.account().sessions().forEach(accounts::close);
        return Json.object();
    }

    JsonNode devices(Call call, Session session) {
        ObjectNode json = Json.object();
        ArrayNode devices = json.putArray("devices");
        // Some clients insist on all the fields, null or not.
        session.account()
                .sessions()
                .forEach(each -> devices.addObject()
                        .put("device_id", each.deviceId())
                        .put("display_name", each.deviceName())
                        .putNull("last_seen_ip")
                        .putNull("last_seen_ts"));
        return json;
    }

    private static String user(JsonBody body) {
        JsonBody identifier = body.object("identifier");
        if (identifier == null) {
            return body.requiredText("user");
        }
        if (!identifier.requiredText("type").equals("m.id.user")) {
            throw MatrixException.unknown("Unknown login identifier type");
        }
        return identifier.requiredText("user");
    }

    private static @Nullable String deviceId(JsonBody body) {
        String deviceId = body.text("device_id");
        if (deviceId != null && deviceId.length() > MAX_DEVICE_ID_LENGTH) {
            throw MatrixException.invalidParam("device_id");
        }
        return deviceId;
    }
}
