// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the endpoint for a method and a path. A pattern is a path in which {@code {name}} stands for one segment. One
 * without a leading slash is below {@code /_matrix/client/} and a version, which can be any.
 */
final class Router {

    /** Answers a call, now or later; a refusal is thrown, or completes the future. */
    @FunctionalInterface
    interface Endpoint {
        CompletableFuture<JsonNode> answer(Call call);
    }

    record Match(Endpoint endpoint, Map<String, String> variables) {}

    private record Route(List<String> pattern, Map<String, Endpoint> endpoints) {

        /** The variables of the pattern; null where the path is another. */
        @Nullable
        Map<String, String> match(List<String> path) {
            if (path.size() != pattern.size()) {
                return null;
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String expected = pattern.get(i);
                if (expected.startsWith("{")) {
                    variables.put(expected.substring(1, expected.length() - 1), path.get(i));
                } else if (!expected.equals(path.get(i))) {
                    return null;
                }
            }
            return variables;
        }
    }

    private static final Pattern VERSION_PREFIX = Pattern.compile("^/_matrix/client/(?:api/v1|r0|v1|v3|unstable)/");

    private final Map<String, Route> routes = new LinkedHashMap<>();

    void add(String method, String pattern, Endpoint endpoint) {
        routes.computeIfAbsent(pattern, path -> new Route(List.of(path.split("/")), new HashMap<>()))
                .endpoints()
                .put(method, endpoint);
    }

    /** @param path as it is in the request line, so that an escaped slash separates nothing */
    Match match(String method, String path) {
        List<String> segments = segments(path);
        for (Route route : routes.values()) {
            Map<String, String> variables = route.match(segments);
            if (variables != null) {
                Endpoint endpoint = route.endpoints().get(method);
                if (endpoint == null) {
                    throw MatrixException.unrecognizedMethod();
                }
                return new Match(endpoint, variables);
            }
        }
        throw MatrixException.unrecognizedPath();
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        // Without trailing empty strings: with and without a slash at the end are the same path.
        for (String segment : VERSION_PREFIX.matcher(path).replaceFirst("").split("/", 0)) {
            segments.add(decode(segment));
        }
        return segments;
    }

    private static String decode(String segment) {
        // In a path, unlike in a form, a plus sign is one. Malformed escapes do not get past the server.
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
