// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A Spring Boot application in a process of its own, started from a shell; and what its homeserver answers. */
final class BootServer implements AutoCloseable {

    /** The ways in which the homeserver answers a login. */
    static final List<String> WAYS = List.of(
            "map", "entity", "bytes", "callable", "future", "deferred", "streaming", "emitter", "forward", "filter");

    private static final String FILTER = "dev.waymark.servlet.LoginRedirectFilter";

    /** Tomcat, Jetty and Undertow say it in different ways; of Tomcat's two lines the first names no real port. */
    private static final Pattern PORT = Pattern.compile(
            "(?:Tomcat started on port\\(?s?\\)?:?|Jetty started on port\\(?s?\\)?|Undertow started on port\\(?s?\\)?) (\\d+)");

    private final ServerProcess process;

    private BootServer(ServerProcess process) {
        this.process = process;
    }

    /** Starts it with a shell's command, in a folder. */
    static BootServer start(Path folder, String command) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("SERVER_PORT", "0");
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        variables.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        variables.put("PATH", tools + ":" + System.getenv("PATH"));
        return new BootServer(ServerProcess.start(folder, variables, "bash", "-c", "exec " + command));
    }

    String address() throws InterruptedException {
        return "http://127.0.0.1:" + process.await(PORT).group(1);
    }

    ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Whatever way the first answers a login, it answers as the second does, and tells the client where to go. */
    static void areDirected(String with, String without) throws IOException, InterruptedException {
        for (String way : WAYS) {
            Logins.Answer plain = Logins.login(without, way);
            assertThat(plain.status()).as(way).isEqualTo(200);
            assertThat(plain.body()).as(way).contains("access_token").doesNotContain("base_cs_url");
            assertThat(Logins.login(with, way)).as(way).isEqualTo(directed(plain));
        }
        assertThat(Logins.login(with, "forbidden")).isEqualTo(Logins.login(without, "forbidden"));
        assertThat(Logins.get(with)).isEqualTo(Logins.get(without));
    }

    private static Logins.Answer directed(Logins.Answer plain) {
        Map<String, List<String>> headers = new TreeMap<>(plain.headers());
        headers.computeIfPresent(
                "content-length",
                (name, length) ->
                        List.of(Integer.toString(Integer.parseInt(length.get(0)) + Logins.INJECTED.length())));
        return new Logins.Answer(
                plain.status(), headers, "{" + Logins.INJECTED + plain.body().substring(1));
    }

    /** Both answer alike, and neither says where to go. */
    static void areUntouched(String with, String without) throws IOException, InterruptedException {
        for (String way : WAYS) {
            assertThat(Logins.login(with, way)).as(way).isEqualTo(Logins.login(without, way));
        }
        assertThat(Logins.login(with, "map").body()).contains("access_token").doesNotContain("base_cs_url");
    }

    /** How often the filter is registered, by its class. */
    static int registrations(String address) throws IOException, InterruptedException {
        String filters = Logins.get(address, "/filters").body();
        assertThat(filters).contains("characterEncodingFilter");
        return filters.split(Pattern.quote(FILTER), -1).length - 1;
    }
}
