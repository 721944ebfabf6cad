// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.RuleSource;
import dev.waymark.rule.AddressRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of requests. */
@Timeout(60)
class AccessLogTest {

    private static final String TIME = "\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000]";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LogLines log = new LogLines();

    @TempDir
    Path folder;

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
    void line_saysWhoAskedForWhat_andWhatCameOfIt() throws Exception {
        try (Portal portal = start(PortalConfig.AccessLog.STDOUT)) {
            get(portal, "/_matrix/client/versions", "");
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .matches("127\\.0\\.0\\.1 - - " + TIME
                        + " \"GET /_matrix/client/versions HTTP/1\\.1\" 200 [1-9]\\d* \\d+");
    }

    @Test
    void clientBehindAProxy_isNamed() throws Exception {
        try (Portal portal = start(PortalConfig.AccessLog.STDOUT)) {
            get(portal, "/_matrix/client/versions", "X-Forwarded-For: 203.0.113.9, 203.0.113.7\r\n");
        }

        assertThat(lines()).singleElement().asString().startsWith("203.0.113.7 - - [");
    }

    @Test
    void nothingThatAUserSent_isLogged() throws Exception {
        try (Portal portal = start(PortalConfig.AccessLog.STDOUT)) {
            get(portal, "/_matrix/client/v3/sync?access_token=s3cret", "");
            get(portal, "/_matrix/client/v3/profile/@s3cret:hist.example", "");
            get(portal, "/_matrix/client/v3/login;s3cret=1", "Referer: https://s3cret\r\nUser-Agent: s3cret\r\n");
            get(portal, "/s3cret", "Authorization: Bearer s3cret\r\n");
            RawHttp.exchange(port(portal), "S3CRET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            RawHttp.exchange(port(portal), RunningPortal.rawLogin("@s3cret:hist.example"));
        }

        assertThat(lines())
                .hasSizeGreaterThanOrEqualTo(5)
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("s3cret"));
    }

    @Test
    void file_hasTheDayInItsName() throws Exception {
        Path file = folder.resolve("access.log");
        try (Portal portal = start(new PortalConfig.AccessLog(file, true))) {
            get(portal, "/_matrix/client/versions", "");
            get(portal, "/_matrix/client/versions", "");
        }

        try (var files = Files.list(folder)) {
            String today = LocalDate.now(ZoneOffset.UTC).toString();
            String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
            assertThat(files.toList()).singleElement().satisfies(written -> {
                assertThat(written.getFileName().toString())
                        .isIn("access." + today + ".log", "access." + yesterday + ".log");
                assertThat(Files.readAllLines(written))
                        .hasSize(2)
                        .allMatch(line -> line.contains("GET /_matrix/client/versions"));
            });
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void none_isNothing() throws Exception {
        try (Portal portal = start(PortalConfig.AccessLog.NONE)) {
            get(portal, "/_matrix/client/versions", "");
        }

        assertThat(lines()).isEmpty();
    }

    @Test
    void folderThatIsNone_stopsTheStart() {
        Path file = folder.resolve("missing").resolve("access.log");

        assertThatThrownBy(() -> start(new PortalConfig.AccessLog(file, true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is not a folder");
    }

    private Portal start(PortalConfig.AccessLog where) throws Exception {
        PortalConfig config = PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", "{\"rules\": []}"))
                .trustedProxies(List.of(AddressRange.parse("127.0.0.1")))
                .accessLog(where)
                .build();
        return Portal.start(config, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static int port(Portal portal) {
        return URI.create(portal.baseUrl().toString()).getPort();
    }

    private static void get(Portal portal, String path, String headers) throws IOException {
        RawHttp.exchange(
                port(portal), "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
    }
}
