// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For a test class, a running OpenID Connect provider, {@code identity-provider.mjs}, at which everybody is who they say. */
final class IdentityProvider implements BeforeAllCallback, AfterAllCallback {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    private static final Pattern ISSUER = Pattern.compile("(?m)^issuer: (\\S+)$");

    private final String clientSecret = UUID.randomUUID() + "-" + UUID.randomUUID();
    private @Nullable Process process;
    private @Nullable String issuer;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        NodePackages.install();
        Path out = Files.createTempFile("identity-provider", ".out");
        ProcessBuilder builder = new ProcessBuilder(NodePackages.node(), "identity-provider.mjs")
                .directory(NodePackages.directory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("WAYMARK_CLIENT_SECRET", clientSecret);
        Process started = builder.start();
        process = started;
        long end = System.nanoTime() + LIMIT.toNanos();
        while (issuer == null) {
            String said = Files.readString(out);
            assertThat(started.isAlive() && System.nanoTime() < end)
                    .as("the identity provider started; it said: %s", said)
                    .isTrue();
            Matcher line = ISSUER.matcher(said);
            if (line.find()) {
                issuer = line.group(1);
            } else {
                started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        Files.delete(out);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    String issuer() {
        return Objects.requireNonNull(issuer, "not running");
    }

    /** Lines of a Synapse's configuration, by which it uses this provider; the name of a user there is their localpart. */
    String settings() {
        return """
            oidc_providers:
              - idp_id: university
                idp_name: University
                issuer: "%s"
                client_id: synapse
                client_secret: "%s"
                skip_verification: true
                scopes: [openid]
                user_mapping_provider: {config: {localpart_template: "{{ user.sub }}"}}
            """.formatted(issuer(), clientSecret);
    }
}
