// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Logins at two homeservers that are the same, but for Waymark in one of them. */
final class Logins {

    /** The ways in which {@code Homeserver} answers a login. */
    static final List<String> WAYS = List.of("writer", "length", "stream", "async", "dispatch", "forward");

    /** What the rules of the guide inject. */
    static final String INJECTED = "\"base_cs_url\":\"https://matrix.hist.ac.cdl\","
            + "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://matrix.hist.ac.cdl\"}},";

    /** A rules file with problems in three lines. */
    static final String BAD_RULES = """
            {
              "targets": {"hist": {"base_cs_url": "ftp://hist.example"}},
              "colour": "blue",
              "rules": [{"target": "nowhere"}]
            }
            """;

    /** What is said of it. */
    static final List<String> BAD_RULES_PROBLEMS = List.of(
            "3 problems",
            "waymark.json:2:",
            "/targets/hist/base_cs_url",
            "waymark.json:3:",
            "colour",
            "waymark.json:4:",
            "/rules/0/target");

    private static final String TOKEN = "syt_secret_of_ada";
    private static final String PASSWORD = "violet-lantern";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Logins() {}

    /** What came back. Headers in no order; what is another each time is not among them. */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        Answer withoutFraming() {
            Map<String, List<String>> others = new TreeMap<>(headers);
            others.keySet().removeAll(List.of("content-length", "transfer-encoding"));
            return new Answer(status, others, body);
        }
    }

    /** The two answer alike, but that logins at the first are told where to go. */
    static void areDirected(String with, String without) throws IOException, InterruptedException {
        areDirected(with, without, UnaryOperator.identity());
    }

    /** The same where the length may be declared in one answer and not in the other. */
    static void areDirectedInAnyFraming(String with, String without) throws IOException, InterruptedException {
        areDirected(with, without, Answer::withoutFraming);
    }

    private static void areDirected(String with, String without, UnaryOperator<Answer> seen)
            throws IOException, InterruptedException {
        for (String way : WAYS) {
            Answer plain = login(without, way);
            assertThat(plain.status()).as(way).isEqualTo(200);
            assertThat(plain.body()).as(way).contains(TOKEN).doesNotContain("base_cs_url");
            assertThat(seen.apply(login(with, way))).as(way).isEqualTo(seen.apply(injected(plain)));
        }
        assertThat(seen.apply(login(with, "forbidden"))).isEqualTo(seen.apply(login(without, "forbidden")));
        assertThat(get(with)).isEqualTo(get(without));
        assertThat(get(with).status()).isEqualTo(200);
    }

    private static Answer injected(Answer plain) {
        Map<String, List<String>> headers = new TreeMap<>(plain.headers());
        headers.computeIfPresent(
                "content-length",
                (name, length) -> List.of(Integer.toString(Integer.parseInt(length.get(0)) + INJECTED.length())));
        return new Answer(plain.status(), headers, "{" + INJECTED + plain.body().substring(1));
    }

    static Answer login(String base, String way) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/_matrix/client/v3/login?" + way))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"type\": \"m.login.password\", \"user\": \"ada\", \"password\": \"" + PASSWORD + "\"}")));
    }

    static Answer get(String base) throws IOException, InterruptedException {
        return get(base, "/_matrix/client/versions");
    }

    static Answer get(String base, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        return new Answer(response.statusCode(), headers, new String(response.body(), StandardCharsets.UTF_8));
    }

    /** No secret of these logins is in what a server printed, nor in any file that it wrote into these folders. */
    static void leftNoSecrets(ServerProcess server, Path... folders) throws IOException {
        assertThat(hasSecret(server.output()))
                .as("a secret in what was printed")
                .isFalse();
        for (Path folder : folders) {
            assertThat(Folders.files(folder)).as(folder.toString()).isNotEmpty().noneMatch(Logins::hasSecret);
        }
    }

    private static boolean hasSecret(Path file) {
        try {
            return hasSecret(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasSecret(String text) {
        return text.contains(TOKEN) || text.contains(PASSWORD);
    }
}
