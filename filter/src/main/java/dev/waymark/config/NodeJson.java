// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A value of the file, whatever it was written in, as JSON without spaces. */
final class NodeJson {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private NodeJson() {}

    static String of(Node node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, node);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Node node) {
        if (node instanceof Node.Struct struct) {
            json.writeStartObject();
            struct.members().forEach((name, member) -> {
                json.writeName(name);
                write(json, member.value());
            });
            json.writeEndObject();
        } else if (node instanceof Node.Array list) {
            json.writeStartArray();
            list.items().forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (node instanceof Node.Text text) {
            json.writeString(text.value());
        } else if (node instanceof Node.Numeral number) {
            json.writeNumber(number.digits());
        } else if (node instanceof Node.Flag flag) {
            json.writeBoolean(flag.value());
        } else {
            json.writeNull();
        }
    }
}
