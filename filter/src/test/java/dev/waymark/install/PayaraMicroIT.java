// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Payara Micro as it is downloaded. */
@Tag("servers")
@Timeout(300)
class PayaraMicroIT {

    private static final Pattern STARTED = Pattern.compile("Payara Micro .* ready in ");
    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";

    @TempDir
    Path folder;

    @Test
    void directsLogins() throws Exception {
        HomeserverApp plain = HomeserverApp.build(folder.resolve("plain"), Api.JAKARTA);
        plain.pack(folder.resolve("plain.war"));
        HomeserverApp app = plain.copy(folder.resolve("app"));
        InstallGuide.Reader reader = InstallGuide.read()
                .reader(Map.of(
                        "APP", app.folder().toString(),
                        "WAR", folder.resolve("homeserver.war").toString()));
        reader.follow("A JAR in the web application");
        reader.follow("Payara Micro");
        HomeserverApp wrong = app.copy(folder.resolve("wrong"));
        Files.writeString(wrong.folder().resolve("WEB-INF/waymark.json"), Logins.BAD_RULES);
        wrong.pack(folder.resolve("wrong.war"));
        Files.writeString(folder.resolve("loopback.txt"), "set " + LISTENER + ".address=127.0.0.1\n");

        String port = Integer.toString(freePort());
        try (ServerProcess payara = ServerProcess.java(
                folder,
                "-jar",
                Servers.PAYARA_MICRO.toString(),
                "--deploy",
                "homeserver.war",
                "--deploy",
                "plain.war",
                "--deploy",
                "wrong.war",
                "--port",
                port,
                "--prebootcommandfile",
                "loopback.txt",
                "--rootDir",
                "root",
                "--nohazelcast",
                "--disablephonehome")) {
            payara.await(STARTED);
            String at = "http://127.0.0.1:" + port;

            // It flushes at the end of a forward. Undertow does so only where a filter wrapped the response, which the
            // capture makes up for, and the two cannot be told apart.
            Logins.areDirectedInAnyFraming(at + "/homeserver", at + "/plain");
            assertThat(Logins.get(at + "/wrong").status()).isNotEqualTo(200);
            assertThat(payara.output()).contains(Logins.BAD_RULES_PROBLEMS);
            Logins.leftNoSecrets(payara);
        }
    }

    /** One that was free just now: it takes no 0, and says no other that it took. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
