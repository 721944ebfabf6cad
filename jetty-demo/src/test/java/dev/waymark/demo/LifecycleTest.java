// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final DemoHomeserver homeserver = new DemoHomeserver(
            "east", "east.example", List.of(RunningHomeserver.ADA), (name, method, path, status) -> {});

    @Test
    void homeserver_saysWhatItIs() {
        assertThat(homeserver.name()).isEqualTo("east");
        assertThat(homeserver.serverName()).isEqualTo("east.example");
        assertThat(homeserver.users()).containsExactly(RunningHomeserver.ADA);
    }

    @Test
    void baseUrl_namesThePort_whileRunning() throws IOException {
        assertThatIllegalStateException().isThrownBy(homeserver::baseUrl).withMessageContaining("east");

        homeserver.start(0);
        URI baseUrl = homeserver.baseUrl();
        homeserver.close();

        assertThat(baseUrl.toString()).matches("http://localhost:[1-9][0-9]*");
        assertThatIllegalStateException().isThrownBy(homeserver::baseUrl);
    }

    @Test
    void start_isRefused_whileRunning() throws IOException {
        try (homeserver) {
            homeserver.start(0);

            assertThatIllegalStateException().isThrownBy(() -> homeserver.start(0));
        }
    }

    @Test
    void close_mayComeAgain_orBeforeTheStart() throws IOException {
        homeserver.close();
        homeserver.start(0);
        homeserver.close();
        homeserver.close();
    }

    @Test
    void port_isFreeAgain_afterTheClose() throws IOException {
        homeserver.start(0);
        int port = homeserver.baseUrl().getPort();
        homeserver.close();

        homeserver.start(port);
        assertThat(homeserver.baseUrl().getPort()).isEqualTo(port);
        homeserver.close();
    }

    @Test
    void start_namesThePort_whereItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> homeserver.start(taken.getLocalPort()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }
}
