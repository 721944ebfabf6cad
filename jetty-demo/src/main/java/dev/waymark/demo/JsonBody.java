// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object that a client sent; a field that is null counts as absent. */
final class JsonBody {

    private final ObjectNode json;

    JsonBody(ObjectNode json) {
        this.json = json;
    }

    ObjectNode json() {
        return json;
    }

    @Nullable
    String text(String name) {
        JsonNode value = value(name);
        return value == null ? null : asText(name, value);
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw MatrixException.missingParam(name);
        }
        return value;
    }

    List<String> texts(String name) {
        JsonNode values = value(name);
        List<String> texts = new ArrayList<>();
        if (values != null) {
            if (!values.isArray()) {
                throw MatrixException.badJson(name + " must be an array");
            }
            values.forEach(value -> texts.add(asText(name, value)));
        }
        return texts;
    }

    boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw MatrixException.badJson(name + " must be a boolean");
        }
        return value != null && value.booleanValue();
    }

    @Nullable
    JsonBody object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return new JsonBody(object);
        }
        throw MatrixException.badJson(name + " must be an object");
    }

    JsonBody requiredObject(String name) {
        JsonBody value = object(name);
        if (value == null) {
            throw MatrixException.missingParam(name);
        }
        return value;
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static String asText(String name, JsonNode value) {
        if (!value.isString()) {
            throw MatrixException.badJson(name + " must be a string");
        }
        return value.stringValue();
    }
}
