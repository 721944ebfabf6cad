// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A portal that ends TLS itself. */
@Timeout(120)
class TlsTest {

    private static final String GET = "GET /_matrix/client/versions HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();

    @BeforeEach
    void listen() {
        log.open();
    }

    @AfterEach
    void nothingWasWrong() {
        log.close();
        assertThat(log.warnings()).isEmpty();
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                Arguments.of("RSA", PemPair.RSA, "TLSv1.2"),
                Arguments.of("RSA", PemPair.RSA, "TLSv1.3"),
                Arguments.of("EC", PemPair.EC, "TLSv1.2"),
                Arguments.of("EC", PemPair.EC, "TLSv1.3"),
                Arguments.of("Ed25519", PemPair.ED25519, "TLSv1.3"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("algorithms")
    void everyKindOfKey_isServed(String name, List<String> algorithm, String protocol) throws Exception {
        PemPair pair = PemPair.of(folder, name, algorithm);
        try (Portal portal = start(pair);
                SSLSocket socket = connect(portal)) {
            socket.setEnabledProtocols(new String[] {protocol});

            assertThat(exchange(socket, "localhost").status()).isEqualTo(200);
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getSession().getPeerCertificates()).containsExactly(pair.x509());
            assertThat(socket.getSession().getCipherSuite()).containsPattern("GCM|CHACHA20");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "portal.example", "elsewhere.example"})
    void certificate_isGivenToWhoeverAsks(String name) throws Exception {
        try (Portal portal = start(PemPair.of(folder, "portal", PemPair.EC));
                SSLSocket socket = connect(portal)) {
            if (!name.isEmpty()) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
            }

            assertThat(exchange(socket, "127.0.0.1").status()).isEqualTo(200);
        }
    }

    @Test
    void oldProtocolsAndWeakCiphers_areRefused() throws Exception {
        try (Portal portal = start(PemPair.of(folder, "portal", PemPair.RSA))) {
            try (SSLSocket socket = connect(portal)) {
                // Authenticated, but without forward secrecy; and not authenticated.
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(
                        new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
            try (Socket socket = RawHttp.connect(port(portal))) {
                // A ClientHello of TLS 1.0, by hand, since the JDK does not make one any more.
                socket.getOutputStream()
                        .write(hex("160301002f0100002b0301" + "00".repeat(32) + "00" + "0004c013002f" + "0100"));
                byte[] alert = socket.getInputStream().readNBytes(7);
                assertThat(alert).startsWith(0x15, 0x03);
            }
        }
    }

    /** By the names of RFC 7301, in which case counts. */
    @ParameterizedTest
    @CsvSource({"http/1.1, http/1.1", "h2, h2", "'http/1.1,h2', h2", "'h2,http/1.1', h2", "'spdy/3,http/1.1', http/1.1"
    })
    void protocol_isChosenOfThoseThatAreOffered(String offered, String chosen) throws Exception {
        try (Portal portal = start(PemPair.of(folder, "portal", PemPair.EC));
                SSLSocket socket = connect(portal)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered.split(","));
            socket.setSSLParameters(parameters);

            socket.startHandshake();

            assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
            if (chosen.equals("http/1.1")) {
                assertThat(exchange(socket, "localhost").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void http2_isSpoken_andHttp1ToOthers() throws Exception {
        try (FakeHomeserver homeserver = new FakeHomeserver();
                Portal portal = start(PemPair.of(folder, "portal", PemPair.EC), homeserver)) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> answer = client(version)
                        .send(
                                HttpRequest.newBuilder(URI.create(portal.baseUrl() + RunningPortal.LOGIN))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(RunningPortal.body("@ada:hist.example")))
                                        .build(),
                                BodyHandlers.ofString());

                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"base_cs_url\":\"" + homeserver.baseUrl() + "\"");
                assertThat(answer.headers().map()).doesNotContainKey("server");
            }
            assertThat(homeserver.received())
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.all("X-Forwarded-Proto")).containsExactly("https"));
        }
    }

    @Test
    void connections_goOn_whenTheCertificateChanges() throws Exception {
        PemPair next = PemPair.of(folder, "next", PemPair.RSA);
        PortalConfig.Tls files = PemPair.of(folder, "portal", PemPair.EC).writeTo(folder);
        try (Portal portal = start(files, NO_RULES);
                SSLSocket before = connect(portal)) {
            before.startHandshake();

            next.writeTo(folder);
            awaitCertificate(portal, next);

            assertThat(exchange(before, "localhost").status()).isEqualTo(200);
        }
    }

    @Test
    void plainHttp_isNotTaken() throws Exception {
        try (Portal portal = start(PemPair.of(folder, "portal", PemPair.EC))) {
            assertThatThrownBy(() -> RawHttp.exchange(port(portal), GET.formatted("localhost")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void badFiles_stopTheStart() throws Exception {
        PortalConfig.Tls files = PemPair.of(folder, "portal", PemPair.EC).writeTo(folder);
        Files.writeString(files.key(), "s3cret");

        assertThatThrownBy(() -> start(files, NO_RULES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.key().toString())
                .hasMessageNotContaining("s3cret");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("portal"));
    }

    private static final RuleSource NO_RULES = RuleSource.text("rules.json", "{\"rules\": []}");

    private Portal start(PemPair pair) throws Exception {
        return start(pair.writeTo(folder), NO_RULES);
    }

    private Portal start(PemPair pair, FakeHomeserver homeserver) throws Exception {
        return start(
                pair.writeTo(folder),
                RuleSource.text(
                        "rules.json",
                        "{\"targets\": {\"hist\": {\"base_cs_url\": \"" + homeserver.baseUrl()
                                + "\"}}, \"rules\": [{\"target\": \"hist\"}]}"));
    }

    private static Portal start(PortalConfig.Tls files, RuleSource rules) throws Exception {
        PortalConfig config =
                PortalConfig.builder("127.0.0.1", 0, rules).tls(files).build();
        return Portal.start(config, Map.of(), null);
    }

    private static int port(Portal portal) {
        URI url = URI.create(portal.baseUrl().toString());
        assertThat(url.getScheme()).isEqualTo("https");
        return url.getPort();
    }

    private static SSLSocket connect(Portal portal) throws IOException {
        SSLSocket socket = (SSLSocket) TrustAll.context()
                .getSocketFactory()
                .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port(portal));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static RawHttp.Answer exchange(SSLSocket socket, String host) throws IOException {
        socket.getOutputStream().write(GET.formatted(host).getBytes(StandardCharsets.US_ASCII));
        return RawHttp.read(socket.getInputStream());
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TrustAll.context())
                .build();
    }

    private static void awaitCertificate(Portal portal, PemPair pair) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            try (SSLSocket socket = connect(portal)) {
                socket.startHandshake();
                if (socket.getSession().getPeerCertificates()[0].equals(pair.x509())) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the certificate did not come into force");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
