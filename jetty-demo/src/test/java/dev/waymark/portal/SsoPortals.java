// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.RedirectUrl;
import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.PortalConfig.SsoRule;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.FakeHomeserver.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * Two portals that know nothing of each other but the key, and two homeservers with single sign-on, {@code hist} and {@code eng}. A user is
 * logged in there at once, and sent back with a login token.
 *
 * <p>After each test, no log line may hold a login token, a state, or any other part of a query.
 */
final class SsoPortals implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String REDIRECT = "/_matrix/client/v3/login/sso/redirect";
    static final Secret KEY = new Secret(SECRET + " key of all portals, long enough");
    static final Secret OLD_KEY = new Secret(SECRET + " key that signed until yesterday");

    /** The homeservers' own login tokens; the last of them is not URL-safe. */
    static final String HIST_TOKEN = "syl_" + SECRET + "_hist";

    static final String ENG_TOKEN = SECRET + " eng+/=&é";

    /** A client that is known. */
    static final String CLIENT = "https://app.example/?secret=" + SECRET;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final LogLines log = new LogLines();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final FakeHomeserver hist = new FakeHomeserver();
    private final FakeHomeserver eng = new FakeHomeserver();
    private @Nullable Portal first;
    private @Nullable Portal second;
    private boolean warningsExpected;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        log.open();
        first = start(RuleSource.text("rules.json", rules()), sso(KEY, OLD_KEY));
        second = start(RuleSource.text("rules.json", rules()), sso(KEY));
    }

    /** A further portal, which the test has to stop. */
    static Portal start(RuleSource rules, SingleSignOn sso) throws Exception {
        return Portal.start(
                PortalConfig.builder("127.0.0.1", 0, rules).singleSignOn(sso).build(),
                Map.of(),
                (request, response) -> {});
    }

    static SingleSignOn sso(Secret... keys) {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("hist", "History & <Arts>");
        targets.put("eng", "Engineering");
        return with(targets, keys);
    }

    static SingleSignOn with(Map<String, String> targets, Secret... keys) {
        return new SingleSignOn(
                List.of(keys),
                Duration.ofMinutes(2),
                Duration.ofMinutes(30),
                List.of(
                        new RedirectUrl(URI.create("https://app.example/"), true),
                        new RedirectUrl(URI.create("element://connect"), false)),
                targets,
                List.of(
                        new IdentityProvider("uni", "University", "mxc://ac.example/uni", "uni", "hist", "saml-uni"),
                        new IdentityProvider("plain", "Plain \"login\"", null, null, "eng", null)),
                List.of(
                        new SsoRule(idp -> idp.startsWith("eng-"), null, Map.of(), "eng"),
                        new SsoRule(null, "hist.portal.example"::equals, Map.of(), "hist"),
                        new SsoRule(null, null, Map.of("dept", "engineering"::equals, "year", y -> true), "eng")));
    }

    /** The rules, as all of the portals have them. */
    String rules() {
        return """
            {
              "targets": {
                "hist": {"base_cs_url": "%s"},
                "eng":  {"base_cs_url": "%s"}
              },
              "rules": []
            }
            """.formatted(hist.baseUrl(), eng.baseUrl());
    }

    /** Rules in which {@code hist} is gone. */
    String rulesWithoutHist() {
        return rules().replace("\"hist\"", "\"other\"");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        log.clear();
        hist.reset();
        eng.reset();
        hist.answers((request, exchange) -> answer(request, exchange, HIST_TOKEN, "@ada:hist.example"));
        eng.answers((request, exchange) -> answer(request, exchange, ENG_TOKEN, "@bob:eng.example"));
        warningsExpected = false;
    }

    private static void answer(Received request, HttpExchange exchange, String token, String user) throws IOException {
        if (request.method().equals("POST")) {
            logIn(request, exchange, token, user);
            return;
        }
        String back = query(request.uri()).one("redirectUrl");
        exchange.getResponseHeaders().set("Location", back + "&loginToken=" + QueryParameters.encode(token));
        FakeHomeserver.send(exchange, 302, new byte[0]);
    }

    private static void logIn(Received request, HttpExchange exchange, String token, String user) throws IOException {
        JsonNode login = RunningPortal.json(request.text());
        if (login.path("type").asString("").equals("m.login.token")
                && login.path("token").asString("").equals(token)) {
            FakeHomeserver.send(
                    exchange,
                    200,
                    "{\"user_id\":\"" + user + "\",\"access_token\":\"" + SECRET + "\",\"device_id\":\"D\"}");
        } else {
            FakeHomeserver.send(exchange, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"Invalid login token\"}");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
        if (!warningsExpected) {
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        first().close();
        second().close();
        eng.close();
        hist.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    /** Returns what was logged, of which warnings may then be part. */
    LogLines expectWarnings() {
        warningsExpected = true;
        return log;
    }

    FakeHomeserver hist() {
        return hist;
    }

    FakeHomeserver eng() {
        return eng;
    }

    /** The portal that is asked where nothing else is said; it still knows an older key. */
    Portal first() {
        return Objects.requireNonNull(first, "not running");
    }

    Portal second() {
        return Objects.requireNonNull(second, "not running");
    }

    // What a client does.

    /** Logs in with a login token. */
    HttpResponse<String> logIn(Portal portal, String token) {
        return send(HttpRequest.newBuilder(URI.create(portal.baseUrl() + RunningPortal.LOGIN))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"type\":\"m.login.token\",\"token\":\"" + token + "\",\"device_id\":\"D\"}")));
    }

    /** The login token that a client gets in the end. */
    String signOn(String pathAndQuery) {
        return loginToken(follow(follow(follow(begin(pathAndQuery)))));
    }

    // What a browser does.

    HttpResponse<String> send(HttpRequest.Builder request) {
        return browser.sendAsync(request.timeout(TIMEOUT).build(), BodyHandlers.ofString())
                .join();
    }

    HttpResponse<String> get(URI url) {
        return send(HttpRequest.newBuilder(url));
    }

    /** Where a browser begins that is to go on to {@link #CLIENT}. */
    URI begin(String pathAndQuery) {
        return begin(pathAndQuery, CLIENT);
    }

    URI begin(String pathAndQuery, String client) {
        String separator = pathAndQuery.contains("?") ? "&" : "?";
        return URI.create(first().baseUrl() + REDIRECT + pathAndQuery + separator + "redirectUrl="
                + QueryParameters.encode(client));
    }

    /** Follows one redirect. */
    URI follow(URI url) {
        HttpResponse<String> answer = get(url);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return location(answer);
    }

    static URI location(HttpResponse<?> answer) {
        assertThat(answer.headers().allValues("Location")).hasSize(1);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** The same step at another portal. */
    static URI at(Portal portal, URI url) {
        return URI.create(portal.baseUrl() + url.getRawPath() + '?' + url.getRawQuery());
    }

    static QueryParameters query(URI url) {
        return Objects.requireNonNull(QueryParameters.parse(url.getRawQuery()));
    }

    static String loginToken(URI url) {
        return Objects.requireNonNull(query(url).one("loginToken"), "no login token");
    }
}
