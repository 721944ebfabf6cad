// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A WildFly as it is downloaded, with a server folder of its own. */
@Tag("servers")
@Timeout(300)
class WildFlyIT {

    private static final Pattern PORT = Pattern.compile("HTTP listener default listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern STARTED = Pattern.compile("WFLYSRV002[56]: ");

    @TempDir
    Path folder;

    @Test
    void directsLogins() throws Exception {
        Path base = folder.resolve("standalone");
        Folders.copy(Servers.WILDFLY.resolve("standalone"), base);
        Path deployments = base.resolve("deployments");
        HomeserverApp plain = HomeserverApp.build(folder.resolve("plain"), Api.JAKARTA);
        plain.pack(deployments.resolve("plain.war"));
        HomeserverApp app = plain.copy(folder.resolve("homeserver"));
        InstallGuide.Reader reader = InstallGuide.read()
                .reader(Map.of(
                        "JBOSS_BASE_DIR", base.toString(),
                        "APP", app.folder().toString()));
        reader.follow("A JAR in the web application");
        reader.follow("WildFly");
        HomeserverApp wrong = app.copy(folder.resolve("wrong"));
        Files.writeString(wrong.folder().resolve("WEB-INF/waymark.json"), Logins.BAD_RULES);
        wrong.pack(deployments.resolve("wrong.war"));

        try (ServerProcess wildfly = ServerProcess.start(
                folder,
                Map.of("JBOSS_HOME", Servers.WILDFLY.toString(), "JBOSS_BASE_DIR", base.toString()),
                "sh",
                Servers.WILDFLY.resolve("bin/standalone.sh").toString(),
                "-b=127.0.0.1",
                "-bmanagement=127.0.0.1",
                "-Djboss.http.port=0",
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=0")) {
            wildfly.await(STARTED);
            String at = "http://127.0.0.1:" + wildfly.await(PORT).group(1);

            Logins.areDirected(at + "/homeserver", at + "/plain");
            assertThat(deployments.resolve("wrong.war.failed")).exists();
            assertThat(Logins.get(at + "/wrong").status()).isEqualTo(404);
            assertThat(wildfly.output()).contains(Logins.BAD_RULES_PROBLEMS);
            Logins.leftNoSecrets(wildfly, base.resolve("log"));
        }
    }
}
