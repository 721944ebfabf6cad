// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.RedirectUrl;
import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.interop.Api.Answer;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Single sign-on as a user has it: from the client to the portal, to Synapse, to an OpenID Connect provider, and all the way back; then a
 * login with the token that the client was given.
 */
@Tag("interop")
@Timeout(900)
class SynapseSsoIT {

    private static final String CLIENT = "https://app.example/done";
    private static final String REDIRECT = "/_matrix/client/v3/login/sso/redirect";
    private static final String CALLBACK = "/_waymark/sso/callback";

    @RegisterExtension
    @Order(1)
    static final dev.waymark.interop.IdentityProvider UNIVERSITY = new dev.waymark.interop.IdentityProvider();

    /** The first sends browsers back to the portal at once; the second, which does not know the portal, asks the user before. */
    @RegisterExtension
    @Order(2)
    static final TwoSynapses SERVERS = new TwoSynapses(
            () -> UNIVERSITY.settings() + "sso: {client_whitelist: [\"http://localhost:\"]}\n",
            () -> UNIVERSITY.settings(),
            SynapseSsoIT::withSingleSignOn);

    private static PortalConfig.Builder withSingleSignOn(PortalConfig.Builder config) {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("eng", "Engineering");
        targets.put("hist", "History");
        return config.singleSignOn(new SingleSignOn(
                List.of(new Secret("a key that nobody else has, of 32 characters or more")),
                SingleSignOn.DEFAULT_TOKEN_LIFETIME,
                SingleSignOn.DEFAULT_LOGIN_LIFETIME,
                List.of(new RedirectUrl(URI.create(CLIENT), false)),
                targets,
                List.of(new IdentityProvider("engineers", "Engineers", null, null, "eng", "oidc-university")),
                List.of()));
    }

    @Test
    void userOfAProvider_logsInAtItsTarget_andNowhereElse() throws Exception {
        Browser browser = new Browser();

        browser.open(SERVERS.portal() + REDIRECT + "/engineers?redirectUrl=" + encoded(CLIENT), CLIENT);
        URI client = signIn(browser, "grace", CLIENT);

        assertThat(addresses(browser))
                .containsSubsequence(SERVERS.portal(), SERVERS.eng().baseUrl(), UNIVERSITY.issuer(), SERVERS.portal())
                .doesNotContain(SERVERS.hist().baseUrl());
        assertLoggedIn(client, SERVERS.eng(), "grace", SERVERS.hist());
    }

    @Test
    void userWhoChoosesATarget_logsInThere_andNowhereElse() throws Exception {
        Browser browser = new Browser();

        browser.open(SERVERS.portal() + REDIRECT + "?redirectUrl=" + encoded(CLIENT), CLIENT);
        assertThat(browser.page()).contains("Engineering", "History");
        browser.click("?", "org.waymark.target=hist", CLIENT);
        signIn(browser, "ada", CLIENT);
        // Synapse asks before it sends somebody to an address that is not on its list.
        URI client = browser.click(SERVERS.portal() + CALLBACK, "", CLIENT);

        assertThat(addresses(browser)).doesNotContain(SERVERS.eng().baseUrl());
        assertLoggedIn(client, SERVERS.hist(), "ada", SERVERS.eng());
    }

    @Test
    void flows_areThoseOfThePortal() {
        Answer answer = Api.get(SERVERS.portal() + Api.LOGIN);

        assertThat(answer.json().path("flows").findValuesAsString("type"))
                .contains("m.login.password", "m.login.sso", "m.login.token");
        assertThat(answer.json().path("flows").findValuesAsString("id")).containsExactly("engineers");
    }

    @Test
    void targetsOwnToken_isForwardedToNobody() throws Exception {
        Browser browser = new Browser();
        browser.open(
                SERVERS.eng().baseUrl() + REDIRECT + "/oidc-university?redirectUrl=" + encoded("http://localhost:1/"),
                CLIENT);
        String token = loginToken(signIn(browser, "linus", "http://localhost:1/"));
        List<Long> before = logins();

        Answer answer = tokenLogin(token);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("errcode")).isEqualTo("M_FORBIDDEN");
        assertThat(logins()).isEqualTo(before);
        // Which was good, and still is.
        Answer direct = Api.post(SERVERS.eng().baseUrl() + Api.LOGIN, body(token), SERVERS.fromNewAddress());
        assertThat(direct.text("user_id")).isEqualTo("@linus:eng.example");
    }

    /** Fills in the provider's forms: who it is, and that the homeserver may know it. */
    private static URI signIn(Browser browser, String user, String end) {
        browser.submit(Map.of("login", user, "password", "any"), end);
        return browser.submit(Map.of(), end);
    }

    private static void assertLoggedIn(URI client, Synapse home, String localpart, Synapse other) throws Exception {
        String token = loginToken(client);
        int strays = other.settledRequests().size();

        Answer answer = tokenLogin(token);

        assertThat(answer.status()).as(answer.text("error")).isEqualTo(200);
        assertThat(answer.text("user_id")).isEqualTo(home.userId(localpart));
        assertThat(answer.text("base_cs_url")).isEqualTo(home.baseUrl());
        assertThat(answer.json().path("well_known"))
                .hasToString("{\"m.homeserver\":{\"base_url\":\"" + home.baseUrl() + "\"}}");
        assertThat(home.whoami(answer.text("access_token"))).isEqualTo(home.userId(localpart));
        // Once: the second time it is the homeserver that refuses it.
        Answer again = tokenLogin(token);
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.text("errcode")).isEqualTo("M_FORBIDDEN");
        assertThat(again.text("error"))
                .isEqualTo(Api.post(home.baseUrl() + Api.LOGIN, body("used")).text("error"));
        // But for the marker of each look at the log.
        assertThat(other.settledRequests()).hasSize(strays + 1);
    }

    private static Answer tokenLogin(String token) {
        return Api.post(SERVERS.portal() + Api.LOGIN, body(token), SERVERS.fromNewAddress());
    }

    private static String body(String token) {
        return "{\"type\": \"m.login.token\", \"token\": \"" + token + "\"}";
    }

    private static String loginToken(URI client) {
        String token = client.getRawQuery().replaceFirst("^(?:.*&)?loginToken=([^&]*).*$", "$1");
        return URLDecoder.decode(token, StandardCharsets.UTF_8);
    }

    private static List<Long> logins() throws InterruptedException {
        return List.of(SERVERS.eng().logins(), SERVERS.hist().logins());
    }

    private static List<String> addresses(Browser browser) {
        return browser.visited().stream()
                .map(url -> url.getScheme() + "://" + url.getAuthority())
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
