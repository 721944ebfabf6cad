// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.LOGIN;
import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.RunningPortal.assertRefused;
import static dev.waymark.portal.RunningPortal.body;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are easily changed on their way, and those that must not pass. */
@Timeout(60)
class ForwardedHeadersTest {

    private static final String USER = "@ada:raw.example";
    private static final String JSON = "{\"user_id\":\"" + USER + "\",\"access_token\":\"" + SECRET + "\"}";

    @RegisterExtension
    static final RunningPortal running = new RunningPortal();

    /** The portal's origin is not the homeserver's: what a page does there could reach the login tokens of others. */
    @Test
    void homeserver_saysNothingOfTheOrigin_andGetsNoScriptRun() {
        running.hist().answers((request, exchange) -> {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "text/html");
            headers.set("Content-Security-Policy", "default-src *");
            headers.set("Service-Worker-Allowed", "/");
            headers.set("Clear-Site-Data", "*");
            headers.set("Strict-Transport-Security", "max-age=1");
            headers.set("Alt-Svc", "h3=\":443\"");
            FakeHomeserver.send(exchange, 200, "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(running.login("ada").headers().map())
                .containsEntry(
                        "content-security-policy", List.of("sandbox; default-src 'none'; frame-ancestors 'none'"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .doesNotContainKeys(
                        "service-worker-allowed", "clear-site-data", "strict-transport-security", "alt-svc");
    }

    /** What the filter cannot read must not come back. */
    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br, zstd', gzip",
        "'br;q=1.0,GZIP;q=0.8',     gzip",
        "'gzip; q=0.001',           gzip",
        "'br, gzip;q=0',            identity",
        "'gzip; q=0.000 , br',      identity",
        "'br, zstd',                identity",
        "x-gzipped,                 identity",
        "'*',                       identity",
        "'',                        identity"
    })
    void encodingThatIsAskedFor_isOneThatTheFilterReads(String sent, String forwarded) {
        running.send(running.request(LOGIN).header("Accept-Encoding", sent).POST(BodyPublishers.ofString(body("ada"))));

        assertThat(running.hist().received())
                .singleElement()
                .satisfies(request -> assertThat(request.all("Accept-Encoding")).containsExactly(forwarded));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "a=\"s3cret; x\"; Path=/",
                "a=1;Path=/;  HttpOnly ; samesite=lax",
                "a=1; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT; max-age=0",
                "a=1; Unknown=\"x,y\"; Partitioned; Priority=High",
                "a=; Domain=.hist.example",
                "=odd",
                "nothing",
                "a=b=c==; Secure"
            })
    void cookie_passesByteForByte(String cookie) throws IOException {
        running.raw().answers(answer("200 OK", "Set-Cookie: " + cookie + "\r\nset-cookie: b=2;Secure\r\n", JSON));

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("base_cs_url");
        assertThat(answer.all("Set-Cookie")).containsExactly(cookie, "b=2;Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json ; charset=\"utf-8\"; x=y",
                "text/html; charset=iso-8859-1",
                "nothing"
            })
    // But for the case of its letters, which mean the same: Jetty's parser knows the usual types by heart.
    void contentType_passesByteForByte(String type) throws IOException {
        for (String status : List.of("200 OK", "403 Forbidden")) {
            running.raw().answers(answer(status, "Content-Type: " + type + "\r\n", JSON));

            assertThat(running.exchange(rawLogin(USER)).all("Content-Type")).containsExactly(type);
        }
    }

    @Test
    void contentType_isNotMadeUp() throws IOException {
        running.raw().answers(answer("200 OK", "", JSON));

        assertThat(running.exchange(rawLogin(USER)).all("Content-Type")).isEmpty();
    }

    @Test
    void rateLimit_passesByteForByte() throws IOException {
        String limited = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\",\"retry_after_ms\":2000}";
        running.raw().answers(answer("429 Slow down", "Retry-After: 2\r\nX-RateLimit-Reset: 1e3\r\n", limited));

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.all("Retry-After")).containsExactly("2");
        assertThat(answer.all("X-RateLimit-Reset")).containsExactly("1e3");
        assertThat(answer.text()).isEqualTo(limited);
    }

    @Test
    void date_isTheHomeservers() throws IOException {
        running.raw().answers(answer("200 OK", "Date: Thu, 01 Jan 2015 00:00:00 GMT\r\n", JSON));

        assertThat(running.exchange(rawLogin(USER)).all("Date")).containsExactly("Thu, 01 Jan 2015 00:00:00 GMT");
    }

    @Test
    void lengthBesideChunks_isDropped() throws IOException {
        String chunks = "2\r\n{}\r\n0\r\n\r\n";
        running.raw()
                .answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        // Refused, or understood; in no case with a length that is not the body's.
        assertThat(answer.status()).isIn(403, 502);
        assertThat(answer.isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"})
    void interimAnswer_isPassedOver(String interim) throws IOException {
        running.raw().answers(interim + answer("200 OK", "", JSON));

        RawHttp.Answer answer = running.exchange(rawLogin(USER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Link")).isEmpty();
    }

    @Test
    void upgradeThatNobodyAskedFor_isABadGateway() throws IOException {
        running.raw()
                .answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n" + SECRET);

        assertRefused(running.exchange(rawLogin(USER)), 502, "M_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Prefix",
                "x-forwarded-anything",
                "X_Forwarded_For",
                "Forwarded",
                "X-Real-IP",
                "X-Real_Ip",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP"
            })
    void clientsOwnWordOnItsAddress_staysBehind(String header) throws IOException {
        running.exchange(rawLogin("ada", header + ": 10.9.8.7"));

        assertThat(running.hist().received())
                .singleElement()
                .satisfies(request -> assertThat(request.headers().toString()).doesNotContain("10.9.8.7"));
    }

    @Test
    void via_namesThePortal_behindThoseBeforeIt() throws IOException {
        running.exchange(rawLogin("ada", "Via: 2 edge.example"));

        assertThat(String.join(", ", running.hist().received().get(0).all("Via")))
                .contains("2 edge.example")
                .containsPattern("1\\.1 waymark-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2, 3\r\n",
                "Content-Length: +2\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                " Content-Length: 2\r\n"
            })
    void ambiguousLength_isRefused(String headers) throws IOException {
        RawHttp.Answer answer = running.exchange("POST " + LOGIN + " HTTP/1.1\r\nHost: portal.example\r\n" + headers
                + "Connection: close\r\n\r\n" + "2\r\n{}\r\n0\r\n\r\n" + body("ada"));

        assertThat(answer.status()).isIn(400, 501);
        assertThat(running.hist().received()).isEmpty();
    }

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
