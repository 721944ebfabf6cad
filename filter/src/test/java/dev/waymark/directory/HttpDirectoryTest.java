// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.io.IOException;
import java.net.ProxySelector;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, and what the answers mean. */
class HttpDirectoryTest {

    private static final Login ADA = LookedUp.address("ada@ac.cdl");

    private HttpTestServer server;

    @BeforeEach
    void start() throws IOException {
        assertThat(ProxySelector.getDefault().select(java.net.URI.create("http://127.0.0.1/")))
                .containsExactly(java.net.Proxy.NO_PROXY);
        server = new HttpTestServer(null);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        LdapThreads.await(() -> HttpThreads.all().isEmpty());
        assertThat(HttpThreads.all()).isEmpty();
    }

    private String url(String pathAndQuery) {
        return "'type': 'http', 'url': 'http://127.0.0.1:" + server.port() + pathAndQuery + "', 'answer': '/hs'";
    }

    private LookedUp users(String more) throws IOException {
        return LookedUp.in(url("/info?medium=email&address={address}") + more);
    }

    private String failure(String more) throws IOException {
        try (LookedUp users = users(more)) {
            return users.failure(ADA);
        }
    }

    @Test
    void string_atThePointer_isTheAnswer() throws IOException {
        try (LookedUp users = users("")) {
            assertThat(users.find(ADA)).isEqualTo("east");
        }
        assertThat(server.requests).containsExactly("GET /info?medium=email&address=ada%40ac.cdl");
        assertThat(server.headers.get(0).getFirst("Connection")).isEqualTo("close");
        assertThat(server.headers.get(0).getFirst("Accept")).isEqualTo("application/json");
        assertThat(server.headers.get(0).getFirst("User-Agent")).isEqualTo("Waymark");
    }

    @Test
    void answerOfTchap_withPrefix_isABaseUrl() throws IOException {
        server.answers(200, "{\"hs\":\"agent.tchap.gouv.fr\"}");
        try (LookedUp users = users(", 'prefix': 'https://matrix.', 'allowed_hosts': 'matrix.*.tchap.gouv.fr'")) {
            assertThat(users.find(ADA)).isEqualTo("https://matrix.agent.tchap.gouv.fr");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent.tchap.gouv.fr.evil.example",
                "evil.example/x.tchap.gouv.fr",
                "evil.example?.tchap.gouv.fr",
                "evil.example#.tchap.gouv.fr",
                "x@evil.example",
                "evil.example:1",
                "../x",
                " ",
            })
    void answer_outsideOfAllowedHosts_isAFailure(String hs) throws IOException {
        server.answers(200, "{\"hs\":\"" + hs + "\"}");
        assertThat(failure(", 'prefix': 'https://matrix.', 'allowed_hosts': 'matrix.*.tchap.gouv.fr'"))
                .startsWith("directory \"users\": it answered")
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"hs\": null}", "{\"hs\": \"\"}", "[]", "\"hs\"", "1", "null", "[{\"hs\": \"east\"}]"})
    void pointerToNothing_isNotFound(String json) throws IOException {
        server.answers(200, json);
        try (LookedUp users = users(", 'prefix': 'https://matrix.'")) {
            assertThat(users.find(ADA)).isNull();
        }
    }

    @Test
    void status404_isNotFound() throws IOException {
        server.answers(404, "<h1>Not found</h1>");
        try (LookedUp users = users("")) {
            assertThat(users.find(ADA)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 308, 304, 400, 401, 403, 407, 410, 429, 500, 503})
    void otherStatus_isAFailure(int status) throws IOException {
        server.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", "/secret-location");
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"x\"");
            HttpTestServer.send(exchange, status, status == 204 || status == 304 ? "" : "{\"hs\": \"east\"}");
        });
        assertThat(failure(""))
                .isEqualTo("directory \"users\": its server answered " + status + "; expected 200 or 404");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void redirect_isNotFollowed() throws IOException {
        try (HttpTestServer other = new HttpTestServer(null)) {
            server.answers(exchange -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + other.port() + "/");
                HttpTestServer.send(exchange, 302, "");
            });
            assertThat(failure(", 'headers': {'Authorization': 'Bearer s3cret'}"))
                    .isEqualTo("directory \"users\": its server answered 302; expected 200 or 404");
            assertThat(other.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "<html>s3cret</html>",
                "{\"hs\": \"east\"",
                "{\"hs\": \"east\"} s3cret",
                "{\"hs\": \"east\"}{}",
                "{\"hs\": \"east\", \"hs\": \"west\"}",
                "{hs: 's3cret'}",
                "{\"hs\": \"a\nb\"}",
                "{\"a\": NaN, \"hs\": \"east\"}",
            })
    void noJson_isAFailure(String body) throws IOException {
        server.answers(200, body);
        assertThat(failure(""))
                .isEqualTo("directory \"users\": the answer of its server is not JSON; expected a JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"hs\": 1}            | a number",
                "{\"hs\": 1.5}          | a number",
                "{\"hs\": true}         | true or false",
                "{\"hs\": {\"hs\": \"east\"}} | an object",
                "{\"hs\": [\"east\"]}   | a list",
            })
    void noString_isAFailure(String json, String found) throws IOException {
        server.answers(200, json);
        assertThat(failure(""))
                .isEqualTo("directory \"users\": the answer of its server has no string at \"/hs\", but " + found);
    }

    @ParameterizedTest
    @CsvSource({"/a/1/b~1c~0d", "'/x y'", "/"})
    void pointer_ofAnyForm_leadsToTheString(String pointer) throws IOException {
        server.answers(
                200,
                "{\"a\": [{\"b/c~d\": 1}, {\"b/c~d\": \"east\", \"z\": [[]]}, \"b\"], \"x y\": \"east\", \"\": \"east\"}");
        String settings = url("/{localpart}").replace("/hs", pointer);
        try (LookedUp users = LookedUp.in(settings)) {
            assertThat(users.find("@ada:ac.cdl")).isEqualTo("east");
        }
    }

    @Test
    void answer_nestedDeeply_isAFailure() throws IOException {
        server.answers(200, "{\"a\": " + "[".repeat(30_000) + "]".repeat(30_000) + ", \"hs\": \"east\"}");
        assertThat(failure("")).contains("not JSON");
    }

    @Test
    void answer_asLargeAsAllowed_isRead() throws IOException {
        String json = "{\"hs\": \"east\"}";
        server.answers(200, json + " ".repeat(HttpDirectory.MAX_ANSWER - json.length()));
        try (LookedUp users = users("")) {
            assertThat(users.find(ADA)).isEqualTo("east");
        }
    }

    @Test
    void answer_larger_isAFailure_alsoInChunksWithoutEnd() throws IOException {
        String tooLarge = "directory \"users\": the answer of its server is larger than 65536 bytes";
        server.answers(200, " ".repeat(HttpDirectory.MAX_ANSWER + 1));
        assertThat(failure("")).isEqualTo(tooLarge);
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[1000]);
            }
        });
        assertThat(failure("")).isEqualTo(tooLarge);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a&x=y          | a%26x%3Dy",
                "a?b#c          | a%3Fb%23c",
                "../../admin    | ..%2F..%2Fadmin",
                "a/b            | a%2Fb",
                "a b            | a%20b",
                "a+b            | a%2Bb",
                "%2e%2e%2f      | %252e%252e%252f",
                "ädä@ac.cdl     | %C3%A4d%C3%A4%40ac.cdl",
                "😀             | %F0%9F%98%80",
                "x@evil.example | x%40evil.example",
                "a;b\\c         | a%3Bb%5Cc",
                "{address}      | %7Baddress%7D",
                "A-z0._~        | A-z0._~",
            })
    void value_isEncoded_inQueryAndPath(String address, String encoded) throws IOException {
        try (LookedUp query = users("");
                LookedUp path = LookedUp.in(url("/users/{address}/info"))) {
            assertThat(query.findAddress(address)).isEqualTo("east");
            assertThat(path.findAddress(address)).isEqualTo("east");
        }
        assertThat(server.requests)
                .containsExactly("GET /info?medium=email&address=" + encoded, "GET /users/" + encoded + "/info");
    }

    @Test
    void value_withLineBreaks_staysInItsPlace() throws IOException {
        try (LookedUp users = users("")) {
            users.findAddress("a HTTP/1.1\r\nX-Evil: 1\r\n\r\n\0");
        }
        assertThat(server.requests)
                .containsExactly("GET /info?medium=email&address=a%20HTTP%2F1.1%0D%0AX-Evil%3A%201%0D%0A%0D%0A%00");
        assertThat(server.headers.get(0)).doesNotContainKey("X-evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "", "\ud800"})
    void value_thatCannotBeAStepOfAPath_isNotAsked(String localpart) throws IOException {
        try (LookedUp users = LookedUp.in(url("/users/{localpart}/info"))) {
            assertThat(users.find(
                            Login.builder().with(Fact.LOCALPART, localpart).build()))
                    .isNull();
        }
        try (LookedUp users = LookedUp.in(url("/users/%2e{localpart}?x"))) {
            assertThat(users.find("@.:ac.cdl")).isNull();
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void value_long_isAsked_unlessNoServerTakesIt() throws IOException {
        try (LookedUp users = users("")) {
            assertThat(users.findAddress("a".repeat(1000))).isEqualTo("east");
            assertThat(users.findAddress("a".repeat(HttpQuestion.MAX_LENGTH))).isNull();
            assertThat(users.findAddress("ä".repeat(1_000_000))).isNull();
        }
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void login_withoutTheFact_isNotAskedAbout() throws IOException {
        try (LookedUp users = users("")) {
            assertThat(users.find("@ada:ac.cdl")).isNull();
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void post_sendsJson() throws IOException {
        String settings = url("/lookup")
                + ", 'method': 'POST', 'body': {'who': 'mail:{address}', 'medium': 'email', 'ä': '{user_id}'}";
        try (LookedUp users = LookedUp.in(settings)) {
            assertThat(users.find(Login.builder()
                            .userId("@ada:ac.cdl")
                            .with(Fact.ADDRESS, "a\"},{\"x\":\"ä\u2028\n")
                            .build()))
                    .isEqualTo("east");
            assertThat(users.find(Login.builder()
                            .userId("@ada:ac.cdl")
                            .with(Fact.ADDRESS, "\ud800")
                            .build()))
                    .isNull();
        }
        assertThat(server.requests).containsExactly("POST /lookup");
        assertThat(server.headers.get(0).getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(server.bodies.get(0))
                .startsWith("{\"who\":\"mail:a\\\"},{\\\"x\\\":\\\"ä")
                .endsWith("\\n\",\"medium\":\"email\",\"ä\":\"@ada:ac.cdl\"}");
    }

    @Test
    void headers_areSent_andStayOutOfMessages() throws IOException {
        server.answers(500, "s3cret");
        String failure =
                failure(", 'headers': {'Authorization': 'Bearer s3cret', 'accept': 'application/x', 'X-A': 'a b'}");
        assertThat(failure).doesNotContain("s3cret", "ada", "info");
        assertThat(server.headers.get(0).get("Authorization")).isEqualTo(List.of("Bearer s3cret"));
        assertThat(server.headers.get(0).get("Accept")).isEqualTo(List.of("application/x"));
        assertThat(server.headers.get(0).get("X-A")).isEqualTo(List.of("a b"));
    }

    @Test
    void serverGone_isAFailureThatTellsNoUrl() throws IOException {
        String settings = url("/info?key=s3cret&address={address}");
        server.close();
        try (LookedUp users = LookedUp.in(settings)) {
            assertThat(users.failure(ADA))
                    .isEqualTo("directory \"users\": of its server, it cannot be reached, or refuses connections");
        }
    }

    @Test
    void hostWithoutAddress_isAFailureThatSaysSo() throws IOException {
        try (LookedUp users = LookedUp.in(url("/{address}").replace("127.0.0.1", "nowhere.invalid"))) {
            assertThat(users.failure(ADA))
                    .isEqualTo("directory \"users\": of its server, its host name has no address");
        }
    }
}
