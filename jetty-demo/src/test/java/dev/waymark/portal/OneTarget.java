// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.RequestLog;

/** A portal with one homeserver behind it, which all logins go to. */
final class OneTarget implements AutoCloseable {

    static final RequestLog NO_LOG = (request, response) -> {};

    private final Portal portal;

    OneTarget(String baseUrl) throws Exception {
        this(baseUrl, config -> config);
    }

    OneTarget(String baseUrl, UnaryOperator<PortalConfig.Builder> config) throws Exception {
        this(baseUrl, config, NO_LOG, LoginParts.DEFAULT);
    }

    OneTarget(String baseUrl, UnaryOperator<PortalConfig.Builder> config, RequestLog log, LoginParts parts)
            throws Exception {
        String rules = "{\"targets\": {\"home\": {\"base_cs_url\": \"" + baseUrl
                + "\"}}, \"rules\": [{\"target\": \"home\"}]}";
        portal = Portal.start(
                config.apply(PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", rules))
                                .serverName("home.example")
                                .timeouts(RunningPortal.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20))))
                        .build(),
                Map.of(),
                log,
                parts);
    }

    int port() {
        return URI.create(portal.baseUrl().toString()).getPort();
    }

    /** A login on a connection of its own. */
    RawHttp.Answer login(String... headers) throws IOException {
        return RawHttp.exchange(port(), RunningPortal.rawLogin("ada", headers));
    }

    @Override
    public void close() {
        portal.close();
    }
}
