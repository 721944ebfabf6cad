// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to homeservers and portals. None is sent again, and no redirect is followed. */
final class Api {

    static final String LOGIN = "/_matrix/client/v3/login";
    static final String WHOAMI = "/_matrix/client/v3/account/whoami";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came back. */
    record Answer(int status, HttpHeaders headers, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String text(String field) {
            return json().path(field).asString("");
        }
    }

    private Api() {}

    static Answer get(String url, String... headers) {
        return send("GET", url, null, headers);
    }

    static Answer post(String url, String json, String... headers) {
        return send("POST", url, json, headers);
    }

    /** Sends a request with headers, each a name and a value. */
    static Answer send(String method, String url, @Nullable String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT);
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        HttpResponse<String> answer =
                CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    /** The headers of a request by a user. */
    static String[] by(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
