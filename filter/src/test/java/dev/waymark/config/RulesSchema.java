// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of rules files as it is packaged, and what it says of files. */
final class RulesSchema {

    private static final String RESOURCE = "/dev/waymark/rules.schema.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode text;
    private final Schema schema;

    RulesSchema() {
        try (InputStream in = RulesSchema.class.getResourceAsStream(RESOURCE)) {
            text = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, RegularExpression> expressions = new ConcurrentHashMap<>();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(pattern -> expressions.computeIfAbsent(pattern, RulesSchema::expression))
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
}
