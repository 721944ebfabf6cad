// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One login, and what it is to be answered. */
final class Logins {

    static final String RULES = """
            {"targets": {"hist": {"base_cs_url": "https://hist.example"}},
             "rules": [{"localpart": {"regex": "a[a-z]+"}, "target": "hist"}]}
            """;

    /** As homeservers answer. */
    static final String PLAIN = "{\"user_id\":\"@ada:ac.example\",\"access_token\":\"secret\"}";

    /** The same with the rules above; spliced once. */
    static final String DIRECTED = "{\"base_cs_url\":\"https://hist.example\","
            + "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://hist.example\"}},"
            + "\"user_id\":\"@ada:ac.example\",\"access_token\":\"secret\"}";

    private Logins() {}

    /** Logs in to a homeserver on this machine and returns the answer's body. */
    static String login(int port, String contextPath) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + contextPath + "/_matrix/client/v3/login"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"m.login.password\"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
