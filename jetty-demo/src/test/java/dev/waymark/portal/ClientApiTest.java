// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertReadableByBrowsers;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the portal answers by itself, besides logins. */
@Timeout(60)
class ClientApiTest {

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @AfterEach
    void nothingWasForwarded() {
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.eng().received()).isEmpty();
    }

    @Test
    void versions_includeOldAndNew() {
        HttpResponse<String> answer = running.get("/_matrix/client/versions");

        assertOk(answer);
        assertThat(json(answer.body()).path("versions"))
                .extracting(version -> version.asString())
                .contains("r0.6.1", "v1.1", "v1.11");
        assertThat(json(answer.body()).path("unstable_features").isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1", "r0", "v1", "v3", "unstable"})
    void loginFlows_areTold_underEveryVersion(String version) {
        HttpResponse<String> answer = running.get("/_matrix/client/" + version + "/login");

        assertOk(answer);
        assertThat(answer.body()).isEqualTo("{\"flows\":[{\"type\":\"m.login.password\"}]}");
    }

    @Test
    void wellKnown_namesThePortal() {
        HttpResponse<String> answer = running.get("/.well-known/matrix/client");

        assertOk(answer);
        assertThat(answer.body())
                .isEqualTo("{\"m.homeserver\":{\"base_url\":\"http://localhost:" + running.port() + "\"}}");
        // A cache would tell everybody what one request said.
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/v1/auth_issuer",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_issuer",
                "/_matrix/client/v1/rendezvous",
                "/_matrix/client/unstable/org.matrix.msc4108/rendezvous",
                "/_matrix/client/v3/login/sso/redirect?redirectUrl=https://a/",
                "/_matrix/client/r0/login/sso/redirect/oidc",
                "/_matrix/client/r0/login/cas/redirect"
            })
    void whatIsNotOffered_isUnrecognized_withToken_andWithout(String path) {
        assertRefused(running.get(path), 404, "M_UNRECOGNIZED");
        assertRefused(
                running.send(running.request(path).header("Authorization", "Bearer " + SECRET)), 404, "M_UNRECOGNIZED");
        HttpResponse<String> head = running.send(running.request(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(404);
        assertReadableByBrowsers(head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/login",
                "/_matrix/client/v3/sync",
                "/_matrix/client/versions",
                "/.well-known/matrix/client",
                "/_matrix/federation/v1/version",
                "/nowhere",
                "/"
            })
    void options_areAnsweredEverywhere(String path) {
        HttpResponse<String> answer = running.send(running.request(path)
                .header("Origin", "https://app.element.io")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertReadableByBrowsers(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_matrix/client/v3/sync?access_token=s3cret",
        "GET, /_matrix/client/v3/account/whoami",
        "GET, /_matrix/client/r0/account/whoami",
        "POST, /_matrix/client/v3/createRoom",
        "PUT, /_matrix/client/v3/rooms/!a:b/send/m.room.message/s3cret",
        "DELETE, /_matrix/client/v3/devices/D",
        "POST, /_matrix/client/v1/login/get_token",
        "POST, /_matrix/client/v3/login/",
        "POST, /_matrix/client/v2/login",
        "POST, /_matrix/client/login",
        "POST, /_matrix/client/unstable/org.example/login",
        "GET, /_matrix/client/v3/versions",
        "GET, /_matrix/client/v1/media/download/a/b",
        "GET, /_matrix/client/",
        "POST, /_matrix/media/v3/upload",
        "GET, /_matrix/media/v3/config"
    })
    void allElseOfTheClientApi_isRefused_andSaysWhy(String method, String path) {
        HttpResponse<String> answer = running.send(running.request(path)
                .header("Authorization", "Bearer " + SECRET)
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : RunningPortal.body("ada"))));

        assertRefused(answer, 401, "M_UNKNOWN_TOKEN");
        assertThat(json(answer.body()).path("error").asString()).contains("login portal", "well_known", "base_cs_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/sync",
                "/_matrix/client/v3/sync?since=1&access_token=",
                "/_matrix/client/v3/sync?since=access_token=s3cret",
                "/_matrix/client/v3/sync?not_access_token=s3cret",
                "/_matrix/client/v3/logout",
                "/_matrix/client/v1/media/download/a/b",
                "/_matrix/client/nowhere"
            })
    void withoutToken_itIsSaidToBeMissing(String path) {
        for (String authorization : List.of("", "Bearer", "Bearer ", "Basic " + SECRET)) {
            HttpRequest.Builder request = running.request(path);
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> answer = running.send(request);

            assertRefused(answer, 401, "M_MISSING_TOKEN");
            assertThat(json(answer.body()).path("error").asString()).contains("login portal", "well_known");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=s3cret", "?since=1&access_token=s3cret", "?access_token=s3cret&since=1"})
    void tokenInTheQuery_isOne(String query) {
        assertRefused(running.get("/_matrix/client/v3/sync" + query), 401, "M_UNKNOWN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3/logout", "r0/logout", "v3/logout/all", "unstable/logout", "api/v1/logout"})
    void logout_saysThatTheSessionGoesOn_andClientsDoNotTakeItForDone(String path) {
        HttpResponse<String> answer = running.send(running.request("/_matrix/client/" + path)
                .header("Authorization", "Bearer " + SECRET)
                .POST(BodyPublishers.noBody()));

        assertRefused(answer, 401, "M_UNAUTHORIZED");
        assertThat(json(answer.body()).path("error").asString()).contains("ended no session", "at your homeserver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3/refresh", "v1/refresh", "unstable/org.matrix.msc2918.v1/refresh"})
    void refresh_saysWhereTheSessionIs_withoutAccessTokenToo(String path) {
        HttpResponse<String> answer = running.post("/_matrix/client/" + path, "{\"refresh_token\":\"" + SECRET + "\"}");

        assertRefused(answer, 401, "M_UNKNOWN_TOKEN");
        assertThat(json(answer.body()).path("error").asString()).contains("renews no tokens", "at your homeserver");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/versions",
                "/_matrix/client/v3/login",
                "/_matrix/client/r0/login",
                "/.well-known/matrix/client",
                "/"
            })
    void head_isAnsweredAsGet_withoutBody(String path) throws IOException {
        RawHttp.Answer get = running.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        RawHttp.Answer head = running.exchange("HEAD " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(head.latin1()).isEmpty();
        assertThat(get.isWhole()).isTrue();
        assertThat(head.head().lines().filter(line -> !line.startsWith("Date:")))
                .containsExactlyElementsOf(get.head()
                        .lines()
                        .filter(line -> !line.startsWith("Date:"))
                        .toList());
    }

    @Test
    void page_tellsPeopleWhatThisIs() {
        HttpResponse<String> answer = running.get("/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/html;charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        assertThat(answer.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
        assertThat(answer.body())
                .contains("Matrix login portal", "<code>http://localhost:" + running.port() + "</code>")
                .doesNotContain("<script");
        assertReadableByBrowsers(answer);
        assertThat(running.get("/robots.txt").body()).isEqualTo("User-agent: *\nDisallow: /\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Host: portal.example, http://portal.example",
        "Host: PORTAL.example:80, http://portal.example",
        "Host: portal.example:8448, http://portal.example:8448",
        "Host: [::1]:8008, http://[::1]:8008"
    })
    void wellKnown_isTheAddressThatWasAsked(String host, String url) throws IOException {
        RawHttp.Answer answer = running.exchange(
                "GET /.well-known/matrix/client HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.text()).isEqualTo("{\"m.homeserver\":{\"base_url\":\"" + url + "\"}}");
    }

    @Test
    void wellKnown_isTheListeningAddress_whereWhatWasAskedIsNone() throws IOException {
        RawHttp.Answer answer =
                running.exchange("GET /.well-known/matrix/client HTTP/1.1\r\nHost: a_b\r\nConnection: close\r\n\r\n");

        assertThat(answer.text())
                .isEqualTo(
                        "{\"m.homeserver\":{\"base_url\":\"" + running.portal().baseUrl() + "\"}}");
    }

    @Test
    void preflight_mayAskForAnyHeaders() {
        HttpResponse<String> answer = running.send(running.request("/_matrix/client/v3/login")
                .header("Access-Control-Request-Headers", "content-type, X-Sentry, bad\"name, baggage")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().allValues("Access-Control-Allow-Headers"))
                .containsExactly("X-Requested-With, Content-Type, Authorization, X-Sentry, baggage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//_matrix/client/v3/login", "/_matrix/client/v3%2Flogin", "/_matrix/..;/login"})
    void preflight_isAnswered_onOddPathsToo(String path) throws IOException {
        RawHttp.Answer answer =
                running.exchange("OPTIONS " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(204);
        Cors.HEADERS.forEach((name, value) -> assertThat(answer.all(name)).containsExactly(value));
    }

    @Test
    void longUrl_isAnsweredLikeAnyOther_andAVeryLongOneRefused() throws IOException {
        assertRefused(
                running.get("/_matrix/client/v3/sync?access_token=" + SECRET.repeat(500)), 401, "M_UNKNOWN_TOKEN");
        RawHttp.Answer answer = running.exchange("GET /" + SECRET.repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertRefused(answer, 414, "M_UNRECOGNIZED");
    }

    @Test
    void errors_areNotCached_andAnswersForAMinute() {
        assertThat(running.get("/nowhere").headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(running.get("/_matrix/client/v3/login").headers().allValues("Cache-Control"))
                .containsExactly("public, max-age=60");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/federation/v1/version",
                "/_matrix/federation/v1/send/1",
                "/_matrix/key/v2/server",
                "/_matrix/media/v3/config",
                "/_matrix/identity/v2",
                "/_matrix/app/v1/ping",
                "/_matrix/clients/v3/login",
                "/_matrix/client",
                "/_matrix",
                "/_matrix/",
                "/_synapse/admin/v1/register",
                "/.well-known/matrix/server",
                "/.well-known/matrix/client/more",
                "/nowhere?access_token=s3cret",
                "/index.html",
                "/WEB-INF/waymark.json",
                "/favicon.ico"
            })
    void unknownPath_isUnrecognized(String path) {
        assertRefused(running.get(path), 404, "M_UNRECOGNIZED");
        assertRefused(
                running.send(running.request(path).POST(BodyPublishers.ofString(RunningPortal.body("ada")))),
                404,
                "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /_matrix/client/versions",
        "PUT, /_matrix/client/versions",
        "DELETE, /.well-known/matrix/client",
        "TRACE, /_matrix/client/versions",
        "POST, /",
        "POST, /robots.txt"
    })
    void wrongMethod_isUnrecognized_andTheRightOnesNamed(String method, String path) {
        HttpResponse<String> answer = running.send(running.request(path).method(method, BodyPublishers.noBody()));

        assertRefused(answer, 405, "M_UNRECOGNIZED");
        assertThat(answer.headers().allValues("Allow")).containsExactly("GET, HEAD, OPTIONS");
    }

    @Test
    void login_takesGetHeadAndPost() {
        HttpResponse<String> answer =
                running.send(running.request("/_matrix/client/v3/login").DELETE());

        assertRefused(answer, 405, "M_UNRECOGNIZED");
        assertThat(answer.headers().allValues("Allow")).containsExactly("GET, HEAD, POST, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /_matrix/client/%zz?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /../..?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /_matrix/client/v3%2Fsync?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET //_matrix/client/versions?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /_matrix/client/..;/sync?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /_matrix/client/versions HTTP/1.1\r\n",
                "GET /_matrix/client/versions HTTP/1.1\r\nHost: a\r\nno header: at all : s3cret\r\n",
                "POST /_matrix/client/v3/login HTTP/1.1\r\nHost: a\r\nContent-Length: s3cret\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "s3cret\r\n"
            })
    void malformedRequest_isRefused(String request) throws IOException {
        assertRefused(running.exchange(request + "Connection: close\r\n\r\n"), 400, "M_UNRECOGNIZED");
    }

    @Test
    void twoHosts_areRefused() throws IOException {
        // Jetty warns of them, and names them.
        running.expectWarnings();

        assertRefused(
                running.exchange("GET /_matrix/client/versions HTTP/1.1\r\nHost: a\r\nHost: b\r\n"
                        + "Authorization: Bearer " + SECRET + "\r\nConnection: close\r\n\r\n"),
                400,
                "M_UNRECOGNIZED");
    }

    @Test
    void oversizedHead_isRefused() throws IOException {
        RawHttp.Answer answer =
                running.exchange("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: " + SECRET.repeat(10_000) + "\r\n\r\n");

        assertRefused(answer, 431, "M_UNRECOGNIZED");
    }

    @Test
    void noAnswer_namesTheServer() throws IOException {
        assertThat(running.get("/_matrix/client/versions").headers().firstValue("Server"))
                .isEmpty();
        assertThat(running.get("/nowhere").headers().firstValue("Server")).isEmpty();
        assertThat(running.exchange("s3cret\r\n\r\n").all("Server")).isEmpty();
    }

    private static void assertOk(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertReadableByBrowsers(answer);
    }
}
