// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.SsoPortals.CLIENT;
import static dev.waymark.portal.SsoPortals.HIST_TOKEN;
import static dev.waymark.portal.SsoPortals.KEY;
import static dev.waymark.portal.SsoPortals.OLD_KEY;
import static dev.waymark.portal.SsoPortals.REDIRECT;
import static dev.waymark.portal.SsoPortals.at;
import static dev.waymark.portal.SsoPortals.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.SignedTokens.Purpose;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where single sign-on does not go on. */
@Timeout(60)
class SsoRefusalTest {

    @RegisterExtension
    static final SsoPortals portals = new SsoPortals();

    private static final Duration LIFETIME = Duration.ofMinutes(30);

    private static URI url(String pathAndQuery) {
        return URI.create(portals.first().baseUrl() + pathAndQuery);
    }

    /** Refused with JSON and with a page, which both say nothing of the request. */
    private static void assertRefused(URI url, int status, String errcode) {
        HttpResponse<String> json = portals.get(url);
        RunningPortal.assertRefused(json, status, errcode);
        HttpResponse<String> page =
                portals.send(HttpRequest.newBuilder(url).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        assertThat(page.statusCode()).isEqualTo(status);
        Html html = Html.parse(page.body());
        assertThat(html.all("h1")).containsExactly("You could not be logged in");
        assertThat(html.all("p")).singleElement().asString().isNotBlank();
        assertThat(List.of(json, page)).allSatisfy(answer -> {
            Html.assertSafe(answer);
            assertThat(answer.headers().allValues("Location")).isEmpty();
            // The page that opened this one is not to read its address.
            assertThat(answer.headers().allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
            assertThat(answer.body() + answer.headers().map()).doesNotContain(SECRET);
        });
        assertThat(portals.hist().received()).isEmpty();
        assertThat(portals.eng().received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, M_MISSING_PARAM",
        "?redirecturl=https://app.example/, 400, M_MISSING_PARAM",
        "?redirectUrl=https://app.example/&redirectUrl=https://app.example/, 400, M_INVALID_PARAM",
        "?redirectUrl=https://app.example/&redirectUrl=https://evil.example/, 400, M_INVALID_PARAM",
        "?redirectUrl=, 403, M_FORBIDDEN",
        "?redirectUrl, 403, M_FORBIDDEN",
        "?redirectUrl=https://s3cret.example/, 403, M_FORBIDDEN",
        "?redirectUrl=https://app.example@s3cret.example/, 403, M_FORBIDDEN",
        "?redirectUrl=https://app.example/%0d%0aSet-Cookie:%20s3cret, 403, M_FORBIDDEN",
        "?redirectUrl=%68ttps://app.example/?loginToken=s3cret, 403, M_FORBIDDEN",
        "?redirectUrl=javascript:alert(s3cret), 403, M_FORBIDDEN",
        "?redirectUrl=https://app.example/&x=%c3s3cret, 400, M_INVALID_PARAM",
        "?redirectUrl=https://app.example/%ff, 400, M_INVALID_PARAM",
    })
    void redirectUrlThatIsMissingOrForeign_isRefused(String query, int status, String errcode) {
        for (String path : List.of("", "/uni", "/nowhere")) {
            assertRefused(url(REDIRECT + path + query), status, errcode);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s3cret",
                "/University",
                "/UNI",
                "/uni2",
                "/uni%20",
                "/saml-uni",
                "/",
                "/uni/",
                "/uni/x",
                "/eng-%3Cscript%3E",
                "/eng-%C3%A9",
                "/eng-%3f",
                "/eng-x/../y"
            })
    void providerThatNobodyConfigured_isNotFound(String path) {
        assertRefused(portals.begin(path), 404, "M_NOT_FOUND");
        assertRefused(portals.begin(path + "?org.waymark.target=hist"), 404, "M_NOT_FOUND");
    }

    @Test
    void providerOfTooManyCharacters_isNotFound() {
        assertThat(portals.get(portals.begin("/eng-" + "x".repeat(251))).statusCode())
                .isEqualTo(302);
        assertRefused(portals.begin("/eng-" + "x".repeat(252)), 404, "M_NOT_FOUND");
    }

    /** Jetty itself refuses what some read as a step up. */
    @ParameterizedTest
    @ValueSource(strings = {"/%2e%2e", "/eng-%2f", "/eng-%5c", "/eng-%00", "/eng-%0a"})
    void providerThatCouldLeadElsewhere_isRefused(String path) {
        HttpResponse<String> answer = portals.get(portals.begin(path));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().allValues("Location")).isEmpty();
        assertThat(answer.body()).doesNotContain(SECRET);
        portals.expectWarnings();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3cret", "", "hist&org.waymark.target=eng", "hist&org.waymark.target=hist", "Hist", "hist%00"})
    void targetThatIsNotOfTheList_isNotFound(String target) {
        assertRefused(portals.begin("?org.waymark.target=" + target), 404, "M_NOT_FOUND");
    }

    @Test
    void otherMethods_areRefused_withThoseThatThereAre() {
        for (URI url : List.of(portals.begin("/uni"), url(SsoServlet.CALLBACK))) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "X")) {
                HttpResponse<String> answer =
                        portals.send(HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody()));
                RunningPortal.assertRefused(answer, 405, "M_UNRECOGNIZED");
                assertThat(answer.headers().allValues("Allow")).containsExactly("GET, HEAD, OPTIONS");
            }
        }
    }

    @Test
    void preflightRequest_isAnswered() {
        HttpResponse<String> answer =
                portals.send(HttpRequest.newBuilder(portals.begin("/uni")).method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        RunningPortal.assertReadableByBrowsers(answer);
    }

    // The way back.

    private static URI back(String state) {
        return back("hist", state, HIST_TOKEN);
    }

    private static URI back(String target, String state, String token) {
        return url(SsoServlet.CALLBACK + "?target=" + target + "&state=" + state + "&loginToken=" + token);
    }

    private static SignedTokens tokens(Clock clock, Secret... keys) {
        return new SignedTokens(List.of(keys), clock);
    }

    private static String state(String target, String client) {
        return tokens(Clock.systemUTC(), KEY).sign(Purpose.STATE, LIFETIME, target, client);
    }

    @Test
    void stateThatWasSignedWithAnOlderKey_isGood_whereThatIsKnown() {
        String state = tokens(Clock.systemUTC(), OLD_KEY).sign(Purpose.STATE, LIFETIME, "hist", CLIENT);

        assertThat(portals.get(back(state)).statusCode()).isEqualTo(302);
        assertRefused(at(portals.second(), back(state)), 403, "M_FORBIDDEN");
    }

    @Test
    void stateThatWasSignedWithAnotherKey_isRefused() {
        Secret other = new Secret(SECRET + " key of nobody that is known here");

        assertRefused(
                back(tokens(Clock.systemUTC(), other).sign(Purpose.STATE, LIFETIME, "hist", CLIENT)),
                403,
                "M_FORBIDDEN");
    }

    @Test
    void stateThatIsLate_isRefused() {
        Clock past = Clock.offset(
                Clock.systemUTC(), LIFETIME.plus(Duration.ofMinutes(1)).negated());
        Clock justNow = Clock.offset(
                Clock.systemUTC(), LIFETIME.minus(Duration.ofMinutes(1)).negated());

        assertRefused(back(tokens(past, KEY).sign(Purpose.STATE, LIFETIME, "hist", CLIENT)), 403, "M_FORBIDDEN");
        assertThat(portals.get(back(tokens(justNow, KEY).sign(Purpose.STATE, LIFETIME, "hist", CLIENT)))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void loginToken_isNoState() {
        assertRefused(
                back(tokens(Clock.systemUTC(), KEY).sign(Purpose.LOGIN, LIFETIME, "hist", CLIENT)), 403, "M_FORBIDDEN");
    }

    @Test
    void state_isNoLoginToken() {
        LoginTokens tokens = new LoginTokens(SsoPortals.sso(KEY), Clock.systemUTC());

        assertThat(tokens.open(state("hist", HIST_TOKEN))).isNull();
        assertThat(tokens.open(tokens.of("hist", HIST_TOKEN))).isNotNull();
    }

    @Test
    void stateThatWasChanged_isRefused() {
        URI atTarget = portals.follow(portals.begin("/uni"));
        URI good = URI.create(Objects.requireNonNull(query(atTarget).one("redirectUrl")));
        String state = Objects.requireNonNull(query(good).one("state"));
        char middle = state.charAt(state.length() / 2);
        String changed = state.substring(0, state.length() / 2)
                + (middle == 'A' ? 'B' : 'A')
                + state.substring(state.length() / 2 + 1);

        assertRefused(back(changed), 403, "M_FORBIDDEN");
        assertRefused(back(state + "A"), 403, "M_FORBIDDEN");
        assertRefused(back(state.substring(1)), 403, "M_FORBIDDEN");
        assertRefused(back("s3cret"), 403, "M_FORBIDDEN");
        assertRefused(back(""), 403, "M_FORBIDDEN");
        assertThat(portals.get(back(state)).statusCode()).isEqualTo(302);
    }

    /** A homeserver that has got hold of a state of its own may send a user of another one through it. */
    @ParameterizedTest
    @ValueSource(strings = {"eng", "", "s3cret", "hist&target=eng", "hist&target=hist"})
    void stateForAnotherTargetThanTheAddressSays_isRefused(String target) {
        assertRefused(back(target, state("hist", CLIENT), HIST_TOKEN), 403, "M_FORBIDDEN");
    }

    @Test
    void clientThatIsNotInTheListAnyMore_getsNothing() {
        assertRefused(back(state("hist", "https://former.example/s3cret")), 403, "M_FORBIDDEN");
    }

    @Test
    void targetWithoutSingleSignOn_isRefused() throws Exception {
        try (Portal portal = SsoPortals.start(
                RuleSource.text("rules.json", portals.rules()), SsoPortals.with(Map.of("eng", "Engineering"), KEY))) {
            assertRefused(at(portal, back(state("hist", CLIENT))), 404, "M_NOT_FOUND");
        }
    }

    @Test
    void targetThatTheRulesHaveLost_isUnavailable_andTheOperatorToldWhich() throws Exception {
        LogLines log = portals.expectWarnings();
        try (Portal portal =
                SsoPortals.start(RuleSource.text("rules.json", portals.rulesWithoutHist()), SsoPortals.sso(KEY))) {
            assertRefused(at(portal, back(state("hist", CLIENT))), 503, "M_UNKNOWN");
            assertRefused(at(portal, portals.begin("/uni")), 503, "M_UNKNOWN");
            assertRefused(at(portal, portals.begin("?org.waymark.target=hist")), 503, "M_UNKNOWN");
            assertThat(portals.follow(at(portal, portals.begin(""))).toString())
                    .as("the only one that is left")
                    .startsWith(portals.eng().baseUrl());
        }
        try (Portal portal = SsoPortals.start(
                RuleSource.text("rules.json", portals.rulesWithoutHist()), SsoPortals.with(Map.of("hist", "x"), KEY))) {
            assertRefused(at(portal, portals.begin("")), 503, "M_UNKNOWN");
        }
        assertThat(log.warnings())
                .isNotEmpty()
                .allMatch(line -> line.contains("single sign-on at hist cannot be used"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?state=s3cret",
                "?loginToken=s3cret",
                "?state=s3cret&loginToken=a&loginToken=b",
                "?state=s3cret&state=s3cret&loginToken=a",
                "?error=s3cret"
            })
    void wayBackWithoutStateOrToken_isRefused(String query) {
        assertRefused(url(SsoServlet.CALLBACK + query), 400, "M_MISSING_PARAM");
    }

    @Test
    void malformedQuery_isRefused() {
        assertRefused(url(SsoServlet.CALLBACK + "?state=s3cret&loginToken=%ff"), 400, "M_INVALID_PARAM");
    }

    @Test
    void tokenThatIsEmptyOrTooLong_isRefused() {
        String tooLong = SECRET + "t".repeat(SignedTokens.MAX_TEXT);

        assertRefused(back("hist", state("hist", CLIENT), ""), 502, "M_UNKNOWN");
        assertRefused(back("hist", state("hist", CLIENT), tooLong), 502, "M_UNKNOWN");
    }

    @Test
    void wayBack_hasNoFurtherPaths() {
        for (String path : List.of("/", "/x", "2")) {
            assertThat(portals.get(url(SsoServlet.CALLBACK + path)).statusCode())
                    .isEqualTo(404);
        }
    }

    // For whom an error is.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | true",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | true",
                "text/html;q=0.5, application/json;q=0.4 | true",
                "TEXT/HTML | true",
                "application/json, text/html;q=0.9 | false",
                "application/json | false",
                "text/html;q=0 | false",
                "*/* | false",
                "'' | false",
                "text/htmlx | false",
                ",;q=,=;\"\" | false",
                "text/html;q=x | true",
                "text/html;level=1;q=0.3;x=y, application/json ; Q=0.2 | true",
                ";, ;; | false",
            })
    void errorIsAPage_whereHtmlIsPreferred(String accept, boolean isPage) {
        HttpResponse<String> answer =
                portals.send(HttpRequest.newBuilder(portals.begin("/nowhere")).header("Accept", accept));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues("Content-Type"))
                .containsExactly(isPage ? "text/html;charset=utf-8" : "application/json");
    }
}
