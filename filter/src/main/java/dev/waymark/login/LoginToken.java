// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.login.Splice.Edit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The login token of a request of type {@code m.login.token} (Matrix specification, client-server API, "Token-based user
 * login"), and its place, so that another can be put there. Immutable, as long as the body that it was found in is not changed.
 */
public final class LoginToken {

    /** The login type whose requests have one. */
    public static final String LOGIN_TYPE = "m.login.token";

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final byte[] body;
    private final String value;
    private final int start;
    private final int end;

    private LoginToken(byte[] body, String value, int start, int end) {
        this.body = body;
        this.value = value;
        this.start = start;
        this.end = end;
    }

    /**
     * Finds the token in a request body.
     *
     * @param body the body, which is kept, and must not be changed from now on
     * @return null where it is no JSON object in UTF-8, is of another type or has no string {@code token}, or names one of
     *     the two twice: the homeserver might then read another token than the one that was looked at
     */
    public static @Nullable LoginToken in(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            LoginToken token = read(parser, body);
            return token != null && Utf8.isWellFormed(body, body.length) ? token : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable LoginToken read(JsonParser parser, byte[] body) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String type = null;
        LoginToken found = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type")) {
                if (type != null || value != JsonToken.VALUE_STRING) {
                    return null;
                }
                type = parser.getString();
            } else if (name.equals("token")) {
                // Where the text is UTF-16 or UTF-32, and so no JSON on the wire, the parser knows no places.
                long start = parser.currentTokenLocation().getByteOffset();
                if (found != null || value != JsonToken.VALUE_STRING || start < 0) {
                    return null;
                }
                String token = parser.getString();
                // Made to read the string to its end, the parser stands just behind the closing quote.
                found = new LoginToken(
                        body, token, (int) start, (int) parser.currentLocation().getByteOffset());
            } else {
                parser.skipChildren();
            }
        }
        return LOGIN_TYPE.equals(type) && parser.nextToken() == null ? found : null;
    }

    /** The token; secret, and what a client sent: it may be anything, empty too. */
    public String value() {
        return value;
    }

    /** The request body with another token in the place of this one; all other bytes are as they were. */
    public byte[] replacedBy(String token) {
        byte[] json = quoted(token).getBytes(StandardCharsets.US_ASCII);
        return new Splice(List.of(new Edit(start, end, json))).apply(body, body.length);
    }

    /** A JSON string in ASCII, in which any other character is escaped. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                json.append(c);
            } else {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
        return json.append('"').toString();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "LoginToken";
    }
}
