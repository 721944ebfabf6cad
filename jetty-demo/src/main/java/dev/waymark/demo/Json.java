// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as it comes in and goes out. */
final class Json {

    /** How deep a request body may nest. Answers hold parts of bodies, so this stays below what can be written. */
    static final int MAX_DEPTH = 100;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    JsonBody read(byte[] bytes) {
        JsonNode json;
        try {
            json = mapper.readTree(bytes);
        } catch (JacksonException e) {
            // Not passed on: its message quotes the body.
            throw MatrixException.notJson();
        }
        if (json.isMissingNode()) {
            throw MatrixException.notJson();
        }
        if (json instanceof ObjectNode object) {
            return new JsonBody(object);
        }
        throw MatrixException.badJson("Content must be a JSON object");
    }

    byte[] write(JsonNode json) {
        // By way of a string: half a surrogate pair, which a client may well send, becomes "?" and not an exception.
        return mapper.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    }
}
