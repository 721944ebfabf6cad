// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules from a server; what is secret in its URL stays so. */
class RuleSourceUrlTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private byte[] answer = "{\"rules\": []}".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void read_getsText_anewEveryTime() throws Exception {
        RuleSource source = source("");
        answer = "\ufeff{\"rules\": []} // \u00e9\u20ac".getBytes(StandardCharsets.UTF_8);
        String first = source.read();
        answer = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(first).isEqualTo("{\"rules\": []} // \u00e9\u20ac");
        assertThat(source.read()).isEqualTo("{}");
        assertThat(requests)
                .containsExactly("GET /conf/waymark.json?token=s3cret", "GET /conf/waymark.json?token=s3cret");
    }

    @Test
    void name_leavesOutSecrets() {
        assertThat(source("s3cret:s3cret@").name()).isEqualTo(publicName());
    }

    @ParameterizedTest
    @CsvSource({
        "https://rules.ac.cdl/waymark.json,               https://rules.ac.cdl/waymark.json",
        "https://rules.ac.cdl,                            https://rules.ac.cdl",
        "https://rules.ac.cdl:8443/a%20b?s3cret#s3cret,   https://rules.ac.cdl:8443/a%20b",
        "https://s3cret@rules.ac.cdl/,                    https://rules.ac.cdl/",
        "https://ada:s3cret@[::1]:8443/a,                 https://[::1]:8443/a",
        "http://ada:s3cret@rules_server:8080/a,           http://rules_server:8080/a",
        "http://rules_server/a@b?c@d,                     http://rules_server/a@b",
    })
    void name_isUrlWithoutUserInfoAndQuery(String url, String name) {
        assertThat(RuleSource.url(URI.create(url)).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 403, 404, 500, 503})
    void read_fails_whereServerAnswersOtherwise(int otherStatus) {
        status = otherStatus;
        answer = otherStatus == 204 ? new byte[0] : answer;

        assertThat(failure())
                .hasMessageStartingWith("the rules file " + publicName() + " cannot be read: ")
                .hasMessageEndingWith("its server answered " + otherStatus + "; expected 200");
    }

    @Test
    void read_fails_whereServerIsNotThere() {
        server.stop(0);

        assertThat(failure()).hasMessageStartingWith("the rules file " + publicName() + " cannot be read: ");
    }

    @Test
    void read_fails_whereAnswerIsNotUtf8() {
        answer = new byte[] {(byte) 0xff};

        assertThat(failure()).hasMessageEndingWith("it is not UTF-8");
    }

    @Test
    void problems_areToldWithoutSecrets() {
        answer = "{}".getBytes(StandardCharsets.UTF_8);

        InvalidRulesException e =
                catchThrowableOfType(InvalidRulesException.class, () -> RulesFile.load(source("ada:s3cret@")));

        assertThat(e)
                .hasMessage("the rules file has 1 problem:\n" + publicName()
                        + ":1:1: the key \"rules\" is missing; expected a list of rules");
    }

    /** Nothing of it holds the secrets, neither in its own message nor in those of its causes. */
    private IOException failure() {
        IOException e = catchThrowableOfType(
                IOException.class, () -> source("ada:s3cret@").read());
        assertThat(e).isNotNull();
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cret");
        return e;
    }

    private RuleSource source(String userInfo) {
        return RuleSource.url(URI.create("http://" + userInfo + address() + "/conf/waymark.json?token=s3cret#s3cret"));
    }

    private String publicName() {
        return "http://" + address() + "/conf/waymark.json";
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/waymark.json", "ftp://localhost/waymark.json", "waymark.json"})
    void url_isRefused_whereItIsNoHttpUrl(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleSource.url(URI.create(url)))
                .withMessage("expected an http or https URL");
    }
}
