// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.SingleSignOn;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The flows of {@code GET /login} that work at a portal with single sign-on. */
final class SsoFlows {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String TOKEN = "{\"type\":\"m.login.token\"}";

    private SsoFlows() {}

    /**
     * The flows, each a JSON object: {@code m.login.sso}, with the identity providers where there are any (Matrix specification, client-server
     * API, "Client login via SSO"), and {@code m.login.token}, which it ends with.
     */
    static List<String> json(SingleSignOn sso) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", "m.login.sso");
            if (!sso.identityProviders().isEmpty()) {
                json.writeArrayPropertyStart("identity_providers");
                sso.identityProviders().forEach(provider -> write(provider, json));
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return List.of(text.toString(), TOKEN);
    }

    private static void write(IdentityProvider provider, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("id", provider.id());
        json.writeStringProperty("name", provider.name());
        writeIfGiven("icon", provider.icon(), json);
        writeIfGiven("brand", provider.brand(), json);
        json.writeEndObject();
    }

    private static void writeIfGiven(String name, @Nullable String value, JsonGenerator json) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
