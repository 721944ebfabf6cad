// SPDX-License-Identifier: Apache-2.0
package dev.waymark.gateway;

import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.factory.rewrite.RewriteFunction;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes where its user belongs into a login response. What is no login response, or of an unknown user, stays as it is. */
final class LoginResponses implements RewriteFunction<byte[], byte[]> {

    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, String> baseUrls;

    private LoginResponses(Map<String, String> baseUrls) {
        this.baseUrls = baseUrls;
    }

    /** Users are lines of a user ID, a space, and a base URL. */
    static LoginResponses of(Path users) throws IOException {
        try (Stream<String> lines = Files.lines(users)) {
            return new LoginResponses(lines.map(line -> line.split(" "))
                    .collect(Collectors.toUnmodifiableMap(line -> line[0], line -> line[1])));
        }
    }

    @Override
    public Publisher<byte[]> apply(ServerWebExchange exchange, byte[] body) {
        return body == null ? Mono.empty() : Mono.just(redirected(body));
    }

    private byte[] redirected(byte[] body) {
        if (!(json.readTree(body) instanceof ObjectNode response)) {
            return body;
        }
        JsonNode userId = response.path("user_id");
        String baseUrl = userId.isString() ? baseUrls.get(userId.stringValue()) : null;
        if (baseUrl == null) {
            return body;
        }
        response.put("base_cs_url", baseUrl);
        response.putObject("well_known").putObject("m.homeserver").put("base_url", baseUrl);
        return json.writeValueAsBytes(response);
    }
}
