// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.servlet.LoginRedirectFilter;
import dev.waymark.servlet.contract.Container.FilterAt;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever becomes of a login: what it tells the client stands in no log record, exception or page of ours. */
@Timeout(30)
class SecretsTest {

    private static final String TOKEN = "syt_TOKENMARK";
    private static final String USER = "usermark_";
    private static final String LOGIN =
            "{\"user_id\":\"@" + USER + ":ac.example\",\"access_token\":\"" + TOKEN + "\",\"device_id\":\"D\"}";

    private static final String TARGETS = "\"targets\": {\"hist\": {\"base_cs_url\": \"https://hist.example\"}},";
    private static final String DIRECT = "{" + TARGETS + "\"rules\": [{\"target\": \"hist\"}]}";
    /** A user ID does not fit into a host name. */
    private static final String UNFILLABLE = "\"rules\": [{\"base_cs_url\": \"https://{localpart}.ac.example\"}]}";

    private final Logger logger = Logger.getLogger("dev.waymark");
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final List<String> exceptions = new CopyOnWriteArrayList<>();
    private Level levelBefore;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            records.add(new SimpleFormatter().format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        levelBefore = logger.getLevel();
        logger.setLevel(Level.FINEST);
        logger.setUseParentHandlers(false);
        handler.setLevel(Level.FINEST);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(levelBefore);
    }

    private Answer login(String rules, Action action) throws Exception {
        return login(rules, action, (request, response, chain) -> chain.doFilter(request, response));
    }

    /** Logs in, and keeps the stack trace of what comes out of the filter. */
    private Answer login(String rules, Action action, Filter inFront) throws Exception {
        Filter witness = (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (Throwable e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace, true));
                exceptions.add(trace.toString());
                throw e;
            }
        };
        LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text("rules", rules));
        try (Play play = new Play()) {
            play.login(action);
            List<FilterAt> filters =
                    List.of(new FilterAt(witness, false), new FilterAt(inFront, false), new FilterAt(filter, true));
            try (Container.Running running = new JettyContainer().start(play.webApp(filters))) {
                String request = Scenario.passed("login", action).request();
                return Conversation.hold(running.port(), request, "/probe", play)
                        .login();
            }
        }
    }

    private void isKeptSecret() {
        assertThat(records).as("log records").isNotEmpty();
        assertThat(String.join("\n", records)).as("log records").doesNotContain(TOKEN, USER);
        assertThat(String.join("\n", exceptions)).as("exceptions").doesNotContain(TOKEN, USER);
    }

    private static void answer(HttpServletResponse response) throws Exception {
        StreamScenarios.json(response, LOGIN);
    }

    @Test
    void keepsSecrets_injected() throws Exception {
        assertThat(login(DIRECT, (request, response) -> answer(response)).body())
                .contains("base_cs_url", TOKEN);

        isKeptSecret();
    }

    @Test
    void keepsSecrets_left() throws Exception {
        String rules = "{\"rules\": [{\"leave\": true}]}";

        assertThat(login(rules, (request, response) -> answer(response)).body()).isEqualTo(LOGIN);

        isKeptSecret();
    }

    @Test
    void keepsSecrets_passed() throws Exception {
        assertThat(login(DIRECT, (request, response) -> StreamScenarios.json(response, LOGIN + "!"))
                        .body())
                .isEqualTo(LOGIN + "!");

        isKeptSecret();
    }

    @Test
    void keepsSecrets_failed() throws Exception {
        assertThat(login("{" + UNFILLABLE, (request, response) -> answer(response))
                        .body())
                .isEqualTo(LOGIN);

        assertThat(records).anyMatch(logged -> logged.contains("could not be directed"));
        isKeptSecret();
    }

    @Test
    void keepsSecrets_rejected() throws Exception {
        Answer answer = login("{\"on_failure\": \"reject\"," + UNFILLABLE, (request, response) -> answer(response));

        assertThat(answer.body()).contains("M_UNKNOWN").doesNotContain(TOKEN, USER);
        assertThat(records).anyMatch(logged -> logged.contains("could not be directed"));
        isKeptSecret();
    }

    @Test
    void keepsSecrets_wrongInstruction() throws Exception {
        assertThat(login(DIRECT, (request, response) -> {
                            request.setAttribute("dev.waymark.base_cs_url", "https://" + TOKEN + "@" + USER);
                            answer(response);
                        })
                        .body())
                .isEqualTo(LOGIN);

        assertThat(records).anyMatch(logged -> logged.contains("dev.waymark.base_cs_url"));
        isKeptSecret();
    }

    @Test
    void keepsSecrets_exceptionInTheServlet() throws Exception {
        Answer answer = login(DIRECT, (request, response) -> {
            answer(response);
            throw new IllegalStateException("broken");
        });

        assertThat(answer.status()).containsExactly("HTTP/1.1 500 Server Error");
        assertThat(answer.body()).doesNotContain(TOKEN, USER);
        assertThat(exceptions).isNotEmpty();
        isKeptSecret();
    }

    @Test
    void keepsSecrets_wrongLength() throws Exception {
        Answer answer = login(DIRECT, (request, response) -> {
            response.setContentLength(10);
            answer(response);
        });

        assertThat(answer.body()).doesNotContain(TOKEN, USER);
        assertThat(exceptions).isNotEmpty();
        isKeptSecret();
    }

    /** A bug, of which nobody knows what its exception says. */
    @Test
    void keepsSecrets_bug() throws Exception {
        Filter broken = (request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public Collection<String> getHeaders(String name) {
                        throw new IllegalStateException(LOGIN);
                    }
                });

        Answer answer = login(DIRECT, (request, response) -> answer(response), broken);

        assertThat(answer.body()).isEqualTo(LOGIN);
        assertThat(records).anyMatch(logged -> logged.contains("bug"));
        isKeptSecret();
    }
}
