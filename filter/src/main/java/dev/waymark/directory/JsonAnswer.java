// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Finds the string that a JSON pointer leads to. Immutable. */
final class JsonAnswer {

    private static final JsonFactory JSON = JsonFactory.builder()
            // What a key says twice is no answer.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final JsonPointer pointer;

    private JsonAnswer(JsonPointer pointer) {
        this.pointer = pointer;
    }

    /**
     * Reads a pointer (RFC 6901).
     *
     * @throws IllegalArgumentException where it is none, or the empty one; the message says what was expected
     */
    static JsonAnswer at(String pointer) {
        if (!pointer.startsWith("/") || pointer.matches("(?s).*~([^01].*|$)")) {
            throw new IllegalArgumentException("not a JSON pointer to a member; expected one such as \"/hs\"");
        }
        return new JsonAnswer(JsonPointer.compile(pointer));
    }

    /**
     * The string in a text.
     *
     * @return null where the pointer leads to nothing, or to null
     * @throws IOException where the text is not JSON, or the pointer leads to something else; the message says which, and
     *     repeats nothing of the text
     */
    @Nullable
    String in(byte[] text) throws IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw notJson();
            }
            String found = find(parser, pointer);
            if (parser.nextToken() != null) {
                throw notJson();
            }
            return found;
        } catch (JacksonException e) {
            throw notJson();
        }
    }

    private static IOException notJson() {
        return new IOException("the answer of its server is not JSON; expected a JSON object");
    }

    /** Reads the value that the parser is at, to its end. */
    private @Nullable String find(JsonParser parser, JsonPointer rest) throws IOException {
        JsonToken token = parser.currentToken();
        if (rest.matches()) {
            return switch (token) {
                case VALUE_STRING -> parser.getString();
                case VALUE_NULL -> null;
                default ->
                    throw new IOException(
                            "the answer of its server has no string at \"" + pointer + "\", but " + kind(token));
            };
        }
        String found = null;
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                JsonPointer next = rest.matchProperty(parser.currentName());
                parser.nextToken();
                found = step(parser, next, found);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                found = step(parser, rest.matchElement(i), found);
            }
        }
        return found;
    }

    private @Nullable String step(JsonParser parser, @Nullable JsonPointer next, @Nullable String found)
            throws IOException {
        if (next == null) {
            parser.skipChildren();
            return found;
        }
        return find(parser, next);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "a number";
        };
    }
}
