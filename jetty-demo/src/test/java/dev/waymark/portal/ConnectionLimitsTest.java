// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may make the portal hold, and for how long. */
@Timeout(120)
class ConnectionLimitsTest {

    private static final String GET = "GET /_matrix/client/versions HTTP/1.1\r\nHost: a\r\n";
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;

    private final LogLines log = new LogLines();

    /** A frame of HTTP/2, with its payload in hexadecimal digits. */
    private record Frame(int type, String payload) {}

    @BeforeEach
    void listen() {
        log.open();
    }

    @AfterEach
    void nothingWasWrong() {
        log.close();
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void slowHomeserver_isNoSlowRequest_norAnIdleConnection() throws Exception {
        CountDownLatch patience = new CountDownLatch(1);
        try (FakeHomeserver homeserver = new FakeHomeserver();
                Portal portal = start(builder -> quick().apply(builder), homeserver)) {
            homeserver.answers((request, exchange) -> {
                try {
                    patience.await(4, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                FakeHomeserver.send(exchange, 200, "{\"user_id\":\"@ada:hist.example\",\"access_token\":\"x\"}");
            });

            RawHttp.Answer answer = RawHttp.exchange(port(portal), RunningPortal.rawLogin("@ada:hist.example"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("base_cs_url");
        }
    }

    @Test
    void keptConnection_staysOpenBetweenRequests() throws Exception {
        try (Portal portal = start(quick());
                Socket socket = connect(portal)) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write((GET + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(RawHttp.readHead(socket.getInputStream())).contains(" 200 ");
                socket.getInputStream().readNBytes(1);
                socket.setSoTimeout(3_000);
                // Longer than a request may take: the rest of the answer, and nothing more.
                assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void moreConnectionsThanAllowed_waitForOthersToEnd() throws Exception {
        try (Portal portal = start(builder -> builder.maxConnections(2));
                Socket one = connect(portal);
                Socket two = connect(portal)) {
            for (Socket open : new Socket[] {one, two}) {
                open.getOutputStream().write((GET + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(RawHttp.readHead(open.getInputStream())).contains(" 200 ");
            }
            try (Socket three = connect(portal)) {
                three.getOutputStream().write((GET + "\r\n").getBytes(StandardCharsets.US_ASCII));
                three.setSoTimeout(500);
                assertThatThrownBy(() -> three.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

                one.shutdownOutput();
                three.setSoTimeout(30_000);
                assertThat(RawHttp.readHead(three.getInputStream())).contains(" 200 ");
            }
        }
    }

    @Test
    void headThatIsTooLarge_isRefused_soThatBrowsersCanReadIt() throws Exception {
        try (Portal portal = start(builder -> builder)) {
            RawHttp.Answer answer =
                    RawHttp.exchange(port(portal), GET + "X: " + "y".repeat(20_000) + "\r\nConnection: close\r\n\r\n");

            RunningPortal.assertRefused(answer, 431, "M_UNRECOGNIZED");
            assertThat(answer.all("Server")).isEmpty();
        }
    }

    @Test
    void http2InClear_isSpokenWithThoseWhoBeginWithIt() throws Exception {
        try (Portal portal = start(builder -> builder);
                Socket socket = connect(portal)) {
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(frame(SETTINGS, new byte[0]));

            Frame first = read(socket);

            assertThat(first.type()).isEqualTo(SETTINGS);
            // SETTINGS_MAX_CONCURRENT_STREAMS = 100.
            assertThat(first.payload()).contains("000300000064");
            // To its end: a connection that ends while Jetty stops keeps it from stopping.
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void http2InClear_isNotUpgradedTo() throws Exception {
        try (Portal portal = start(builder -> builder)) {
            RawHttp.Answer answer = RawHttp.exchange(
                    port(portal),
                    GET
                            + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void floodOfFrames_endsTheConnection() throws Exception {
        try (Portal portal = start(builder -> builder);
                Socket socket = connect(portal)) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            flood.write(PREFACE);
            flood.write(frame(SETTINGS, new byte[0]));
            for (int i = 0; i < 1000; i++) {
                flood.write(frame(PING, new byte[8]));
            }
            Frame frame;
            try {
                socket.getOutputStream().write(flood.toByteArray());
                do {
                    frame = read(socket);
                } while (frame.type() != GO_AWAY);
            } catch (SocketException e) {
                // Reset, since not all had been read: that may overtake the reason.
                return;
            }
            // ENHANCE_YOUR_CALM.
            assertThat(frame.payload().substring(8, 16)).isEqualTo("0000000b");
        }
    }

    private static UnaryOperator<PortalConfig.Builder> quick() {
        Duration quick = Duration.ofSeconds(3);
        return builder -> builder.timeouts(
                new PortalConfig.Timeouts(quick, quick, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    private static Portal start(UnaryOperator<PortalConfig.Builder> more) throws Exception {
        return start(more, RuleSource.text("rules.json", "{\"rules\": []}"));
    }

    private static Portal start(UnaryOperator<PortalConfig.Builder> more, FakeHomeserver homeserver) throws Exception {
        return start(
                more,
                RuleSource.text(
                        "rules.json",
                        "{\"targets\": {\"hist\": {\"base_cs_url\": \"" + homeserver.baseUrl()
                                + "\"}}, \"rules\": [{\"target\": \"hist\"}]}"));
    }

    private static Portal start(UnaryOperator<PortalConfig.Builder> more, RuleSource rules) throws Exception {
        return Portal.start(
                more.apply(PortalConfig.builder("127.0.0.1", 0, rules)).build(), Map.of(), null);
    }

    private static int port(Portal portal) {
        return URI.create(portal.baseUrl().toString()).getPort();
    }

    private static Socket connect(Portal portal) throws IOException {
        return RawHttp.connect(port(portal));
    }

    private static byte[] frame(int type, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    private static Frame read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readFully(new byte[5]);
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, HexFormat.of().formatHex(payload));
    }
}
