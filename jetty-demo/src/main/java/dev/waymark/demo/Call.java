// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that has found its endpoint: what the path, the query and the body say. */
final class Call {

    private final Json json;
    private final Map<String, String> variables;
    private final Map<String, String> query;
    private final @Nullable String accessToken;
    private final byte[] body;

    Call(
            Json json,
            Map<String, String> variables,
            Map<String, String> query,
            @Nullable String accessToken,
            byte[] body) {
        this.json = json;
        this.variables = variables;
        this.query = query;
        this.accessToken = accessToken;
        this.body = body;
    }

    /** A variable of the route's path pattern, decoded. */
    String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    /** A number from the query: the fallback where there is none, and never outside the bounds. */
    int number(String name, int fallback, int min, int max) {
        String value = query(name);
        if (value == null) {
            return fallback;
        }
        try {
            return (int) Math.max(min, Math.min(max, Long.parseLong(value)));
        } catch (NumberFormatException e) {
            throw MatrixException.invalidParam(name);
        }
    }

    /** A stream position from the query: the fallback where there is none. */
    long position(String name, long fallback) {
        String token = query(name);
        return token == null ? fallback : StreamToken.parse(name, token);
    }

    @Nullable
    String accessToken() {
        return accessToken;
    }

    JsonBody body() {
        return json.read(body);
    }
}
