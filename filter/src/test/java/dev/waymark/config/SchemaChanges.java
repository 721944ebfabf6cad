// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Files that differ from a good one in one place. */
final class SchemaChanges {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "2000000000",
            "1.5",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"keep\"",
            "\"${env:TEXT}\"",
            "\"${env:TIME}\"",
            "\"${env:NONE}\"",
            "\"$${env:TEXT}\"",
            "\"${x}\"",
            "\"a\\nb\"",
            "\"a\\u200bb\"",
            "\"\\ud83d\\ude00\"",
            "\"eng\"",
            "\"1s\"",
            "\"https://a.b\"",
            "\"10.0.0.0/8\"",
            "\"{user_id}\"",
            "[]",
            "{}",
            "[\"x\"]",
            "[\"eng\",\"eng\"]",
            "{\"x\":\"y\"}",
            "{\"regex\":\"x\"}",
            "{\"eng\":1}",
            "{\"type\":\"csv\"}");

    private SchemaChanges() {}

    /** JSON values with spaces between them. */
    static List<JsonNode> values(@Nullable String texts) {
        List<JsonNode> values = new ArrayList<>();
        if (texts != null) {
            JsonMapper json = JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
            try (JsonParser parser = json.createParser(texts)) {
                while (parser.nextToken() != null) {
                    values.add(json.readTree(parser));
                }
            }
        }
        return values;
    }

    /** All that differ in one value or key. */
    static List<JsonNode> of(JsonNode good) {
        List<JsonNode> changed = new ArrayList<>();
        for (JsonPointer place : places(good)) {
            changed.addAll(at(good, place));
        }
        return changed;
    }

    static List<JsonPointer> places(JsonNode file) {
        List<JsonPointer> places = new ArrayList<>();
        collect(file, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        places.add(at);
        node.properties().forEach(member -> collect(member.getValue(), at.appendProperty(member.getKey()), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i), places);
        }
    }

    /** Those that differ at one place. */
    static List<JsonNode> at(JsonNode good, JsonPointer place) {
        List<JsonNode> changed = new ArrayList<>();
        JsonNode old = good.at(place);
        if (!place.matches()) {
            values(old).forEach(value -> changed.add(copy(good, place, parent -> set(parent, place, value))));
            changed.add(copy(good, place, parent -> remove(parent, place)));
        }
        if (old.isObject()) {
            changed.add(within(good, place, node -> ((ObjectNode) node).put("unknown", 1)));
            changed.add(within(good, place, node -> ((ObjectNode) node).put("", "x")));
            changed.add(within(good, place, node -> ((ObjectNode) node).put("a\u0007", "x")));
        }
        if (old.isArray() && !old.isEmpty()) {
            changed.add(within(good, place, node -> ((ArrayNode) node).add(node.get(0))));
        }
        return changed;
    }

    private static List<JsonNode> values(JsonNode old) {
        List<JsonNode> values = new ArrayList<>();
        VALUES.forEach(value -> values.add(SchemaExamples.json(value)));
        values.add(NODES.arrayNode().add(old));
        if (old.isString()) {
            String text = old.asString();
            for (int i = 0; i <= text.length(); i++) {
                for (String more : List.of("/", ":", ".", "{", "}", "$", " ", "@", "?", "#", "-", "0", "A", "\n")) {
                    if (i == 0 || i == text.length() || i == text.length() / 2) {
                        values.add(NODES.stringNode(text.substring(0, i) + more + text.substring(i)));
                    }
                }
                if (i < text.length()) {
                    values.add(NODES.stringNode(text.substring(0, i) + text.substring(i + 1)));
                }
            }
            values.add(NODES.stringNode(text.toUpperCase(Locale.ROOT)));
        }
        if (old.isNumber()) {
            values.add(NODES.numberNode(old.asLong() + 1));
            values.add(NODES.numberNode(old.asLong() * 1_000_000));
        }
        return values;
    }

    private static JsonNode copy(JsonNode good, JsonPointer place, Consumer<JsonNode> change) {
        JsonNode copy = good.deepCopy();
        change.accept(copy.at(place.head()));
        return copy;
    }

    private static JsonNode within(JsonNode good, JsonPointer place, Consumer<JsonNode> change) {
        JsonNode copy = good.deepCopy();
        change.accept(copy.at(place));
        return copy;
    }

    /** The file with another value at a place, where there may have been none. */
    static JsonNode with(JsonNode good, JsonPointer place, JsonNode value) {
        return copy(good, place, parent -> set(parent, place, value));
    }

    private static void set(JsonNode parent, JsonPointer place, JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), value);
        }
    }

    private static void remove(JsonNode parent, JsonPointer place) {
        if (parent instanceof ObjectNode object) {
            object.remove(place.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            array.remove(place.last().getMatchingIndex());
        }
    }
}
