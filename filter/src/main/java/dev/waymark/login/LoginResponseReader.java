// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.login.LoginResponse.IdentityServer;
import dev.waymark.login.LoginResponse.Span;
import dev.waymark.login.LoginResponse.WellKnown;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads one login response in one pass of Jackson's streaming parser, over bytes or over characters. */
final class LoginResponseReader {

    private final JsonParser parser;
    private final ToLongFunction<TokenStreamLocation> offset;
    private boolean doubtful;

    LoginResponseReader(JsonParser parser, ToLongFunction<TokenStreamLocation> offset) {
        this.parser = parser;
        this.offset = offset;
    }

    /** The response, or null where the text is none, or there is any doubt. */
    @Nullable
    LoginResponse read() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        int start = tokenStart() + 1;
        String userId = null;
        String deviceId = null;
        boolean device = false;
        boolean accessToken = false;
        Span baseCsUrl = null;
        WellKnown wellKnown = null;
        while (!doubtful && parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "user_id" -> {
                    doubtful |= userId != null || token != JsonToken.VALUE_STRING;
                    userId = parser.getString();
                }
                case "access_token" -> {
                    doubtful |= accessToken || token != JsonToken.VALUE_STRING;
                    accessToken = true;
                }
                case "device_id" -> {
                    doubtful |= device;
                    device = true;
                    deviceId = token == JsonToken.VALUE_STRING ? parser.getString() : null;
                    parser.skipChildren();
                }
                case Injection.BASE_CS_URL -> {
                    doubtful |= baseCsUrl != null;
                    baseCsUrl = restOfValue(tokenStart());
                }
                case Injection.WELL_KNOWN -> {
                    doubtful |= wellKnown != null;
                    wellKnown = wellKnown(tokenStart());
                }
                default -> parser.skipChildren();
            }
        }
        // Two objects one after the other are no JSON text (RFC 8259, section 2), though a parser reads both.
        if (doubtful || userId == null || !accessToken || parser.nextToken() != null) {
            return null;
        }
        return new LoginResponse(userId, deviceId, start, baseCsUrl, wellKnown);
    }

    private WellKnown wellKnown(int start) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return new WellKnown(restOfValue(start), false, 0, null, null);
        }
        int members = 0;
        Span homeserver = null;
        IdentityServer identityServer = null;
        int previousEnd = start + 1;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int nameStart = tokenStart();
            if (members == 1 && identityServer != null) {
                // It came first, so the comma that goes with it is the one behind it.
                Span first = new Span(identityServer.member().start(), nameStart, false);
                identityServer = new IdentityServer(identityServer.value(), first, identityServer.usable());
            }
            String name = parser.currentName();
            parser.nextToken();
            int valueStart = tokenStart();
            if (name.equals(LoginResponse.IDENTITY_SERVER)) {
                doubtful |= identityServer != null;
                boolean usable = isUsableServer();
                Span value = restOfValue(valueStart);
                int from = members == 0 ? nameStart : previousEnd;
                identityServer = new IdentityServer(value, new Span(from, value.end(), false), usable);
                previousEnd = value.end();
            } else {
                Span value = restOfValue(valueStart);
                if (name.equals(LoginResponse.HOMESERVER)) {
                    doubtful |= homeserver != null;
                    homeserver = value;
                }
                previousEnd = value.end();
            }
            members++;
        }
        return new WellKnown(new Span(start, tokenStart() + 1, false), true, members, homeserver, identityServer);
    }

    /** Whether the current value is an object with a {@code base_url} that is not empty; an object is read to its end. */
    private boolean isUsableServer() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        boolean usable = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean baseUrl = parser.currentName().equals("base_url");
            JsonToken token = parser.nextToken();
            if (baseUrl) {
                usable = token == JsonToken.VALUE_STRING && parser.getStringLength() > 0;
            }
            parser.skipChildren();
        }
        return usable;
    }

    /** The value that began at {@code start}, of which the current token is the first, or the last. */
    private Span restOfValue(int start) {
        parser.skipChildren();
        JsonToken token = parser.currentToken();
        int end;
        if (token.isStructEnd()) {
            end = tokenStart() + 1;
        } else if (token == JsonToken.VALUE_STRING) {
            // The parser goes on to the closing quote only when made to; then it stands just behind it.
            parser.finishToken();
            end = place(parser.currentLocation());
        } else {
            // A number, true, false or null: it is as long as it reads.
            end = start + parser.getStringLength();
        }
        return new Span(start, end, token == JsonToken.VALUE_NULL);
    }

    private int tokenStart() {
        return place(parser.currentTokenLocation());
    }

    private int place(TokenStreamLocation location) {
        long place = offset.applyAsLong(location);
        // UTF-16 and UTF-32 are transcoded before they are parsed: byte offsets are lost, and -1 says so.
        doubtful |= place < 0;
        return (int) place;
    }
}
