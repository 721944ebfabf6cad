// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema as it is packaged, and what it says of files. */
final class FileSchema {

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode text;
    private final Schema schema;

    /** @param name of the file in the JAR */
    FileSchema(String name) {
        try (InputStream in = FileSchema.class.getResourceAsStream("/dev/waymark/" + name)) {
            text = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, RegularExpression> expressions = new ConcurrentHashMap<>();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(pattern -> expressions.computeIfAbsent(pattern, FileSchema::expression))
                .build();
        schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
                .getSchema(text);
    }

    /** As ECMA-262 has it: found anywhere, and a dollar sign is the very end. */
    private static RegularExpression expression(String pattern) {
        Pattern java = Pattern.compile(pattern.replaceAll("(?<!\\\\|\\[\\^)\\$(?=$|\\))", "\\\\z"));
        return text -> java.matcher(text).find();
    }

    JsonNode text() {
        return text;
    }

    /** What is wrong with a file, if anything. */
    List<String> errors(JsonNode file) {
        return schema.validate(file).stream().map(Error::toString).toList();
    }

    boolean accepts(JsonNode file) {
        return schema.validate(file).isEmpty();
    }

    /** What is wrong with a schema by the schema of its dialect. */
    static List<String> errorsOfSchema(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(schema)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** The keys that readers would find nothing about. */
    List<String> keysWithoutDescription() {
        List<String> missing = new ArrayList<>();
        JsonNode definitions = text.path("$defs");
        describe("", text, definitions, missing);
        definitions.properties().forEach(each -> describe(each.getKey(), each.getValue(), definitions, missing));
        return missing;
    }

    private static void describe(String of, JsonNode schema, JsonNode definitions, List<String> missing) {
        if (!schema.path("additionalProperties").isBoolean()) {
            return;
        }
        schema.path("properties").properties().forEach(key -> {
            String reference = key.getValue().path("$ref").asString("#/$defs/");
            JsonNode referred = definitions.at(reference.substring("#/$defs".length()));
            if (key.getValue().isObject() && !key.getValue().has("description") && !referred.has("description")) {
                missing.add(of + "/" + key.getKey());
            }
        });
    }
}
