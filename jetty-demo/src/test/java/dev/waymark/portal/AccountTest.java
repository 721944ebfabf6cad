// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration and passwords at the portal: refused, or passed on. */
@Timeout(60)
class AccountTest {

    private static final String API = "/_matrix/client/v3/";
    private static final String UIA = "{\"flows\":[{\"stages\":[\"m.login.dummy\"]}],\"session\":\"" + SECRET + "\"}";

    private final LogLines log = new LogLines();
    private final FakeHomeserver eng = new FakeHomeserver();
    private final FakeHomeserver hist = new FakeHomeserver();
    private @Nullable Portal portal;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        log.open();
        eng.answers(401, UIA);
    }

    @AfterEach
    void close() {
        if (portal != null) {
            portal.close();
        }
        eng.close();
        hist.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
        assertThat(log.warnings()).isEmpty();
    }

    private Path rules(String eng) throws IOException {
        return Files.writeString(folder.resolve("rules.json"), """
                {"reload": "100ms",
                 "targets": {"%s": {"base_cs_url": "%s"}, "hist": {"base_cs_url": "%s"}},
                 "rules": [{"target": "hist"}]}
                """.formatted(eng, this.eng.baseUrl(), hist.baseUrl()));
    }

    private Portal start(UnaryOperator<PortalConfig.Builder> settings) throws Exception {
        PortalConfig.Builder config = PortalConfig.builder("127.0.0.1", 0, RuleSource.file(rules("eng")));
        Portal started = Portal.start(settings.apply(config).build(), Map.of(), (request, response) -> {});
        portal = started;
        return started;
    }

    private RawHttp.Answer send(String method, String path, String body, String... headers) throws IOException {
        Portal running = Objects.requireNonNull(portal);
        String head = method + " " + path + " HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList())
                + (method.equals("POST")
                        ? "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                        : "");
        return RawHttp.exchange(
                URI.create(running.baseUrl().toString()).getPort(),
                (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, v3/register, no accounts are made",
        "POST, r0/register?kind=guest, no accounts are made",
        "POST, unstable/register, no accounts are made",
        "POST, api/v1/register, no accounts are made",
        "GET, v3/register/available?username=s3cret, no accounts are made",
        "POST, v3/register/email/requestToken, no accounts are made",
        "POST, v3/register/msisdn/requestToken, no accounts are made",
        "GET, v1/register/m.login.registration_token/validity?token=s3cret, no accounts are made",
        "GET, v3/auth/m.login.recaptcha/fallback/web?session=s3cret, no accounts are made",
        "POST, v3/account/password, changes no passwords",
        "POST, r0/account/password/email/requestToken, changes no passwords",
        "POST, v3/account/password/msisdn/requestToken, changes no passwords"
    })
    void withoutATarget_itIsRefused_andSaidWhereItBelongs(String method, String path, String text) throws Exception {
        start(config -> config);

        RawHttp.Answer answer = send(
                method,
                "/_matrix/client/" + path,
                "{\"password\":\"" + SECRET + "\"}",
                "Authorization: Bearer " + SECRET);

        assertRefused(answer, 403, "M_FORBIDDEN");
        assertThat(answer.text()).contains(text, "homeserver");
        assertThat(eng.received()).isEmpty();
        assertThat(hist.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v3/register",
                "v3/register?kind=guest",
                "r0/register?kind=user&x=%7Bs3cret%7D",
                "api/v1/register",
                "v3/register/email/requestToken",
                "v3/register/msisdn/requestToken",
                "v3/auth/m.login.terms/fallback/web?session=s3cret"
            })
    void registration_goesToItsTarget_asItCame_andSoComesBackWhatItSays(String path) throws Exception {
        start(config -> config.registration("eng"));
        String body = "{ \"username\": \"ada\", \"password\": \"" + SECRET + "\", \"n\": 1.50 }";

        RawHttp.Answer answer = send(
                "POST",
                "/_matrix/client/" + path,
                body,
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Host: evil.example");

        // A 401 is a step of an interactive authentication, and no refusal.
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo(UIA);
        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(hist.received()).isEmpty();
        assertThat(eng.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.uri()).hasToString("/_matrix/client/" + path);
            assertThat(request.text()).isEqualTo(body);
            assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(request.all("X-Forwarded-Host")).containsExactly("portal.example");
            assertThat(request.all("Content-Type")).containsExactly("application/json");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v3/register/available?username=ada",
                "v1/register/m.login.registration_token/validity?token=s3cret",
                "v3/auth/m.login.recaptcha/fallback/web?session=s3cret&a=%2F+%C3%A9"
            })
    void questionsOfRegistration_goThereToo(String path) throws Exception {
        eng.answers((request, exchange) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.getResponseHeaders().set("Set-Cookie", "a=b");
            FakeHomeserver.send(exchange, 200, "<html>".getBytes(StandardCharsets.UTF_8));
        });
        start(config -> config.registration("eng"));

        RawHttp.Answer answer = send("GET", "/_matrix/client/" + path, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("<html>");
        assertThat(answer.all("Content-Type")).containsExactly("text/html");
        assertThat(answer.all("Set-Cookie")).containsExactly("a=b");
        assertThat(eng.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.uri()).hasToString("/_matrix/client/" + path);
            assertThat(request.latin1()).isEmpty();
        });
    }

    /** It would see all that its browser does at the portal. */
    @Test
    void serviceWorker_isNotFetched() throws Exception {
        start(config -> config.registration("eng"));

        RawHttp.Answer answer =
                send("GET", API + "auth/m.login.terms/fallback/web?session=s3cret", "", "Service-Worker: script");

        assertRefused(answer, 404, "M_UNRECOGNIZED");
        assertThat(eng.received()).isEmpty();
    }

    @Test
    void passwordReset_goesToItsTarget_alone() throws Exception {
        start(config -> config.passwordReset("eng"));

        for (String path : new String[] {"account/password", "account/password/email/requestToken"}) {
            assertThat(send("POST", API + path, "{}", "Authorization: Bearer " + SECRET)
                            .status())
                    .isEqualTo(401);
        }

        assertThat(eng.received())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.all("Authorization")).containsExactly("Bearer " + SECRET));
        assertRefused(send("POST", API + "register", "{}"), 403, "M_FORBIDDEN");
    }

    @Test
    void both_mayGoToDifferentTargets_fallbackPagesBeingThoseOfRegistration() throws Exception {
        hist.answers(200, "{}");
        start(config -> config.registration("eng").passwordReset("hist"));

        assertThat(send("POST", API + "account/password", "{}").status()).isEqualTo(200);
        assertThat(send("POST", API + "register", "{}").status()).isEqualTo(401);
        assertThat(send("GET", API + "auth/m.login.terms/fallback/web", "").status())
                .isEqualTo(401);
        assertThat(hist.received()).hasSize(1);
        assertThat(eng.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, register, 'POST, OPTIONS'",
        "POST, register/available, 'GET, OPTIONS'",
        "DELETE, account/password, 'POST, OPTIONS'",
        "PUT, auth/m.login.terms/fallback/web, 'GET, POST, OPTIONS'"
    })
    void wrongMethod_isRefused_andTheRightOnesNamed(String method, String path, String allowed) throws Exception {
        start(config -> config.registration("eng"));

        RawHttp.Answer answer = send(method, API + path, "");

        assertRefused(answer, 405, "M_UNRECOGNIZED");
        assertThat(answer.all("Allow")).containsExactly(allowed);
        assertThat(eng.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auth/", "auth/m.login.terms/fallback/web/more", "auth/a%20b/fallback/web", "auth/fallback/web"})
    void otherPathsBesideThem_areRefusedAsAnyOther(String path) throws Exception {
        start(config -> config.registration("eng"));

        assertRefused(send("GET", API + path, ""), 401, "M_MISSING_TOKEN");
        assertRefused(send("GET", API + path, "", "Authorization: Bearer " + SECRET), 401, "M_UNKNOWN_TOKEN");
        assertThat(eng.received()).isEmpty();
    }

    @Test
    void queryThatIsNotQuiteOne_isMendedOnTheWay() throws Exception {
        start(config -> config.registration("eng"));

        send("GET", API + "register/available?username={a}|\"%zz%4&b=%20[c]^", "");

        assertThat(eng.received())
                .singleElement()
                .satisfies(request -> assertThat(request.uri().getRawQuery())
                        .isEqualTo("username=%7Ba%7D%7C%22%25zz%254&b=%20%5Bc%5D%5E"));
    }

    @Test
    void largeRequest_isRefused() throws Exception {
        start(config -> config.registration("eng"));

        assertRefused(send("POST", API + "register", "x".repeat(LoginServlet.MAX_REQUEST + 1)), 413, "M_TOO_LARGE");
        assertThat(eng.received()).isEmpty();
    }

    @Test
    void targetThatTheRulesLost_isSaid() throws Exception {
        Portal running = start(config -> config.registration("eng"));
        rules("other");
        RunningPortal.awaitProbes(running.targets(), states -> states.containsKey("other"));

        assertRefused(send("POST", API + "register", "{}"), 503, "M_UNKNOWN");
    }
}
