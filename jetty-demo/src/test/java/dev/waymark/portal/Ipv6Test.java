// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Ipv6Test {

    private static final String LOOPBACK = "::1";

    @Test
    void clientsAddress_isToldAsHomeserversReadIt() throws Exception {
        assumeThat(NetworkInterface.getByInetAddress(ipv6Loopback()))
                .as("this machine has IPv6")
                .isNotNull();
        try (FakeHomeserver homeserver = new FakeHomeserver();
                Portal portal = Portal.start(config(homeserver), Map.of(), (request, response) -> {})) {
            login(URI.create(portal.baseUrl().toString()).getPort());

            // Without the brackets of a URL (RFC 7239 has them, X-Forwarded-For has not).
            assertThat(homeserver.received())
                    .singleElement()
                    .satisfies(request -> assertThat(request.all("X-Forwarded-For"))
                            .singleElement()
                            .isIn("::1", "0:0:0:0:0:0:0:1"));
        }
    }

    private static InetAddress ipv6Loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }

    private static PortalConfig config(FakeHomeserver homeserver) {
        String rules = "{\"targets\": {\"hist\": {\"base_cs_url\": \"" + homeserver.baseUrl()
                + "\"}}, \"rules\": [{\"target\": \"hist\"}]}";
        return PortalConfig.builder(LOOPBACK, 0, RuleSource.text("rules.json", rules))
                .serverName("hist.example")
                .build();
    }

    private static void login(int port) throws IOException {
        try (Socket socket = new Socket(ipv6Loopback(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(RunningPortal.rawLogin("ada").getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(200);
        }
    }
}
