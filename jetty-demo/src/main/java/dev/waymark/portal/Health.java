// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.LiveRules;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * How a portal does, at one moment.
 *
 * <p>It is ready when it listens, has rules and is not being stopped. Homeservers that are down do not make it unready: a balancer that took
 * all portals out would hide from users and clients the one thing that they can still be told, which homeserver's trouble it is.
 *
 * @param isListening whether it takes connections
 * @param isStopping whether it is being stopped
 * @param rules how the rules do, or null where there are none
 * @param targets the targets that are probed, by name
 * @param certificate the certificate in force, or null without TLS
 */
record Health(
        boolean isListening,
        boolean isStopping,
        LiveRules.@Nullable Status rules,
        Map<String, TargetState> targets,
        @Nullable Certificate certificate) {

    /**
     * How the certificate does.
     *
     * @param end when it expires
     * @param problem what is wrong with it, or with the files that should replace it, or null
     */
    record Certificate(Instant end, @Nullable String problem) {}

    boolean isReady() {
        return isListening && !isStopping && rules != null;
    }

    /** In a word: {@code ok}, {@code degraded} where something needs looking at, {@code stopping}, {@code starting}. */
    String status() {
        if (isStopping) {
            return "stopping";
        }
        if (!isReady()) {
            return "starting";
        }
        boolean targetIsDown = targets.values().stream().anyMatch(target -> !target.isUp());
        boolean rulesAreBad = rules != null && rules.lastProblem() != null;
        boolean certificateIsBad = certificate != null && certificate.problem() != null;
        return targetIsDown || rulesAreBad || certificateIsBad ? "degraded" : "ok";
    }

    /** All of it, in JSON. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("status", status());
            json.writeBooleanProperty("live", true);
            json.writeBooleanProperty("ready", isReady());
            writeTargets(json);
            writeRules(json);
            writeCertificate(json);
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private void writeTargets(JsonGenerator json) {
        json.writeObjectPropertyStart("targets");
        new TreeMap<>(targets).forEach((name, target) -> {
            json.writeObjectPropertyStart(name);
            json.writeStringProperty("state", target.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("since", target.since().toString());
            writeIfThere(json, "reason", target.reason());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void writeRules(JsonGenerator json) {
        if (rules == null) {
            return;
        }
        json.writeObjectPropertyStart("rules");
        json.writeStringProperty("source", rules.source());
        json.writeStringProperty("last_load", rules.lastLoad().toString());
        json.writeNumberProperty("loads", rules.loads());
        json.writeNumberProperty("failures", rules.failures());
        writeIfThere(json, "problem", rules.lastProblem());
        json.writeEndObject();
    }

    private void writeCertificate(JsonGenerator json) {
        if (certificate == null) {
            return;
        }
        json.writeObjectPropertyStart("certificate");
        json.writeStringProperty("expires", certificate.end().toString());
        writeIfThere(json, "problem", certificate.problem());
        json.writeEndObject();
    }

    private static void writeIfThere(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
