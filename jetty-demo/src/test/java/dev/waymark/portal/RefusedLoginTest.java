// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that the portal refuses by itself. No homeserver ever hears of them. */
@Timeout(60)
class RefusedLoginTest {

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    @AfterEach
    void nothingWasForwarded() {
        assertThat(running.hist().received()).isEmpty();
        assertThat(running.eng().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s3cret",
                "{",
                "{\"password\":\"s3cret\"",
                "{\"user\":\"ada\",\"password\":\"s3cret\"} {}",
                "{\"user\":\"ada\",\"password\":\"s3cret\"},",
                "{'user':'ada'}",
                "[{\"user\":\"ada\",\"password\":\"s3cret\"}]",
                "\"s3cret\"",
                "null",
                "user=ada&password=s3cret",
                "{\"user\":\"ada\",\"user\":\"@grace:eng.example\",\"password\":\"s3cret\"}"
            })
    void body_isRefused_whereItIsNotAJsonObjectWithOneMeaning(String body) {
        assertRefused(running.post(LOGIN, body), 400, "M_NOT_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"m.login.password\",\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"user\":\"\",\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"user\":7,\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\","
                        + "\"address\":\"s3cret@hist.example\"},\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"GB\","
                        + "\"phone\":\"s3cret\"},\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"identifier\":\"ada\",\"password\":\"s3cret\"}",
                "{\"type\":\"m.login.password\",\"medium\":\"email\",\"address\":\"s3cret\",\"password\":\"s3cret\"}"
            })
    void login_isRefused_whereItNamesNoUser(String body) {
        assertRefused(running.post(LOGIN, body), 400, "M_UNKNOWN");
    }

    @Test
    void body_isRefused_whereItIsTooLarge() {
        assertRefused(running.post(LOGIN, bodyOf(LoginServlet.MAX_REQUEST + 1)), 413, "M_TOO_LARGE");
        assertRefused(
                running.send(running.request(LOGIN)
                        .POST(BodyPublishers.fromPublisher(
                                BodyPublishers.ofString(bodyOf(LoginServlet.MAX_REQUEST + 1))))),
                413,
                "M_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {LoginServlet.MAX_REQUEST + 1, 500_000, 1 << 20})
    void largeBody_isRead_soThatItsClientSeesWhyItIsRefused(int size) throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            String head = "POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\nContent-Length: " + size + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bodyOf(size).getBytes(StandardCharsets.US_ASCII));

            assertRefused(RawHttp.read(socket.getInputStream()), 413, "M_TOO_LARGE");
        }
    }

    @Test
    void hugeBody_isRefused_beforeItIsSent() throws IOException {
        try (Socket socket = RawHttp.connect(running.port())) {
            String head =
                    "POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\nContent-Length: 1000000000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bodyOf(LoginServlet.MAX_REQUEST + 1).getBytes(StandardCharsets.US_ASCII));

            assertRefused(RawHttp.read(socket.getInputStream()), 413, "M_TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "UNHEARDOF"})
    void method_isRefused_whereItIsNotOneOfLogin(String method) {
        assertRefused(
                running.send(running.request(LOGIN).method(method, BodyPublishers.ofString(body("ada")))),
                405,
                "M_UNRECOGNIZED");
    }

    @Test
    void brokenChunk_isRefused() throws IOException {
        assertRefused(
                running.exchange("POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + SECRET + "\r\n\r\n"),
                400,
                "M_UNRECOGNIZED");
    }

    @Test
    void largestBody_isAccepted() {
        // By the portal, that is: then no rule knows the user.
        String user = "@nobody:nowhere.example";
        String body =
                body(user) + " ".repeat(LoginServlet.MAX_REQUEST - body(user).length());

        assertRefused(running.post(LOGIN, body), 403, "M_FORBIDDEN");
    }

    private static String bodyOf(int bytes) {
        return body("ada") + " ".repeat(bytes - body("ada").length());
    }
}
