// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Passwords, tokens and query strings stay where they belong. That no log line holds one is checked after every test
 * with a {@link RunningPortal}; here are all kinds of logins in a row, and what the portal itself says of them.
 */
@Timeout(60)
class PortalSecrecyTest {

    private static final String QUERY = "?access_token=" + SECRET + "&loginToken=" + SECRET;

    @RegisterExtension
    static final RunningPortal running = new RunningPortal(Duration.ofSeconds(2));

    @Test
    void lines_areLogged_butNoneHoldsASecret() throws IOException {
        LogLines log = running.expectWarnings();

        login("@ada:hist.example");
        running.hist().answers(403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"not " + SECRET + "\"}");
        login("@ada:hist.example");
        running.hist().answers(200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"" + SECRET);
        login("@ada:hist.example");
        running.raw().answers("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"access_token\":\"" + SECRET + "\"");
        login("@ada:raw.example");
        running.raw().answers(SECRET + "\r\n\r\n");
        login("@ada:raw.example");
        login("@ada:gone.example");
        login("@not.a.label." + SECRET + ":hosts.example");
        login("@" + SECRET + ":nowhere.example");

        assertThat(log.all())
                .as("a login that could not be directed, and nothing else")
                .singleElement()
                .asString()
                .contains("dev.waymark.portal.LoginDirector", "{localpart}")
                .doesNotContain(SECRET);
    }

    @Test
    void portalsOwnAnswers_quoteNothingOfTheRequest() {
        List<HttpResponse<String>> answers = List.of(
                running.post(LOGIN + QUERY, "{\"user\":\"@" + SECRET + ":nowhere.example\"}"),
                running.post(LOGIN + QUERY, "{\"user\":\"@ada:gone.example\",\"password\":\"" + SECRET + "\"}"),
                running.post(LOGIN + QUERY, "{\"" + SECRET),
                running.post(LOGIN + QUERY, "{\"type\":\"" + SECRET + "\"}"),
                running.post("/_matrix/client/v3/" + SECRET + QUERY, body("ada")),
                running.post("/" + SECRET + QUERY, body("ada")),
                running.get("/_matrix/client/v3/sync" + QUERY),
                running.get("/_matrix/client/versions" + QUERY),
                running.get(LOGIN + QUERY));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.body()).isNotEmpty().doesNotContain(SECRET);
            assertThat(answer.headers().map().toString()).doesNotContain(SECRET);
        });
    }

    @Test
    void config_printsWithoutTheRules() {
        // A rules file may hold what is nobody's business.
        PortalConfig config = PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", SECRET))
                .serverName("hist.example")
                .build();

        assertThat(config.toString()).doesNotContain(SECRET);
    }

    private static void login(String user) throws IOException {
        running.exchange(rawLogin(user, "Authorization: Bearer " + SECRET, "Cookie: a=" + SECRET)
                .replace(LOGIN, LOGIN + QUERY));
    }
}
