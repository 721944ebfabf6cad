// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.portal.TokenLogins.TokenLogin;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of each login for who counts them. */
@Timeout(60)
class LoginEventsTest {

    private static final BlockingQueue<Event> EVENTS = new LinkedBlockingQueue<>();

    @RegisterExtension
    static final RunningPortal running = new RunningPortal(
            config -> config.timeouts(RunningPortal.timeouts(Duration.ofSeconds(3), Duration.ofSeconds(3))),
            new LoginParts(
                    LoginParts.DEFAULT.flows(),
                    target -> true,
                    token -> token.equals("of-none") ? new TokenLogin("none", SECRET) : null,
                    (outcome, target, status, took) -> EVENTS.add(new Event(outcome, target, status))));

    private record Event(LoginOutcome outcome, @Nullable String target, int status) {}

    @AfterEach
    void eachLoginWasToldOnce() {
        assertThat(EVENTS).isEmpty();
    }

    @Test
    void answers_areTold_withTheHomeserversStatus() throws Exception {
        running.login("ada");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.ANSWERED, "hist", 200));

        running.eng().answers(429, "{}");
        running.login("@grace:eng.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.ANSWERED, "eng", 429));

        running.eng().answers(403, "{\"pad\":\"" + " ".repeat(3_000_000) + "\"}");
        running.login("@grace:eng.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.ANSWERED, "eng", 403));

        running.eng().answers(403, "{\"pad\":\"" + " ".repeat(10_000) + "\"}");
        running.login("@grace:eng.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.ANSWERED, "eng", 403));
    }

    @Test
    void templateRule_namesNoTarget() throws Exception {
        running.login("@ada:paths.example");

        assertThat(next()).isEqualTo(new Event(LoginOutcome.ANSWERED, null, 200));
    }

    @Test
    void refusals_areTold() throws Exception {
        running.post(LOGIN, "{");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.REFUSED, null, 400));

        running.post(LOGIN, "{}");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.REFUSED, null, 400));

        running.login("@nobody:nowhere.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.NO_HOMESERVER, null, 403));

        running.post(LOGIN, " ".repeat(LoginServlet.MAX_REQUEST + 1));
        assertThat(next()).isEqualTo(new Event(LoginOutcome.TOO_LARGE, null, 413));

        running.post(LOGIN, "{\"type\":\"m.login.token\",\"token\":\"x\"}");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.BAD_TOKEN, null, 403));

        running.post(LOGIN, "{\"type\":\"m.login.token\",\"token\":\"of-none\"}");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.NO_HOMESERVER, null, 403));

        running.expectWarnings();
        running.login("@not.a.label:hosts.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.UNDECIDED, null, 503));
    }

    @Test
    void homeserverFailures_areTold() throws Exception {
        running.login("@ada:gone.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.UNREACHABLE, "gone", 502));

        running.raw().answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
        running.login("@ada:raw.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.UNREACHABLE, "raw", 502));

        CountDownLatch end = new CountDownLatch(1);
        running.raw().answers(out -> end.await());
        running.login("@ada:raw.example");
        assertThat(next()).isEqualTo(new Event(LoginOutcome.TIMED_OUT, "raw", 504));
        end.countDown();
    }

    @Test
    void slowClient_isTold() throws Exception {
        running.exchange("POST " + LOGIN + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{");

        assertThat(next()).isEqualTo(new Event(LoginOutcome.CLIENT_TOO_SLOW, null, 408));
    }

    @Test
    void clientThatLeavesAmidItsRequest_isTold() throws Exception {
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, "POST " + LOGIN + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{");
            socket.shutdownOutput();
            assertThat(next().outcome()).isEqualTo(LoginOutcome.CLIENT_GONE);
        }
    }

    @Test
    void clientThatLeavesAmidTheAnswer_isTold() throws Exception {
        running.hist().answers(403, "{\"pad\":\"" + " ".repeat(20_000_000) + "\"}");
        try (Socket socket = RawHttp.connect(running.port())) {
            write(socket, RunningPortal.rawLogin("ada"));
            RawHttp.readHead(socket.getInputStream());
            socket.setSoLinger(true, 0);
        }

        // Unless the homeserver's time was up before the reset was seen.
        assertThat(next().outcome()).isIn(LoginOutcome.CLIENT_GONE, LoginOutcome.TIMED_OUT);
    }

    @Test
    void whatIsNoLogin_isNotTold() {
        running.get(LOGIN);
        running.get("/_matrix/client/versions");

        assertThat(EVENTS).isEmpty();
    }

    private static Event next() throws InterruptedException {
        Event event = EVENTS.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event == null ? new Event(LoginOutcome.FAILED, null, 0) : event;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
