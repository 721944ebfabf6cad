// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.json;
import static dev.waymark.portal.RunningPortal.rawLogin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.FakeHomeserver.Received;
import dev.waymark.rule.AddressRange;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A portal behind a proxy that it trusts: the tests are that proxy. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedProxyTest {

    private final LogLines log = new LogLines();
    private final FakeHomeserver hist = new FakeHomeserver();
    private final FakeHomeserver eng = new FakeHomeserver();
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private Portal portal;

    @BeforeAll
    void start() throws Exception {
        log.open();
        portal = start(List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("10.0.0.0/8")));
    }

    private Portal start(List<AddressRange> trusted) throws Exception {
        String rules = """
                {
                  "targets": {"hist": {"base_cs_url": "%s"}, "eng": {"base_cs_url": "%s"}},
                  "rules": [
                    {"client_ip": "198.51.100.0/24", "target": "eng"},
                    {"client_ip": "2001:db8::/32", "target": "eng"},
                    {"host": "eng.example", "target": "eng"},
                    {"target": "hist"}
                  ]
                }
                """.formatted(hist.baseUrl(), eng.baseUrl());
        return Portal.start(
                PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", rules))
                        .serverName("hist.example")
                        .trustedProxies(trusted)
                        .build(),
                Map.of(),
                (request, response) -> logged.add(Request.getRemoteAddr(request)));
    }

    @BeforeEach
    void reset() {
        log.clear();
        hist.reset();
        eng.reset();
        logged.clear();
    }

    @AfterEach
    void nothingThatWasSaidIsLogged() {
        assertThat(log.warnings()).isEmpty();
        assertThat(log.all()).noneMatch(line -> line.contains("example") || line.contains("198.51.100"));
    }

    @AfterAll
    void stop() {
        log.close();
        portal.close();
        hist.close();
        eng.close();
    }

    private static RawHttp.Answer login(Portal portal, String... headers) throws Exception {
        return RawHttp.exchange(URI.create(portal.baseUrl().toString()).getPort(), rawLogin("ada", headers));
    }

    private Received sentTo(FakeHomeserver homeserver, String... headers) throws Exception {
        RawHttp.Answer answer = login(portal, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(json(answer.text()).path("base_cs_url").asString()).isEqualTo(homeserver.baseUrl());
        assertThat(homeserver.received()).hasSize(1);
        return homeserver.received().get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            198.51.100.7                     | 198.51.100.7
            6.6.6.6, 198.51.100.7            | 198.51.100.7
            6.6.6.6, 198.51.100.7, 10.1.1.1  | 198.51.100.7
            198.51.100.7:4711                | 198.51.100.7
            ::ffff:198.51.100.7              | 198.51.100.7
            [2001:db8::7]:4711               | 2001:db8:0:0:0:0:0:7
            """)
    void clientsAddress_isWhatRulesLogAndHomeserverSee(String forwardedFor, String client) throws Exception {
        Received request = sentTo(eng, "X-Forwarded-For: " + forwardedFor);

        assertThat(request.all("X-Forwarded-For")).containsExactly(client);
        assertThat(String.valueOf(logged.poll(20, TimeUnit.SECONDS))).contains(client);
    }

    @Test
    void linesOfForwardedFor_areOneList() throws Exception {
        Received request =
                sentTo(eng, "X-Forwarded-For: 6.6.6.6, 198.51.100.7", "Accept: a", "x-forwarded-for: 10.1.1.1");

        assertThat(request.all("X-Forwarded-For")).containsExactly("198.51.100.7");
    }

    @Test
    void forgedEntry_isNotBelieved() throws Exception {
        Received request = sentTo(hist, "X-Forwarded-For: 198.51.100.7, 203.0.113.5");

        assertThat(request.all("X-Forwarded-For")).containsExactly("203.0.113.5");
    }

    @Test
    void garbage_leavesTheProxysAddress() throws Exception {
        assertThat(sentTo(hist, "X-Forwarded-For: 198.51.100.7, unknown").all("X-Forwarded-For"))
                .containsExactly("127.0.0.1");
    }

    @Test
    void schemeAndHost_areTheProxysWord() throws Exception {
        Received request = sentTo(eng, "X-Forwarded-Proto: HTTPS", "X-Forwarded-Host: ENG.example:8448");

        assertThat(request.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(request.all("X-Forwarded-Host")).containsExactly("ENG.example:8448");
        assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "", "https://", "javascript"})
    void scheme_isPassedOver_whereItIsNone(String scheme) throws Exception {
        assertThat(sentTo(hist, "X-Forwarded-Proto: " + scheme).all("X-Forwarded-Proto"))
                .containsExactly("http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "user@eng.example",
                "eng.example/path",
                "eng.example:port",
                "eng.example:99999",
                "[::1",
                "[::1]x",
                "::1",
                "[1.2.3.4]",
                "[fe80::1%25eth0]",
                "eng.example:"
            })
    void host_isPassedOver_whereItIsNone(String host) throws Exception {
        assertThat(sentTo(hist, "X-Forwarded-Host: " + host).all("X-Forwarded-Host"))
                .containsExactly("portal.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"other.example", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8::1]:8448", "a_b.example:65535"})
    void host_isAnyHost(String host) throws Exception {
        assertThat(sentTo(hist, "X-Forwarded-Host: " + host).all("X-Forwarded-Host"))
                .containsExactly(host);
    }

    @Test
    void lastOfSeveral_isTheNearestProxys() throws Exception {
        Received request =
                sentTo(hist, "X-Forwarded-Proto: https, http", "X-Forwarded-Host: eng.example, portal2.example");

        assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.all("X-Forwarded-Host")).containsExactly("portal2.example");
    }

    @Test
    void forwarded_isNotRead() throws Exception {
        Received request = sentTo(hist, "Forwarded: for=198.51.100.7;host=eng.example;proto=https");

        assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(request.all("Forwarded")).isEmpty();
    }

    @Test
    void nothingIsBelieved_fromAPeerThatIsNotTrusted() throws Exception {
        try (Portal other = start(List.of(AddressRange.parse("10.0.0.0/8")))) {
            login(other, "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Host: eng.example", "X-Forwarded-Proto: https");

            Received request = hist.received().get(0);
            assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(request.all("X-Forwarded-Host")).containsExactly("portal.example");
            assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
        }
    }
}
