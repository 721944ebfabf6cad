// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the homeserver says of itself: the same to everybody. */
final class FixedEndpoints {

    private static final List<String> VERSIONS =
            List.of("r0.6.1", "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10", "v1.11");

    private static final List<String> PUSH_RULE_KINDS = List.of("override", "content", "room", "sender", "underride");

    private final URI baseUrl;

    FixedEndpoints(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    JsonNode wellKnown() {
        ObjectNode json = Json.object();
        json.putObject("m.homeserver").put("base_url", baseUrl.toString());
        return json;
    }

    JsonNode versions() {
        ObjectNode json = Json.object();
        ArrayNode versions = json.putArray("versions");
        VERSIONS.forEach(versions::add);
        json.putObject("unstable_features");
        return json;
    }

    JsonNode loginFlows() {
        ObjectNode json = Json.object();
        json.putArray("flows").addObject().put("type", SessionEndpoints.PASSWORD_LOGIN);
        return json;
    }

    JsonNode capabilities() {
        ObjectNode json = Json.object();
        ObjectNode capabilities = json.putObject("capabilities");
        capabilities.putObject("m.change_password").put("enabled", false);
        capabilities
                .putObject("m.room_versions")
                .put("default", Rooms.VERSION)
                .putObject("available")
                .put(Rooms.VERSION, "stable");
        return json;
    }

    JsonNode pushRules() {
        ObjectNode json = Json.object();
        ObjectNode global = json.putObject("global");
        PUSH_RULE_KINDS.forEach(global::putArray);
        return json;
    }
}
