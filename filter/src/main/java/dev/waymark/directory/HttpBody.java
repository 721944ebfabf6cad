// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The body of a POST: a JSON object of strings, which may have placeholders. Immutable. */
final class HttpBody {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, FactTemplate> members;

    private HttpBody(Map<String, FactTemplate> members) {
        this.members = members;
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException where a value is no template; the message says why, and does not repeat it
     */
    static HttpBody parse(Map<String, String> body) {
        Map<String, FactTemplate> members = new LinkedHashMap<>();
        body.forEach((name, value) -> members.put(name, FactTemplate.parse(value)));
        return new HttpBody(members);
    }

    Set<Fact> facts() {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        members.values().forEach(template -> facts.addAll(template.facts()));
        return facts;
    }

    /** The body for a login in UTF-8, or null where a value is not known. */
    byte @Nullable [] fill(Login login) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, FactTemplate> member : members.entrySet()) {
                String value = member.getValue().fill(login, HttpBody::text);
                if (value == null) {
                    return null;
                }
                json.writeName(member.getKey());
                json.writeString(value);
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Half a surrogate pair cannot be written, and no server knows such a user. */
    private static @Nullable String text(String value) {
        boolean isUnicode = value.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        return value.isEmpty() || !isUnicode ? null : value;
    }
}
