// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.SsoPortals.CLIENT;
import static dev.waymark.portal.SsoPortals.ENG_TOKEN;
import static dev.waymark.portal.SsoPortals.HIST_TOKEN;
import static dev.waymark.portal.SsoPortals.KEY;
import static dev.waymark.portal.SsoPortals.REDIRECT;
import static dev.waymark.portal.SsoPortals.at;
import static dev.waymark.portal.SsoPortals.location;
import static dev.waymark.portal.SsoPortals.loginToken;
import static dev.waymark.portal.SsoPortals.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.portal.TokenLogins.TokenLogin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's way through single sign-on. */
@Timeout(60)
class SsoFlowTest {

    @RegisterExtension
    static final SsoPortals portals = new SsoPortals();

    private static final LoginTokens TOKENS = new LoginTokens(SsoPortals.sso(KEY), Clock.systemUTC());

    @Test
    void browser_goesToTheTarget_andBackToTheClientWithATokenForIt() {
        URI atTarget = portals.follow(portals.begin("/uni"));
        assertThat(atTarget.toString())
                .startsWith(portals.hist().baseUrl() + "/_matrix/client/v3/login/sso/redirect/saml-uni?redirectUrl=");

        URI back = portals.follow(atTarget);
        assertThat(back.toString()).startsWith(portals.first().baseUrl() + "/_waymark/sso/callback?target=hist&state=");

        URI client = portals.follow(back);
        assertThat(client.toString()).startsWith(CLIENT + "&loginToken=");
        assertThat(loginToken(client)).matches("[A-Za-z0-9_-]+").isNotEqualTo(HIST_TOKEN);
        assertThat(TOKENS.open(loginToken(client))).isEqualTo(new TokenLogin("hist", HIST_TOKEN));
        assertThat(portals.hist().received()).hasSize(1);
        assertThat(portals.eng().received()).isEmpty();
    }

    @Test
    void targetsToken_mayHoldAnything() {
        URI client = portals.follow(portals.follow(portals.follow(portals.begin("/plain"))));

        assertThat(TOKENS.open(loginToken(client))).isEqualTo(new TokenLogin("eng", ENG_TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "element://connect, element://connect?loginToken=",
        "element://connect?id=1, element://connect?id=1&loginToken=",
        "https://app.example/, https://app.example/?loginToken=",
        "https://app.example/?a=b#/room/x, https://app.example/?a=b&loginToken=",
    })
    void client_isWhereTheTokenGoes(String redirectUrl, String start) {
        URI client = portals.follow(portals.follow(portals.follow(portals.begin("/uni", redirectUrl))));

        assertThat(client.toString()).startsWith(start);
        assertThat(client.getRawFragment()).isEqualTo(URI.create(redirectUrl).getRawFragment());
        assertThat(TOKENS.open(loginToken(client))).isEqualTo(new TokenLogin("hist", HIST_TOKEN));
    }

    @Test
    void anyPortal_takesAnyStep() {
        URI back = portals.follow(portals.follow(at(portals.second(), portals.begin("/uni"))));
        assertThat(back.toString()).startsWith(portals.second().baseUrl().toString());

        URI client = portals.follow(at(portals.first(), back));
        assertThat(TOKENS.open(loginToken(client))).isEqualTo(new TokenLogin("hist", HIST_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r0", "v1", "v3", "unstable"})
    void everyVersionOfThePath_works(String version) {
        for (String provider : List.of("/uni", "?org.waymark.target=hist")) {
            URI begin = URI.create(portals.begin(provider).toString().replace("/v3/", '/' + version + '/'));

            assertThat(portals.follow(begin).toString())
                    .startsWith(portals.hist().baseUrl());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/uni, hist, /saml-uni",
        "/plain, eng, ''",
        "/eng-staff, eng, /eng-staff",
        "/eng-~.x_Y, eng, /eng-~.x_Y",
        "/%65ng-staff, eng, /eng-staff",
        "/uni?dept=engineering&year=2, hist, /saml-uni",
        "?dept=engineering&year=, eng, ''",
        "?dept=history&dept=engineering&year=1, eng, ''",
        "/other?dept=engineering&year=1, eng, /other",
        "?org.waymark.target=hist, hist, ''",
        "?org.waymark.target=eng, eng, ''",
        "?dept=engineering&year=1&org.waymark.target=hist, eng, ''",
    })
    void target_isChosenByProviderRuleOrUser(String pathAndQuery, String target, String provider) {
        FakeHomeserver homeserver = target.equals("hist") ? portals.hist() : portals.eng();
        URI atTarget = portals.follow(portals.begin(pathAndQuery));

        assertThat(atTarget.toString()).startsWith(homeserver.baseUrl() + REDIRECT + provider + "?redirectUrl=");
    }

    @ParameterizedTest
    @CsvSource({"hist.portal.example, true", "HIST.portal.example:8448, true", "portal.example, false"})
    void target_isChosenByTheHostThatWasAsked(String host, boolean isMatch) throws Exception {
        URI begin = portals.begin("");
        RawHttp.Answer answer = RawHttp.exchange(
                begin.getPort(),
                "GET " + begin.getRawPath() + '?' + begin.getRawQuery() + " HTTP/1.1\r\nHost: " + host
                        + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(isMatch ? 302 : 200);
        assertThat(answer.all("Location"))
                .hasSize(isMatch ? 1 : 0)
                .allMatch(url -> url.startsWith(portals.hist().baseUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "action=login, &action=login",
        "action=register, &action=register",
        "org.matrix.msc3824.action=register, &org.matrix.msc3824.action=register",
        "org.matrix.msc3824.action=login&action=login, &action=login&org.matrix.msc3824.action=login",
        "action=login%26x=y, ''",
        "action=other, ''",
        "action=login&action=login, ''",
        "access_token=s3cret&x=y&kc_idp_hint=z&state=w&loginToken=v, ''",
    })
    void nothingIsPassedOn_butTheAction(String query, String passedOn) {
        URI atTarget = portals.follow(portals.begin("/uni?" + query));
        String redirectUrl = Objects.requireNonNull(query(atTarget).one("redirectUrl"));

        assertThat(atTarget.getRawQuery()).isEqualTo("redirectUrl=" + QueryParameters.encode(redirectUrl) + passedOn);
    }

    @Test
    void headRequest_isAnsweredWithoutBody() {
        URI begin = portals.begin("/uni");
        HttpResponse<String> redirect =
                portals.send(HttpRequest.newBuilder(begin).method("HEAD", BodyPublishers.noBody()));
        HttpResponse<String> page =
                portals.send(HttpRequest.newBuilder(portals.begin("")).method("HEAD", BodyPublishers.noBody()));

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(location(redirect).toString()).startsWith(portals.hist().baseUrl());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.body()).isEmpty();
    }

    @Test
    void redirects_leaveNoTrace() {
        URI begin = portals.begin("/uni");
        URI atTarget = portals.follow(begin);

        for (URI step : List.of(begin, portals.follow(atTarget))) {
            HttpResponse<String> answer = portals.get(step);
            assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(answer.body()).isEmpty();
            RunningPortal.assertReadableByBrowsers(answer);
        }
    }

    @Test
    void onlyTarget_needsNoChoice() throws Exception {
        try (Portal portal = SsoPortals.start(
                RuleSource.text("rules.json", portals.rules()), SsoPortals.with(Map.of("eng", "Engineering"), KEY))) {
            assertThat(portals.follow(at(portal, portals.begin(""))).toString())
                    .startsWith(portals.eng().baseUrl() + REDIRECT + "?redirectUrl=");
        }
    }

    @Test
    void manyBrowsersAtOnce_eachEndWithTheirOwn() {
        List<CompletableFuture<TokenLogin>> logins = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean isHist = i % 2 == 0;
            Portal portal = i % 3 == 0 ? portals.first() : portals.second();
            logins.add(CompletableFuture.supplyAsync(() -> {
                URI atTarget = portals.follow(portals.begin(isHist ? "/uni" : "/plain"));
                return TOKENS.open(loginToken(portals.follow(at(portal, portals.follow(atTarget)))));
            }));
        }

        assertThat(IntStream.range(0, logins.size()))
                .allSatisfy(i -> assertThat(logins.get(i).join())
                        .isEqualTo(i % 2 == 0 ? new TokenLogin("hist", HIST_TOKEN) : new TokenLogin("eng", ENG_TOKEN)));
    }

    @Test
    void longestOfAll_goesThrough() {
        String longToken = SECRET + "t".repeat(SignedTokens.MAX_TEXT - SECRET.length());
        String client = "https://app.example/" + "c".repeat(RedirectUrls.MAX_LENGTH - 20);
        URI back = portals.follow(portals.follow(portals.begin("/uni", client)));
        URI withLongToken = URI.create(back.toString().replace(HIST_TOKEN, longToken));

        assertThat(TOKENS.open(loginToken(portals.follow(withLongToken)))).isEqualTo(new TokenLogin("hist", longToken));
    }
}
