// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.install.HomeserverApp.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An Open Liberty as it is downloaded, with a server folder of its own, and features of both Servlet APIs. */
@Tag("servers")
@Timeout(300)
class OpenLibertyIT {

    private static final Pattern PORT = Pattern.compile("CWWKO0219I: .* defaultHttpEndpoint .* port (\\d+)");
    private static final Pattern STARTED = Pattern.compile("CWWKF0011I: ");
    private static final String MORE_CONFIGURATION = """
              <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="0" httpsPort="-1"/>
              <webApplication location="plain.war" contextRoot="/plain"/>
              <webApplication location="wrong.war" contextRoot="/wrong"/>
            </server>
            """;

    @TempDir
    Path user;

    @ParameterizedTest
    @EnumSource(Api.class)
    void directsLogins(Api api) throws Exception {
        Path server = Files.createDirectories(user.resolve("servers/homeserver"));
        Path apps = Files.createDirectories(server.resolve("apps"));
        HomeserverApp plain = HomeserverApp.build(user.resolve("plain"), api);
        plain.pack(apps.resolve("plain.war"));
        HomeserverApp app = plain.copy(user.resolve("homeserver"));
        InstallGuide guide = InstallGuide.read();
        InstallGuide.Reader reader = guide.reader(
                Map.of("WLP_USER_DIR", user.toString(), "APP", app.folder().toString()));
        if (api == Api.JAVAX) {
            reader = reader.onJavax().saying("servlet-6.0", "servlet-4.0");
        }
        reader.follow("A JAR in the web application");
        reader.follow("Open Liberty");
        Files.writeString(
                server.resolve("server.xml"),
                reader.wording().apply(guide.block("Open Liberty", "xml")).replace("</server>", MORE_CONFIGURATION));
        HomeserverApp wrong = app.copy(user.resolve("wrong"));
        Files.writeString(wrong.folder().resolve("WEB-INF/waymark.json"), Logins.BAD_RULES);
        wrong.pack(apps.resolve("wrong.war"));

        try (ServerProcess liberty = ServerProcess.start(
                user,
                Map.of("WLP_USER_DIR", user.toString(), "WLP_LOGGING_CONSOLE_LOGLEVEL", "INFO"),
                "sh",
                Servers.OPEN_LIBERTY.resolve("bin/server").toString(),
                "run",
                "homeserver")) {
            String at = "http://127.0.0.1:" + liberty.await(PORT).group(1);
            liberty.await(STARTED);

            // It flushes every response that a filter wrapped when the servlet is done, before it knows the length.
            Logins.areDirectedInAnyFraming(at + "/homeserver", at + "/plain");
            assertThat(Logins.get(at + "/wrong").status()).isNotEqualTo(200);
            assertThat(liberty.output()).contains(Logins.BAD_RULES_PROBLEMS);
            Logins.leftNoSecrets(liberty, server.resolve("logs"));
        }
    }
}
