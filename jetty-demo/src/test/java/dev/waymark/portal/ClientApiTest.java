// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertReadableByBrowsers;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_issuer"
            })
    void authMetadata_isUnrecognized_forThereIsNone(String path) {
        assertRefused(running.get(path), 404, "M_UNRECOGNIZED");
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
        "POST, /_matrix/client/v3/refresh",
        "POST, /_matrix/client/v3/logout",
        "POST, /_matrix/client/v1/login/get_token",
        "GET, /_matrix/client/v3/login/sso/redirect",
        "POST, /_matrix/client/v3/login/",
        "POST, /_matrix/client/v2/login",
        "POST, /_matrix/client/login",
        "POST, /_matrix/client/unstable/org.example/login",
        "POST, /_matrix/client/v3/register",
        "GET, /_matrix/client/v3/versions",
        "GET, /_matrix/client/v1/media/download/a/b",
        "GET, /_matrix/client/"
    })
    void allElseOfTheClientApi_isRefused_andSaysWhy(String method, String path) {
        HttpResponse<String> answer = running.send(running.request(path)
                .header("Authorization", "Bearer " + SECRET)
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : RunningPortal.body("ada"))));

        assertRefused(answer, 401, "M_UNKNOWN_TOKEN");
        assertThat(json(answer.body()).path("error").asString()).contains("login portal", "well_known", "base_cs_url");
        // Nothing to come back for: a soft logout would have clients ask for the password again and again.
        assertThat(json(answer.body()).has("soft_logout")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/federation/v1/version",
                "/_matrix/federation/v1/send/1",
                "/_matrix/key/v2/server",
                "/_matrix/media/v3/config",
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
                "/"
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
        "TRACE, /_matrix/client/versions"
    })
    void wrongMethod_isUnrecognized(String method, String path) {
        assertRefused(
                running.send(running.request(path).method(method, BodyPublishers.noBody())), 405, "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /_matrix/client/%zz?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /../..?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
                "GET /_matrix/client/v3%2Fsync?access_token=s3cret HTTP/1.1\r\nHost: a\r\n",
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
