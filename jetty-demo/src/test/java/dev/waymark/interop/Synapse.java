// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.interop.Api.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A running Synapse on a free port of the loopback interface, with SQLite, that federates with nobody. It believes {@code
 * X-Forwarded-For}, knows refresh tokens, and lets each user and each address log in {@value #LOGINS_AT_ONCE} times before it
 * refuses more.
 */
final class Synapse implements AutoCloseable {

    /** So many logins of one user, or from one address, are answered; the next would be after half an hour. */
    static final int LOGINS_AT_ONCE = 5;

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration LOG_LIMIT = Duration.ofSeconds(20);
    private static final int TRIES = 3;
    private static final long POLL_MILLIS = 50;
    private static final String REGISTRATION_SECRET =
            "registration-" + HexFormat.of().toHexDigits(randomLong());
    private static final Pattern PROCESSED = Pattern.compile(
            ".* (\\S+) - \\d+ - \\{[^}]*} Processed request: .* (\\d{3}) \"([A-Z]+) ([^ ?]+)\\S* HTTP/1\\.[01]\".*");

    /** A line of its log: a request that it has answered. */
    record Request(String address, String method, String path, int status) {}

    private final String serverName;
    private final String baseUrl;
    private final String serviceToken;
    private final Path log;
    private final Process process;

    private Synapse(String serverName, String baseUrl, String serviceToken, Path log, Process process) {
        this.serverName = serverName;
        this.baseUrl = baseUrl;
        this.serviceToken = serviceToken;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts one in an empty directory.
     *
     * @param settings further lines of its configuration
     */
    static Synapse start(Path directory, String serverName, String settings) throws IOException, InterruptedException {
        Path python = PythonPackages.python();
        for (int attempt = 1; ; attempt++) {
            Synapse synapse = launch(python, directory, serverName, settings);
            try {
                if (synapse.isUp()) {
                    return synapse;
                }
                assertThat(attempt)
                        .as("%s started; it said: %s", serverName, synapse.tail())
                        .isLessThan(TRIES);
            } catch (InterruptedException | RuntimeException | Error e) {
                synapse.close();
                throw e;
            }
        }
    }

    private static Synapse launch(Path python, Path directory, String serverName, String settings) throws IOException {
        int port = Ports.free();
        String baseUrl = "http://127.0.0.1:" + port;
        Files.writeString(directory.resolve("signing.key"), "ed25519 a_test " + randomKey() + "\n");
        String serviceToken = randomKey();
        Files.writeString(directory.resolve("bridge.yaml"), bridge(serviceToken));
        Files.writeString(directory.resolve("homeserver.yaml"), configuration(directory, serverName, port) + settings);
        Path log = directory.resolve("synapse.log");
        Process process = new ProcessBuilder(
                        python.toString(), "-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml")
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Synapse(serverName, baseUrl, serviceToken, log, process);
    }

    /** Registers an application service, which is asked for nothing. */
    private static String bridge(String token) {
        return """
            id: bridge
            url: null
            as_token: "%s"
            hs_token: "%s"
            sender_localpart: bridge
            rate_limited: false
            namespaces: {users: [{exclusive: true, regex: "@bridge_.*"}]}
            """.formatted(token, randomKey());
    }

    private static String configuration(Path directory, String serverName, int port) {
        return """
            server_name: "%1$s"
            public_baseurl: "http://127.0.0.1:%2$d/"
            listeners:
              - port: %2$d
                bind_addresses: ["127.0.0.1"]
                type: http
                x_forwarded: true
                resources: [{names: [client], compress: true}]
            database: {name: sqlite3, args: {database: "%3$s/homeserver.db"}}
            pid_file: "%3$s/homeserver.pid"
            media_store_path: "%3$s/media"
            signing_key_path: "%3$s/signing.key"
            registration_shared_secret: "%4$s"
            macaroon_secret_key: "%5$s"
            form_secret: "%6$s"
            app_service_config_files: ["%3$s/bridge.yaml"]
            track_appservice_user_ips: true
            refreshable_access_token_lifetime: 10m
            rc_login:
              account: {per_second: 0.0005, burst_count: %7$d}
              address: {per_second: 0.0005, burst_count: %7$d}
            report_stats: false
            trusted_key_servers: []
            federation_domain_whitelist: []
            """.formatted(
                        serverName, port, directory, REGISTRATION_SECRET, randomKey(), randomKey(), LOGINS_AT_ONCE);
    }

    private static long randomLong() {
        return new SecureRandom().nextLong();
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().withoutPadding().encodeToString(key);
    }

    /** Waits until it answers; false where it has ended instead, as it does where somebody else has taken the port. */
    private boolean isUp() throws InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive()) {
            try {
                if (Api.get(baseUrl + "/_matrix/client/versions").status() == 200 && process.isAlive()) {
                    return true;
                }
            } catch (RuntimeException e) {
                // Not listening yet.
            }
            assertThat(System.nanoTime())
                    .as("%s answers; it said: %s", serverName, tail())
                    .isLessThan(end);
            process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    String serverName() {
        return serverName;
    }

    /** Where it listens, without a slash at the end. */
    String baseUrl() {
        return baseUrl;
    }

    /** The token of its application service, whose users are those that begin with {@code bridge_}, and {@code bridge}. */
    String serviceToken() {
        return serviceToken;
    }

    String userId(String localpart) {
        return "@" + localpart + ":" + serverName;
    }

    /** Registers a user by the shared secret, and returns an access token of theirs. */
    String register(String localpart, String password, boolean isAdmin) throws GeneralSecurityException {
        String url = baseUrl + "/_synapse/admin/v1/register";
        String nonce = Api.get(url).text("nonce");
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(REGISTRATION_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signed = String.join("\0", nonce, localpart, password, isAdmin ? "admin" : "notadmin");
        String digest = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        Answer answer = Api.post(url, """
                {"nonce": "%s", "username": "%s", "password": "%s", "admin": %s, "mac": "%s"}
                """.formatted(nonce, localpart, password, isAdmin, digest));
        assertThat(answer.status()).as("registration of %s", localpart).isEqualTo(200);
        return answer.text("access_token");
    }

    /** Registers a user of its application service. */
    void registerServiceUser(String localpart) {
        Answer answer =
                Api.post(baseUrl + "/_matrix/client/v3/register", """
                {"type": "m.login.application_service", "username": "%s", "inhibit_login": true}
                """.formatted(localpart), Api.by(serviceToken));
        assertThat(answer.status()).as(answer.text("error")).isEqualTo(200);
    }

    /**
     * What it answers to an administrator.
     *
     * @param json null to look, not to change
     */
    Answer admin(String token, String path, @Nullable String json) {
        Answer answer =
                Api.send(json == null ? "GET" : "PUT", baseUrl + "/_synapse/admin/" + path, json, Api.by(token));
        assertThat(answer.status()).as(answer.text("error")).isIn(200, 201);
        return answer;
    }

    /** Who has a token, or the error code where nobody has. */
    String whoami(String token) {
        Answer answer = Api.get(baseUrl + Api.WHOAMI, Api.by(token));
        return answer.text(answer.status() == 200 ? "user_id" : "errcode");
    }

    /** The requests that it has answered so far; the last may be missing for a moment. */
    List<Request> requests() {
        return lines().stream()
                .map(PROCESSED::matcher)
                .filter(Matcher::matches)
                .map(line -> new Request(line.group(1), line.group(3), line.group(4), Integer.parseInt(line.group(2))))
                .toList();
    }

    /** Waits until it has logged a request. */
    Request awaitRequest(Predicate<Request> wanted) throws InterruptedException {
        long end = System.nanoTime() + LOG_LIMIT.toNanos();
        while (true) {
            List<Request> requests = requests();
            for (Request request : requests) {
                if (wanted.test(request)) {
                    return request;
                }
            }
            assertThat(System.nanoTime()).as("a request among %s", requests).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** All requests so far; a further one, to a path that nobody else asks for, shows that the log has come so far. */
    List<Request> settledRequests() throws InterruptedException {
        String marker = "/_matrix/client/marker-" + System.nanoTime();
        Api.get(baseUrl + marker);
        awaitRequest(request -> request.path().equals(marker));
        return requests();
    }

    /** How many logins it has answered. */
    long logins() throws InterruptedException {
        return settledRequests().stream()
                .filter(request -> request.path().equals(Api.LOGIN))
                .count();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("no log of " + serverName, e);
        }
    }

    private String tail() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
