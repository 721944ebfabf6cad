// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The answer to {@code GET /_matrix/client/versions} (Matrix specification, client-server API, "API Versions"). */
final class Versions {

    /** Those in which a login is what it is today; what homeservers add after login does not concern a portal. */
    static final String DEFAULT = "{\"versions\":[\"r0.6.1\",\"v1.1\",\"v1.2\",\"v1.3\",\"v1.4\",\"v1.5\",\"v1.6\","
            + "\"v1.7\",\"v1.8\",\"v1.9\",\"v1.10\",\"v1.11\"],\"unstable_features\":{}}";

    private Versions() {}

    /** The text as it is, where it is such an answer: a JSON object with a list {@code versions}; else null. */
    static @Nullable String read(String json) {
        boolean found = false;
        try (JsonParser parser = Json.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean versions = parser.currentName().equals("versions");
                found |= parser.nextToken() == JsonToken.START_ARRAY && versions;
                parser.skipChildren();
            }
            return found && parser.nextToken() == null ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
