// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one login request in one pass of Jackson's streaming parser, over bytes or over characters. */
final class LoginRequestReader {

    private static final String EMAIL = "email";
    private static final String MSISDN = "msisdn";

    private final JsonParser parser;
    private final Set<String> seen = new HashSet<>();
    private boolean doubtful;

    private @Nullable String type;
    private @Nullable String deviceId;
    private @Nullable String deprecatedUser;
    private @Nullable String deprecatedMedium;
    private @Nullable String deprecatedAddress;

    private boolean identified;
    private @Nullable String identifierType;
    private @Nullable String identifierUser;
    private @Nullable String identifierMedium;
    private @Nullable String identifierAddress;
    private @Nullable String identifierPhone;

    LoginRequestReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The request, or null where the text is none, or there is any doubt. */
    @Nullable
    LoginRequest readCharacters() {
        return parser.nextToken() == JsonToken.START_OBJECT ? readObject() : null;
    }

    /** The same, where the text is UTF-8. */
    @Nullable
    LoginRequest readBytes() {
        return parser.nextToken() == JsonToken.START_OBJECT && !isTranscoded() ? readObject() : null;
    }

    /** UTF-16 and UTF-32, which are no encodings of JSON on the wire (RFC 8259, section 8.1): byte offsets are lost. */
    private boolean isTranscoded() {
        return parser.currentTokenLocation().getByteOffset() < 0;
    }

    private @Nullable LoginRequest readObject() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "type" -> type = text("type");
                case "device_id" -> deviceId = text("device_id");
                case "user" -> deprecatedUser = text("user");
                case "medium" -> deprecatedMedium = text("medium");
                case "address" -> deprecatedAddress = text("address");
                case "identifier" -> {
                    once("identifier");
                    identified = token != JsonToken.VALUE_NULL;
                    readIdentifier(token);
                }
                default -> parser.skipChildren();
            }
        }
        return doubtful || parser.nextToken() != null ? null : request();
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
                case "medium" -> identifierMedium = text("identifier.medium");
                case "address" -> identifierAddress = text("identifier.address");
                case "phone" -> identifierPhone = text("identifier.phone");
                default -> parser.skipChildren();
            }
        }
    }

    private LoginRequest request() {
        if (!identified) {
            return isGiven(deprecatedMedium) && isGiven(deprecatedAddress)
                    ? byThirdParty(deprecatedMedium, deprecatedAddress)
                    : byUser(deprecatedUser);
        }
        if (identifierType == null) {
            return byNothing();
        }
        return switch (identifierType) {
            case "m.id.user" -> byUser(identifierUser);
            case "m.id.thirdparty" -> byThirdParty(identifierMedium, identifierAddress);
            case "m.id.phone" -> byPhone(identifierPhone);
            default -> byNothing();
        };
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private LoginRequest byUser(@Nullable String user) {
        return new LoginRequest(type, user, null, null, user, deviceId);
    }

    private LoginRequest byThirdParty(@Nullable String medium, @Nullable String typed) {
        String address = typed != null && EMAIL.equals(medium) ? ThirdPartyAddress.email(typed) : typed;
        return new LoginRequest(type, null, medium, address, typed, deviceId);
    }

    private LoginRequest byPhone(@Nullable String typed) {
        String address = typed == null ? null : ThirdPartyAddress.msisdn(typed);
        return new LoginRequest(type, null, MSISDN, address, typed, deviceId);
    }

    private LoginRequest byNothing() {
        return new LoginRequest(type, null, null, null, null, deviceId);
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
