// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestListenerTest {

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    @Test
    void everyRequest_isReportedOnce_whenItIsAnswered() {
        String token = running.login(ADA);
        running.get("/_matrix/client/v3/profile/%40ada%3Ahist.example", null);
        running.get("/_matrix/nowhere", null);
        running.send("OPTIONS", "/_matrix/client/r0/login", null, "");
        running.get("/_matrix/client/v3/sync?since=s0&timeout=1&access_token=" + token, null);

        assertThat(running.answered())
                .containsExactly(
                        "hist POST /_matrix/client/v3/login 200",
                        "hist GET /_matrix/client/v3/profile/%40ada%3Ahist.example 200",
                        "hist GET /_matrix/nowhere 404",
                        "hist OPTIONS /_matrix/client/r0/login 204",
                        "hist GET /_matrix/client/v3/sync 200");
    }

    @Test
    void malformedRequest_isReported() {
        running.get("/../..", null);

        assertThat(running.answered()).singleElement().asString().endsWith(" 400");
    }
}
