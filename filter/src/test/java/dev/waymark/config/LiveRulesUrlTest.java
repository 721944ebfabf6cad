// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules that follow a server. */
@Timeout(60)
class LiveRulesUrlTest {

    private static final String SECRET = "s3cret";

    private HttpServer server;
    private final List<String> conditions = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String text = Followed.to("one");
    private volatile String tag = "";
    private volatile String modified = "";
    private volatile boolean cutsOff;

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
        String match = exchange.getRequestHeaders().getFirst("If-None-Match");
        String since = exchange.getRequestHeaders().getFirst("If-Modified-Since");
        conditions.add(match + " " + since);
        set(exchange, "ETag", tag);
        set(exchange, "Last-Modified", modified);
        boolean same = status == 200 && (match != null ? match.equals(tag) : since != null && since.equals(modified));
        byte[] body = text.getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(same ? 304 : status, same ? -1 : body.length);
            if (!same) {
                exchange.getResponseBody().write(body, 0, cutsOff ? body.length / 2 : body.length);
            }
        }
    }

    private static void set(HttpExchange exchange, String header, String value) {
        if (!value.isEmpty()) {
            exchange.getResponseHeaders().set(header, value);
        }
    }

    private RuleSource source() {
        return RuleSource.url(URI.create("http://ada:" + SECRET + "@127.0.0.1:"
                + server.getAddress().getPort() + "/waymark.json?token=" + SECRET));
    }

    @Test
    void isAskedByTag_whereTheServerToldOne() throws Exception {
        tag = "\"1\"";
        modified = "Wed, 25 Nov 2026 00:00:00 GMT";
        try (Followed followed = new Followed(source())) {
            followed.check();
            assertThat(followed.rules.status().loads()).isEqualTo(1);
            assertThat(followed.rules.status().lastProblem()).isNull();
            text = Followed.to("two");
            followed.check();
            assertThat(followed.target())
                    .as("not asked for: its tag is the same")
                    .isEqualTo("one");

            tag = "W/\"2\"";
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
            followed.check();
            assertThat(conditions)
                    .containsExactly(
                            "null null",
                            "\"1\" Wed, 25 Nov 2026 00:00:00 GMT",
                            "\"1\" Wed, 25 Nov 2026 00:00:00 GMT",
                            "\"1\" Wed, 25 Nov 2026 00:00:00 GMT",
                            "W/\"2\" Wed, 25 Nov 2026 00:00:00 GMT");
        }
    }

    @Test
    void isAskedByTime_whereTheServerToldNoTag() throws Exception {
        modified = "Wed, 25 Nov 2026 00:00:00 GMT";
        try (Followed followed = new Followed(source())) {
            followed.check();
            modified = "Wed, 25 Nov 2026 00:00:01 GMT";
            text = Followed.to("two");
            followed.check();

            assertThat(followed.target()).isEqualTo("two");
            assertThat(conditions)
                    .containsExactly(
                            "null null", "null Wed, 25 Nov 2026 00:00:00 GMT", "null Wed, 25 Nov 2026 00:00:00 GMT");
        }
    }

    @Test
    void isCompared_whereTheServerToldNeither() throws Exception {
        try (Followed followed = new Followed(source())) {
            followed.check();
            assertThat(followed.rules.status().loads()).isEqualTo(1);

            text = Followed.to("two");
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
            assertThat(conditions).containsOnly("null null");
        }
    }

    @Test
    void badVersion_isToldOnce_andAskedForByItsTag() throws Exception {
        tag = "\"1\"";
        try (Followed followed = new Followed(source())) {
            text = Followed.BAD;
            tag = "\"2\"";
            followed.check();
            followed.check();
            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().failures()).isEqualTo(1);
            assertThat(followed.rules.status().lastProblem()).contains("nowhere");
            assertThat(conditions).last().isEqualTo("\"2\" null");

            text = Followed.to("two");
            tag = "\"3\"";
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
        }
    }

    @Test
    void failingServer_leavesTheLastGoodRules_andIsToldOnceUntilItRecovers() throws Exception {
        tag = "\"1\"";
        try (Followed followed = new Followed(source())) {
            status = 503;
            followed.check();
            followed.check();
            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().failures()).isEqualTo(1);
            assertThat(followed.rules.status().lastProblem()).endsWith("its server answered 503; expected 200");
            assertThat(followed.log.warnings()).hasSize(1);

            status = 200;
            followed.check();
            assertThat(followed.rules.status().lastProblem()).isNull();
            assertThat(followed.rules.status().loads()).isEqualTo(1);

            server.stop(0);
            followed.check();
            assertThat(followed.rules.status().failures()).isEqualTo(2);
            assertThat(followed.log.warnings()).hasSize(2);
            assertThat(followed.log.all().toString()).doesNotContain(SECRET);
            assertThat(followed.rules.status().toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void answerThatIsCutOff_staysOut_thoughItWouldBeGood() throws Exception {
        try (Followed followed = new Followed(source())) {
            String whole = "rules: []\n";
            text = whole + "#".repeat(whole.length());
            cutsOff = true;
            followed.check();

            assertThat(followed.target()).isEqualTo("one");
            // Newer JDKs see it by themselves.
            assertThat(followed.rules.status().lastProblem())
                    .containsAnyOf("its server broke off after 10 of 20 bytes", "Unexpected end of file from server");
        }
    }

    @Test
    void isAskedEveryHalfMinute() throws Exception {
        try (Followed followed = new Followed(source())) {
            followed.time.pass(Duration.ofSeconds(29));
            followed.rules.tick();
            assertThat(conditions).hasSize(1);

            followed.time.pass(Duration.ofSeconds(1));
            followed.rules.tick();
            assertThat(conditions).hasSize(2);
        }
    }
}
