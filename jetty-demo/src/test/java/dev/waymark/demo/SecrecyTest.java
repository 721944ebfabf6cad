// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static dev.waymark.demo.RunningHomeserver.ADA;
import static dev.waymark.demo.RunningHomeserver.ADA_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secrets stay where they belong: none is logged, reported, quoted in an error, or printed with an object. */
class SecrecyTest {

    private static final String MESSAGE = "for bob's eyes only";

    @RegisterExtension
    final RunningHomeserver running = new RunningHomeserver();

    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger("dev.waymark");
    private final LogLines log = new LogLines();

    @BeforeEach
    void listen() {
        own.setLevel(Level.ALL);
        own.setUseParentHandlers(false);
        own.addHandler(log);
        root.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(log);
        own.removeHandler(log);
        own.setUseParentHandlers(true);
        own.setLevel(null);
    }

    @Test
    void secret_isInNoLogLineAndNoReport() {
        String token = running.login(ADA);
        String room = running.createRoom(token, "{\"topic\":\"" + MESSAGE + "\"}");
        running.say(token, room, "1", MESSAGE);
        running.get("/_matrix/client/v3/sync?access_token=" + token, null).assertOk();
        running.get("/_matrix/client/v3/sync?since=%FF&access_token=" + token, null)
                .assertRefused(400, "M_INVALID_PARAM");
        running.get("/_matrix/client/v3/sync?access_token=" + token + "x", null).assertRefused(401, "M_UNKNOWN_TOKEN");

        assertThat(log.lines).noneMatch(line -> line.contains(token) || line.contains(MESSAGE));
        assertThat(log.lines).noneMatch(line -> line.contains(ADA.password()));
        assertThat(running.answered()).isNotEmpty().noneMatch(line -> line.contains(token) || line.contains("?"));
    }

    @Test
    void refusal_doesNotQuoteTheRequest() {
        String login = "/_matrix/client/v3/login";
        String secret = ADA.password();

        for (String body : List.of(
                "{\"password\":\"" + secret + "\"",
                "{" + secret + "}",
                "[\"" + secret + "\"]",
                "{\"type\":\"" + secret + "\"}",
                "{\"type\":[\"" + secret + "\"]}",
                "{\"type\":\"m.login.password\",\"user\":\"" + secret + "\",\"password\":\"" + secret + "\"}")) {
            assertThat(running.post(login, null, body).response().body())
                    .contains("errcode")
                    .doesNotContain(secret);
        }
    }

    @Test
    void failureInside_isLoggedWithoutItsMessage() throws Exception {
        Router router = new Router();
        router.add("GET", "/fails", call -> {
            throw new IllegalArgumentException(MESSAGE);
        });
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new HomeserverServlet("hist", router, this, (name, method, path, status) -> {}), "/*");
        server.setHandler(context);
        server.start();

        String answer = connector.getResponse("GET /fails?access_token=x HTTP/1.1\r\nHost: hist\r\n\r\n");
        server.stop();

        assertThat(answer).startsWith("HTTP/1.1 500 ").contains("M_UNKNOWN").doesNotContain(MESSAGE);
        assertThat(log.lines)
                .noneMatch(line -> line.contains(MESSAGE) || line.contains("access_token"))
                .filteredOn(line -> line.contains("hist: GET /fails failed: java.lang.IllegalArgumentException at ["))
                .hasSize(1);
    }

    @Test
    void nothing_printsASecret() {
        Account account = new Account(ADA_ID, ADA);
        Session session = new Session(account, "LAPTOP", null, "the access token");
        Transaction transaction = new Transaction(session, "!room", "m.room.message", "1");
        Event event = new Event(
                1,
                "$event",
                "!room",
                "m.room.message",
                null,
                ADA_ID,
                0,
                Json.object().put("body", MESSAGE),
                transaction);

        assertThat(List.of(
                        ADA,
                        account,
                        session,
                        transaction,
                        event,
                        running.homeserver(),
                        running.homeserver().users()))
                .extracting(Object::toString)
                .noneMatch(text ->
                        text.contains(ADA.password()) || text.contains("the access token") || text.contains(MESSAGE));
        assertThat(ADA).hasToString("DemoUser[ada, Ada]");
    }

    private static final class LogLines extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        LogLines() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
