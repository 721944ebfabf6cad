// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The answer to {@code GET /login}: a target's, less the flows that do not work at the portal; the others stay as the target wrote them.
 */
final class LoginFlows {

    /**
     * Those that end at the address where they began, or in a token of one homeserver that does not say which: they work only where the
     * portal has single sign-on of its own.
     */
    private static final Set<String> OF_ONE_HOMESERVER = Set.of("m.login.sso", "m.login.cas", "m.login.token");

    /** Where the flows are in a text, which of them stay, and where those of the portal's own go. */
    private record Found(int start, int end, List<String> kept, int ownAt) {}

    private final String text;
    private final JsonParser parser;

    private LoginFlows(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    /** An answer with these flows. */
    static String of(List<String> flows) {
        return "{\"flows\":[" + String.join(",", flows) + "]}";
    }

    /**
     * What a target answers, as the portal passes it on.
     *
     * @param json the target's answer
     * @param own the portal's own flows of single sign-on, which take the place of the target's; empty where it has none
     * @return null where the text is no such answer
     */
    static @Nullable String atPortal(String json, List<String> own) {
        Found found;
        try (JsonParser parser = Json.parser(json)) {
            found = new LoginFlows(json, parser).find();
        } catch (JacksonException e) {
            return null;
        }
        if (found == null) {
            return null;
        }
        List<String> flows = new ArrayList<>(found.kept());
        flows.addAll(found.ownAt(), own);
        return json.substring(0, found.start()) + String.join(",", flows) + json.substring(found.end());
    }

    private @Nullable Found find() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        Found found = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean flows = parser.currentName().equals("flows");
            JsonToken value = parser.nextToken();
            if (!flows) {
                parser.skipChildren();
            } else if (found == null && value == JsonToken.START_ARRAY) {
                found = flows();
            } else {
                // Two of them, or no list: whichever of them clients would take, it is not known what they would read.
                return null;
            }
        }
        return parser.nextToken() == null ? found : null;
    }

    private Found flows() {
        int start = place() + 1;
        List<String> kept = new ArrayList<>();
        int ownAt = -1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int begin = place();
            String type = parser.currentToken() == JsonToken.START_OBJECT ? typeOf() : null;
            parser.skipChildren();
            if (type == null) {
                // Not a flow that any client can use.
                continue;
            }
            if (!OF_ONE_HOMESERVER.contains(type)) {
                kept.add(text.substring(begin, place() + 1));
            } else if (ownAt < 0) {
                ownAt = kept.size();
            }
        }
        return new Found(start, place(), kept, ownAt < 0 ? kept.size() : ownAt);
    }

    /** Reads a flow to its end. */
    private @Nullable String typeOf() {
        String type = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean named = parser.currentName().equals("type");
            if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
                type = parser.getString();
            }
            parser.skipChildren();
        }
        return type;
    }

    /** Where the current token begins, in characters. */
    private int place() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }
}
