// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, on a processor core of its own. */
final class Wrk {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m)");
    private static final Pattern TROUBLE = Pattern.compile("Socket errors: .*|Non-2xx or 3xx responses: .*");

    private static final String LOGIN = """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = '{"type":"m.login.password","identifier":{"type":"m.id.user","user":"user1"},"password":"bench"}'
            """;

    private final List<String> command;
    private final Path login;

    /**
     * What was measured.
     *
     * @param requests how many were answered
     * @param seconds for how long
     */
    record Load(long requests, double seconds) {

        double rate() {
            return requests / seconds;
        }
    }

    /** @param core the processor core that it has to itself */
    Wrk(int core) throws IOException {
        command = List.of("taskset", "-c", Integer.toString(core), "wrk");
        login = Files.createTempFile("waymark-bench-login", ".lua");
        Files.writeString(login, LOGIN);
        login.toFile().deleteOnExit();
    }

    /** Keeps so many connections busy for so long. */
    Load run(int port, String path, int connections, double seconds) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of("-t1", "-c" + connections, "-d" + Math.max(1, Math.round(seconds)) + "s", "--timeout", "10s"));
        if (path.equals(BenchServlet.LOGIN)) {
            all.addAll(List.of("-s", login.toString()));
        }
        all.add("http://127.0.0.1:" + port + path);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher requests = REQUESTS.matcher(out);
        if (process.waitFor() != 0 || !requests.find()) {
            throw new IOException("wrk said: " + out);
        }
        Matcher trouble = TROUBLE.matcher(out);
        if (trouble.find()) {
            throw new IOException("wrk met trouble: " + trouble.group());
        }
        double unit = switch (requests.group(3)) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            default -> 60;
        };
        return new Load(Long.parseLong(requests.group(1)), Double.parseDouble(requests.group(2)) * unit);
    }
}
