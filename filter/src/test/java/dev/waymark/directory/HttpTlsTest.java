// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, with an authority of its own. */
class HttpTlsTest {

    private static final Login ADA = LookedUp.address("ada@ac.cdl");

    @TempDir
    private static Path folder;

    private static Authority authority;
    private static Authority another;
    private static SSLContext localhost;
    private static SSLContext elsewhere;

    @BeforeAll
    static void issue() throws Exception {
        authority = new Authority(folder, "authority");
        another = new Authority(folder, "another");
        localhost = Authority.context(authority.issue("localhost", "dns:localhost,ip:127.0.0.1"));
        elsewhere = Authority.context(authority.issue("elsewhere", "dns:elsewhere.example"));
    }

    private static String settings(String host, HttpTestServer server) {
        return "'type': 'http', 'url': 'https://" + host + ":" + server.port()
                + "/{address}', 'answer': '/hs', 'headers': {'Authorization': 'Bearer s3cret'}";
    }

    private static String trusting(Authority trusted) {
        return ", 'certificate': '" + trusted.certificate() + "'";
    }

    @Test
    void trustedServer_isAsked() throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            try (HttpTestServer server = new HttpTestServer(localhost);
                    LookedUp users = LookedUp.in(settings(host, server) + trusting(authority))) {
                assertThat(users.find(ADA)).isEqualTo("east");
            }
        }
    }

    @Test
    void serverOfAnotherAuthority_isAFailure_andGetsNothing() throws Exception {
        try (HttpTestServer server = new HttpTestServer(localhost);
                LookedUp users = LookedUp.in(settings("localhost", server) + trusting(another))) {
            assertThat(users.failure(ADA))
                    .isEqualTo(
                            "directory \"users\": of its server, its certificate is not issued by an authority that is"
                                    + " trusted (setting \"certificate\")");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void serverOfNoKnownAuthority_isAFailure() throws Exception {
        try (HttpTestServer server = new HttpTestServer(localhost);
                LookedUp users = LookedUp.in(settings("localhost", server))) {
            assertThat(users.failure(ADA)).contains("its certificate is not issued by an authority that is trusted");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void serverOfAnotherName_isAFailure_andGetsNothing() throws Exception {
        try (HttpTestServer server = new HttpTestServer(elsewhere);
                LookedUp users = LookedUp.in(settings("localhost", server) + trusting(authority))) {
            // Newer JDKs say so in other words, which are not repeated.
            assertThat(users.failure(ADA))
                    .containsAnyOf(
                            "its certificate is not for this host name", "the connection to it failed (IOException)");
            assertThat(server.requests).isEmpty();
        }
    }
}
