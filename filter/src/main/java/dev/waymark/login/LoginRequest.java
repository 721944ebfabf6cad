// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a login request says of who logs in (Matrix specification, client-server API, "Login"). Password, tokens and all
 * else in the request are passed over without being read into memory of their own.
 *
 * @param type the login type, {@code m.login.password} for instance, or null
 * @param user what the user typed: {@code identifier.user} of an {@code m.id.user}, or the deprecated {@code user}; null
 *     where the request identifies its user in another way
 */
public record LoginRequest(@Nullable String type, @Nullable String user) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** The identifier type of a user ID or localpart. */
    private static final String ID_USER = "m.id.user";

    /**
     * Reads a request body.
     *
     * @return null where it is no JSON object in UTF-8, or names a field of interest twice: two readers might then see
     *     two different users in it
     */
    public static @Nullable LoginRequest read(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            LoginRequest request = new Reader(parser).read();
            return request != null && Utf8.isWellFormed(body, body.length) ? request : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * The user ID that this request means at a server.
     *
     * @param serverName the server name that a bare localpart belongs to
     * @return null where the request names no user
     */
    public @Nullable String userId(String serverName) {
        if (user == null || user.isEmpty()) {
            return null;
        }
        return user.charAt(0) == '@' ? user : '@' + user + ':' + serverName;
    }

    private static final class Reader {

        private final JsonParser parser;
        private final Set<String> seen = new HashSet<>();
        private @Nullable String type;
        private @Nullable String deprecatedUser;
        private @Nullable String identifierType;
        private @Nullable String identifierUser;
        private boolean identifier;
        private boolean doubtful;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        LoginRequest read() {
            if (parser.nextToken() != JsonToken.START_OBJECT || isTranscoded()) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "type" -> type = text("type");
                    case "user" -> deprecatedUser = text("user");
                    case "identifier" -> {
                        once("identifier");
                        identifier = token != JsonToken.VALUE_NULL;
                        readIdentifier(token);
                    }
                    default -> parser.skipChildren();
                }
            }
            if (doubtful || parser.nextToken() != null) {
                return null;
            }
            return new LoginRequest(type, identifier ? userOfIdentifier() : deprecatedUser);
        }

        /** UTF-16 and UTF-32, which are no encodings of JSON on the wire (RFC 8259, section 8.1): byte offsets are lost. */
        private boolean isTranscoded() {
            return parser.currentTokenLocation().getByteOffset() < 0;
        }

        private void readIdentifier(JsonToken token) {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "type" -> identifierType = text("identifier.type");
                    case "user" -> identifierUser = text("identifier.user");
                    default -> parser.skipChildren();
                }
            }
        }

        private @Nullable String userOfIdentifier() {
            return ID_USER.equals(identifierType) ? identifierUser : null;
        }

        private void once(String field) {
            doubtful |= !seen.add(field);
        }

        /** The current value of a field, where it is a string. */
        private @Nullable String text(String field) {
            once(field);
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return parser.getString();
            }
            parser.skipChildren();
            return null;
        }
    }
}
