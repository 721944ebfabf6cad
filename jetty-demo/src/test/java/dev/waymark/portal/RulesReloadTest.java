// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A portal in service whose rules change. */
@Timeout(60)
class RulesReloadTest {

    private static final String ANSWER = "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"x\"}";

    @Test
    void change_sendsLoginsElsewhere_andIsWhatIsInjected(@TempDir Path folder) throws Exception {
        try (FakeHomeserver one = new FakeHomeserver();
                FakeHomeserver two = new FakeHomeserver()) {
            one.answers(200, ANSWER);
            two.answers(200, ANSWER);
            Path path = Files.writeString(folder.resolve("rules.json"), rules("one", one));
            PortalConfig config = PortalConfig.builder("127.0.0.1", 0, RuleSource.file(path))
                    .serverName("hist.example")
                    .build();
            try (Portal portal = Portal.start(config, Map.of(), (request, response) -> {})) {
                int port = URI.create(portal.baseUrl().toString()).getPort();
                assertThat(login(port)).contains(one.baseUrl());
                Files.writeString(path, rules("two", two));
                // Neither of them ever sees a login that is then injected with the other.
                while (two.received().isEmpty()) {
                    int before = one.received().size();
                    String answer = login(port);
                    assertThat(answer).contains(one.received().size() > before ? one.baseUrl() : two.baseUrl());
                }
            }
        }
    }

    private static String rules(String target, FakeHomeserver homeserver) {
        return """
                {"reload": "100ms", "targets": {"%1$s": {"base_cs_url": "%2$s"}}, "rules": [{"target": "%1$s"}]}
                """.formatted(target, homeserver.baseUrl());
    }

    private static String login(int port) throws Exception {
        return RawHttp.exchange(port, RunningPortal.rawLogin("ada").getBytes(StandardCharsets.US_ASCII))
                .text();
    }
}
