// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path as logs may show it: without what a client made up. Paths of the client-server API hold user IDs, rooms and tokens; a part that is no
 * word of the API becomes {@code *}.
 */
final class ShownPath {

    /** How many parts are shown. */
    private static final int MAX_PARTS = 8;

    /** What stands in the place of others. */
    private static final String OTHER = "*";

    private static final Set<String> WORDS = Set.of(
            "",
            "_matrix",
            "_synapse",
            "_waymark",
            ".well-known",
            "matrix",
            "client",
            "server",
            "support",
            "federation",
            "media",
            "key",
            "identity",
            "static",
            "api",
            "v1",
            "v2",
            "v3",
            "r0",
            "unstable",
            "org.matrix.msc2965",
            "versions",
            "login",
            "get_token",
            "sso",
            "redirect",
            "callback",
            "choose",
            "cas",
            "ticket",
            "logout",
            "all",
            "refresh",
            "register",
            "available",
            "email",
            "msisdn",
            "requestToken",
            "m.login.registration_token",
            "validity",
            "account",
            "password",
            "deactivate",
            "3pid",
            "whoami",
            "auth",
            "fallback",
            "web",
            "auth_metadata",
            "auth_issuer",
            "capabilities",
            "profile",
            "user",
            "user_directory",
            "search",
            "filter",
            "sync",
            "events",
            "rooms",
            "join",
            "joined_rooms",
            "createRoom",
            "publicRooms",
            "directory",
            "devices",
            "keys",
            "upload",
            "query",
            "claim",
            "changes",
            "room_keys",
            "sendToDevice",
            "presence",
            "pushers",
            "pushrules",
            "notifications",
            "voip",
            "turnServer",
            "thirdparty",
            "admin",
            "health",
            "live",
            "ready",
            "metrics",
            "favicon.ico",
            "robots.txt");

    private ShownPath() {}

    /** The path, which may be raw, without query and parameters. */
    static String of(@Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            return OTHER;
        }
        StringBuilder shown = new StringBuilder();
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == MAX_PARTS) {
                return shown.append("/...").toString();
            }
            shown.append('/').append(WORDS.contains(parts[i]) ? parts[i] : OTHER);
        }
        return shown.toString();
    }
}
