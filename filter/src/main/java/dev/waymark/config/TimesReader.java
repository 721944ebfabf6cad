// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.Probe;
import dev.waymark.config.PortalConfig.Timeouts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the times in a portal's configuration:
 *
 * <pre>
 * timeouts  request, connect, response, stop: 100ms to 10m each
 * probe     interval: 1s to 1h, timeout: 100ms to 1m
 * </pre>
 */
final class TimesReader {

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration LARGEST = Duration.ofMinutes(10);

    private final Values values;
    private final Scalars scalars;

    TimesReader(Problems problems) {
        this.values = new Values(problems);
        this.scalars = new Scalars(problems);
    }

    Timeouts timeouts(@Nullable Node node) {
        Map<String, Node> members = node == null
                ? null
                : values.struct(
                        node,
                        "an object of times like {\"response\": \"30s\"}",
                        Set.of("request", "connect", "response", "stop"));
        if (members == null) {
            return Timeouts.DEFAULT;
        }
        return new Timeouts(
                time(members.get("request"), LEAST, LARGEST, Timeouts.DEFAULT.request()),
                time(members.get("connect"), LEAST, LARGEST, Timeouts.DEFAULT.connect()),
                time(members.get("response"), LEAST, LARGEST, Timeouts.DEFAULT.response()),
                time(members.get("stop"), LEAST, LARGEST, Timeouts.DEFAULT.stop()));
    }

    Probe probe(@Nullable Node node) {
        Map<String, Node> members = node == null
                ? null
                : values.struct(node, "an object like {\"interval\": \"10s\"}", Set.of("interval", "timeout"));
        if (members == null) {
            return Probe.DEFAULT;
        }
        return new Probe(
                time(members.get("interval"), Duration.ofSeconds(1), Duration.ofHours(1), Probe.DEFAULT.interval()),
                time(members.get("timeout"), LEAST, Duration.ofMinutes(1), Probe.DEFAULT.timeout()));
    }

    /** A time; the default where there is none, or a wrong one. */
    Duration time(@Nullable Node node, Duration min, Duration max, Duration otherwise) {
        Duration time = node == null ? null : scalars.duration(node, min, max);
        return time == null ? otherwise : time;
    }
}
