// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Synapse answers to logins, recorded byte for byte, and given again by a servlet, without the filter and behind it: nothing
 * is another but what the filter adds.
 */
@Tag("interop")
@Timeout(900)
class SynapseAnswersIT {

    private static final String PASSWORD = "s3cret-of-everyone";
    private static final String TARGET = "https://matrix.target.example";
    private static final String LEAVE = """
        {"targets": {"there": {"base_cs_url": "%s"}}, "rules": [{"user_id": "@nobody:*", "target": "there"}]}
        """.formatted(TARGET);
    private static final String DIRECT = """
        {"targets": {"there": {"base_cs_url": "%s"}}, "rules": [{"target": "there"}]}
        """.formatted(TARGET);

    /** Says of itself where it is in {@code well_known}, as the other does not. */
    @RegisterExtension
    static final TwoSynapses SERVERS =
            new TwoSynapses(() -> "", () -> "public_baseurl: null\n", UnaryOperator.identity());

    private static final Map<String, RecordedAnswer> RECORDED = new LinkedHashMap<>();

    @BeforeAll
    static void record() throws Exception {
        for (Synapse server : new Synapse[] {SERVERS.eng(), SERVERS.hist()}) {
            server.register("ada", PASSWORD, false);
            String url = server.baseUrl() + Api.LOGIN;
            String plain = login("ada", PASSWORD, "");
            String name = server.serverName() + ": ";
            RECORDED.put(name + "login", RecordedAnswer.post(url, plain));
            RECORDED.put(
                    name + "login with refresh token",
                    RecordedAnswer.post(url, login("ada", PASSWORD, ", \"refresh_token\": true")));
            RECORDED.put(name + "login in gzip", RecordedAnswer.post(url, plain, "Accept-Encoding: gzip"));
            RECORDED.put(name + "wrong password", RecordedAnswer.post(url, login("ada", "wrong", "")));
            RECORDED.put(name + "no such type", RecordedAnswer.post(url, "{\"type\": \"m.login.none\"}"));
        }
    }

    private static String login(String user, String password, String more) {
        return """
            {"type": "m.login.password", "password": "%s", "identifier": {"type": "m.id.user", "user": "%s"}%s}
            """.formatted(password, user, more);
    }

    static Stream<Named<RecordedAnswer>> answers() {
        return RECORDED.entrySet().stream().map(answer -> Named.of(answer.getKey(), answer.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void replay_isWhatSynapseSent(RecordedAnswer recorded) throws Exception {
        assertThat(replay(recorded, null)).isEqualTo(recorded);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answer_isWhatSynapseSent_behindAFilterThatLeavesIt(RecordedAnswer recorded) throws Exception {
        assertThat(replay(recorded, LEAVE)).isEqualTo(recorded);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answer_isWhatSynapseSent_behindAFilterThatDirects_butForWhatIsAdded(RecordedAnswer recorded) throws Exception {
        RecordedAnswer answer = replay(recorded, DIRECT);

        if (recorded.status() != 200) {
            assertThat(answer).isEqualTo(recorded);
            return;
        }
        assertThat(answer.head()).isEqualTo(recorded.head());
        if (!recorded.isGzip()) {
            assertThat(answer.chunks()).hasSameSizeAs(recorded.chunks());
        }
        assertThat(withoutWhatIsAdded(answer.body(), recorded.body())).isEqualTo(recorded.body());
    }

    /** Takes out of a body what the filter put in, and puts back what it replaced. */
    private static String withoutWhatIsAdded(String body, String recorded) {
        String address = "\"base_url\":\"" + TARGET + "\"";
        String wellKnown = "\"well_known\":{\"m.homeserver\":{" + address + "}},";
        String without = replaced(body, "\"base_cs_url\":\"" + TARGET + "\",", "");
        if (recorded.contains("\"well_known\"")) {
            return replaced(without, address, "\"base_url\":\"" + SERVERS.eng().baseUrl() + "/\"");
        }
        return replaced(without, wellKnown, "");
    }

    private static String replaced(String text, String part, String replacement) {
        assertThat(text).containsOnlyOnce(part);
        return text.replace(part, replacement);
    }

    /** The answer of a servlet that gives a recorded one, behind a filter or, where the rules are null, without. */
    private static RecordedAnswer replay(RecordedAnswer recorded, @Nullable String rules) throws Exception {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        if (rules != null) {
            Filter filter = new LoginRedirectFilter(RuleSource.text("rules.json", rules));
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        context.addServlet(new ServletHolder(recorded.replay()), "/");
        server.setHandler(context);
        server.start();
        try {
            String url = "http://127.0.0.1:" + connector.getLocalPort() + Api.LOGIN;
            String body = login("ada", PASSWORD, "");
            return recorded.isGzip()
                    ? RecordedAnswer.post(url, body, "Accept-Encoding: gzip")
                    : RecordedAnswer.post(url, body);
        } finally {
            server.stop();
        }
    }
}
