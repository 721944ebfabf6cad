// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login may have made a device and a token as soon as a homeserver has seen a byte of it: it is never sent again. */
@Timeout(60)
class NoRetryTest {

    private static final String ANSWER = "{\"user_id\":\"@ada:home.example\",\"access_token\":\"s3cret\"}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + ANSWER.length() + "\r\n\r\n" + ANSWER;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void login_isSentOnce_whereTheConnectionEndsWithoutAnAnswer(boolean reset) throws Exception {
        try (SocketHomeserver homeserver = new SocketHomeserver(connection -> {
                    connection.awaitRequest();
                    end(connection, reset);
                });
                OneTarget portal = new OneTarget(homeserver.baseUrl())) {
            assertRefused(portal.login(), 502, "M_UNKNOWN");
            assertThat(homeserver.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void login_isSentOnce_whereTheConnectionEndsAmidTheAnswer(boolean reset) throws Exception {
        try (SocketHomeserver homeserver = new SocketHomeserver(connection -> {
                    connection.awaitRequest();
                    connection.send(OK.substring(0, OK.length() - 3));
                    end(connection, reset);
                });
                OneTarget portal = new OneTarget(homeserver.baseUrl())) {
            assertRefused(portal.login(), 502, "M_UNKNOWN");
            assertThat(homeserver.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void login_isSentOnce_whereAKeptConnectionEndsUnderIt(boolean reset) throws Exception {
        try (SocketHomeserver homeserver = new SocketHomeserver(connection -> {
                    connection.awaitRequest();
                    connection.send(OK);
                    // The second login on it.
                    if (connection.awaitRequest()) {
                        end(connection, reset);
                    }
                });
                OneTarget portal = new OneTarget(homeserver.baseUrl())) {
            assertThat(portal.login().status()).isEqualTo(200);
            assertThat(homeserver.connections()).isEqualTo(1);

            assertRefused(portal.login(), 502, "M_UNKNOWN");
            assertThat(homeserver.requests()).isEqualTo(2);
            assertThat(homeserver.connections()).isEqualTo(1);
        }
    }

    @Test
    void keptConnectionThatEnds_isNotUsedForTheNextLogin() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (SocketHomeserver homeserver = new SocketHomeserver(connection -> {
                    connection.awaitRequest();
                    connection.send(OK);
                    closed.countDown();
                });
                OneTarget portal = new OneTarget(homeserver.baseUrl())) {
            int ok = 0;
            for (int i = 0; i < 20; i++) {
                int status = portal.login().status();
                // The end of the connection may come just when the next login is sent.
                assertThat(status).isIn(200, 502);
                ok += status == 200 ? 1 : 0;
            }
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ok).isGreaterThan(0);
            assertThat(homeserver.requests()).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void homeserverThatAnswersBeforeItHasRead_isHeard() throws Exception {
        try (SocketHomeserver homeserver = new SocketHomeserver(connection -> {
                    connection.send("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}");
                    connection.awaitRequest();
                });
                OneTarget portal = new OneTarget(homeserver.baseUrl())) {
            // Before any request it is no answer to one; in either case the login is sent once at most.
            assertThat(portal.login().status()).isIn(502, 503);
            assertThat(homeserver.requests()).isLessThanOrEqualTo(1);
        }
    }

    private static void end(SocketHomeserver.Connection connection, boolean reset) throws IOException {
        if (reset) {
            connection.reset();
        }
    }
}
