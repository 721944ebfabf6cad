// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.InvalidRulesException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the demo refuses to start, and how it stops: nothing of it is left running. */
@Timeout(60)
class DemoStartTest {

    // Held, for a logger that nobody holds forgets its level.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    @TempDir
    Path directory;

    @BeforeEach
    void quiet() {
        JETTY.setLevel(Level.WARNING);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("(portal|hist|eng|arts)-.*"));
    }

    @Test
    void wrongRules_stopTheStart() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), "{\"rules\": [{}]}");

        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> start(0, rules))
                .withMessageContaining(rules + ":1:");
    }

    @Test
    void missingRules_stopTheStart() {
        Path missing = directory.resolve("missing.json");

        assertThatThrownBy(() -> start(0, missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void portThatIsInUse_isNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // With a port of the portal's own the homeservers take theirs too, and any of those may be in use here.
            assertThatThrownBy(() -> start(taken.getLocalPort(), null))
                    .isInstanceOf(BindException.class)
                    .hasMessageMatching(".*\\b(" + taken.getLocalPort() + "|810[123])\\b.*");
        }
    }

    @Test
    @Timeout(20)
    void close_endsAllOfThem_withConnectionsThatClientsKeep() throws Exception {
        List<Integer> ports;
        List<Socket> kept = new ArrayList<>();
        try (Demo demo = start(0, null)) {
            ports = demo.addresses().values().stream()
                    .map(address -> URI.create(address).getPort())
                    .toList();
            for (int port : ports) {
                kept.add(keepConnection(port));
            }
        }

        assertThat(ports)
                .hasSize(4)
                .allSatisfy(port -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .isInstanceOf(ConnectException.class));
        for (Socket socket : kept) {
            socket.close();
        }
    }

    /** A connection on which a request was answered, and another may follow. */
    private static Socket keepConnection(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET /_matrix/client/versions HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private static Demo start(int port, @Nullable Path rules) throws IOException, InvalidRulesException {
        return Demo.start(port, rules, (name, method, path, status) -> {});
    }
}
