// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.json;
import static dev.waymark.portal.SsoPortals.CLIENT;
import static dev.waymark.portal.SsoPortals.ENG_TOKEN;
import static dev.waymark.portal.SsoPortals.HIST_TOKEN;
import static dev.waymark.portal.SsoPortals.KEY;
import static dev.waymark.portal.SsoPortals.OLD_KEY;
import static dev.waymark.portal.SsoPortals.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.FakeHomeserver.Received;
import dev.waymark.portal.SignedTokens.Purpose;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login that single sign-on ends with. */
@Timeout(60)
class SsoLoginTest {

    @RegisterExtension
    static final SsoPortals portals = new SsoPortals();

    private static String tokenBy(Clock clock, Secret key, String target, String token) {
        return new LoginTokens(SsoPortals.sso(key), clock).of(target, token);
    }

    private static List<Received> logins(FakeHomeserver homeserver) {
        return homeserver.received().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    /** Refused by the portal itself: no homeserver has seen anything of it. */
    private static void assertRefused(HttpResponse<String> answer) {
        RunningPortal.assertRefused(answer, 403, "M_FORBIDDEN");
        assertThat(logins(portals.hist())).isEmpty();
        assertThat(logins(portals.eng())).isEmpty();
    }

    @Test
    void login_goesToTheHomeserverOfTheToken_withItsOwnInside_andIsRedirected() {
        HttpResponse<String> answer = portals.logIn(portals.first(), portals.signOn("/uni"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer.body()).path("user_id").asString()).isEqualTo("@ada:hist.example");
        assertThat(json(answer.body())
                        .path("well_known")
                        .path("m.homeserver")
                        .path("base_url")
                        .asString())
                .isEqualTo(portals.hist().baseUrl());
        assertThat(logins(portals.hist()))
                .singleElement()
                .extracting(Received::text)
                .isEqualTo("{\"type\":\"m.login.token\",\"token\":\"" + HIST_TOKEN + "\",\"device_id\":\"D\"}");
        assertThat(logins(portals.eng())).isEmpty();
    }

    @Test
    void homeserversToken_mayHoldAnything() {
        HttpResponse<String> answer = portals.logIn(portals.first(), portals.signOn("/plain"));

        assertThat(json(answer.body()).path("user_id").asString()).isEqualTo("@bob:eng.example");
        assertThat(logins(portals.eng())).hasSize(1);
        assertThat(logins(portals.hist())).isEmpty();
    }

    @Test
    void anyPortal_takesTheLogin() {
        HttpResponse<String> answer = portals.logIn(portals.second(), portals.signOn("/uni"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void homeserversRefusal_isPassedOn_andNobodyElseIsTried() {
        String token = tokenBy(Clock.systemUTC(), KEY, "hist", ENG_TOKEN);
        HttpResponse<String> answer = portals.logIn(portals.first(), token);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Invalid login token");
        assertThat(logins(portals.hist())).hasSize(1);
        assertThat(logins(portals.eng())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {HIST_TOKEN, "", SECRET, "A"})
    void tokenThatThePortalHasNotSigned_isRefused(String token) {
        assertRefused(portals.logIn(portals.first(), token));
    }

    @Test
    void tokenOfAnotherKey_isRefused_andOfAnOlderOneNot() {
        String old = tokenBy(Clock.systemUTC(), OLD_KEY, "hist", HIST_TOKEN);
        Secret other = new Secret(SECRET + " key of nobody that is known here");

        assertRefused(portals.logIn(portals.first(), tokenBy(Clock.systemUTC(), other, "hist", HIST_TOKEN)));
        assertRefused(portals.logIn(portals.second(), old));
        assertThat(portals.logIn(portals.first(), old).statusCode()).isEqualTo(200);
    }

    @Test
    void tokenThatIsLate_isRefused() {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-3));
        Clock future = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(4));

        assertRefused(portals.logIn(portals.first(), tokenBy(past, KEY, "hist", HIST_TOKEN)));
        assertThat(portals.logIn(portals.first(), tokenBy(future, KEY, "hist", HIST_TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokenThatWasChanged_isRefused() {
        String token = portals.signOn("/uni");
        for (int i = 0; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';

            assertRefused(portals.logIn(portals.first(), token.substring(0, i) + other + token.substring(i + 1)));
        }
        assertRefused(portals.logIn(portals.first(), token + "="));
        assertRefused(portals.logIn(portals.first(), token.substring(1)));
    }

    @Test
    void state_isNoLoginToken() {
        URI atTarget = portals.follow(portals.begin("/uni"));
        URI back = URI.create(Objects.requireNonNull(query(atTarget).one("redirectUrl")));
        String state = new SignedTokens(List.of(KEY), Clock.systemUTC())
                .sign(Purpose.STATE, Duration.ofMinutes(1), "hist", HIST_TOKEN);

        assertRefused(portals.logIn(
                portals.first(), Objects.requireNonNull(query(back).one("state"))));
        assertRefused(portals.logIn(portals.first(), state));
    }

    @Test
    void tokenForATargetThatIsGone_isRefused() throws Exception {
        String token = tokenBy(Clock.systemUTC(), KEY, "hist", HIST_TOKEN);
        try (Portal withoutSso = SsoPortals.start(
                        RuleSource.text("rules.json", portals.rules()), SsoPortals.with(Map.of("eng", "E"), KEY));
                Portal withoutRules = SsoPortals.start(
                        RuleSource.text("rules.json", portals.rulesWithoutHist()), SsoPortals.sso(KEY))) {
            assertRefused(portals.logIn(withoutSso, token));
            assertThat(portals.logIn(withoutRules, token).statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(logins(portals.hist())).isEmpty();
            assertThat(logins(portals.eng())).isEmpty();
        }
    }

    @Test
    void manyLoginsAtOnce_eachGoToTheirOwn() {
        List<CompletableFuture<String>> users = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String provider = i % 2 == 0 ? "/uni" : "/plain";
            Portal portal = i % 3 == 0 ? portals.first() : portals.second();
            users.add(CompletableFuture.supplyAsync(
                    () -> json(portals.logIn(portal, portals.signOn(provider)).body())
                            .path("user_id")
                            .asString("none")));
        }

        assertThat(IntStream.range(0, users.size()))
                .allSatisfy(i -> assertThat(users.get(i).join())
                        .isEqualTo(i % 2 == 0 ? "@ada:hist.example" : "@bob:eng.example"));
        assertThat(logins(portals.hist())).hasSize(20);
        assertThat(logins(portals.eng())).hasSize(20);
    }

    /** Every step, with all that goes wrong in between; that no line holds a secret is looked at after every test. */
    @Test
    void noLineIsLogged_ofAnyOfIt() {
        LogLines log = portals.expectWarnings();
        log.clear();

        String token = portals.signOn("/uni");
        portals.logIn(portals.first(), token);
        portals.logIn(portals.first(), SECRET);
        portals.get(portals.begin("?x=%ff"));
        portals.get(portals.begin("/" + SECRET));
        portals.get(portals.begin("/%2e%2e"));
        portals.get(portals.begin("", "https://" + SECRET + ".example/"));
        portals.get(portals.begin("?org.waymark.target=" + SECRET));
        portals.get(portals.begin("?x=" + SECRET.repeat(5_000)));
        portals.get(URI.create(portals.first().baseUrl() + SsoServlet.CALLBACK + "?target=hist&state=" + SECRET
                + "&loginToken=" + SECRET));
        portals.get(URI.create(
                CLIENT.replace("https://app.example", portals.first().baseUrl().toString())));

        assertThat(log.all()).isEmpty();
    }
}
