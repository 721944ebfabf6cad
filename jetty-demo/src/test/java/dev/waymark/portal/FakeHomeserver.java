// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in a homeserver's place: notes what it is asked, and answers as a test tells it to. */
final class FakeHomeserver implements AutoCloseable {

    /**
     * A request as it came.
     *
     * @param latin1 its body, a character a byte
     */
    record Received(String method, URI uri, Headers headers, String latin1) {

        /** All values of a header. */
        List<String> all(String header) {
            return headers.getOrDefault(header, List.of());
        }

        byte[] body() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    /** How to answer. */
    @FunctionalInterface
    interface Script {
        void answer(Received request, HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Received> probed = new CopyOnWriteArrayList<>();
    private volatile Script script = FakeHomeserver::logIn;
    private volatile Script probeScript = FakeHomeserver::tellVersions;

    FakeHomeserver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            Received request = new Received(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            if (request.uri().getPath().endsWith(TargetProbes.VERSIONS)) {
                probed.add(request);
                probeScript.answer(request, exchange);
            } else {
                received.add(request);
                script.answer(request, exchange);
            }
        }
    }

    private static void tellVersions(Received request, HttpExchange exchange) throws IOException {
        send(exchange, 200, "{\"versions\":[\"v1.11\"]}");
    }

    /** Answers the login of whatever user, with an access token that holds the user's name. */
    private static void logIn(Received request, HttpExchange exchange) throws IOException {
        String user = request.text().replaceFirst("(?s).*\"user\":\\s*\"([^\"]*)\".*", "$1");
        String token = RunningPortal.SECRET + " of " + user;
        send(exchange, 200, "{\"user_id\":\"" + user + "\",\"access_token\":\"" + token + "\",\"device_id\":\"D\"}");
    }

    /** Forgets what it received and what it was told. */
    void reset() {
        received.clear();
        script = FakeHomeserver::logIn;
        probed.clear();
        probeScript = FakeHomeserver::tellVersions;
    }

    void answers(Script how) {
        script = how;
    }

    void answers(int status, String json) {
        script = (request, exchange) -> send(exchange, status, json);
    }

    /** How to answer {@code GET /versions}, by which portals probe; which is no matter of {@link #received}. */
    void answersProbes(Script how) {
        probeScript = how;
    }

    void answersProbes(int status, String json) {
        probeScript = (request, exchange) -> send(exchange, status, json);
    }

    List<Received> probed() {
        return probed;
    }

    static void send(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, json.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** With {@code Transfer-Encoding: chunked}, a chunk a piece. */
    static void sendChunked(HttpExchange exchange, List<byte[]> pieces) throws IOException {
        sendChunked(exchange, 200, pieces);
    }

    static void sendChunked(HttpExchange exchange, int status, List<byte[]> pieces) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, 0);
        for (byte[] piece : pieces) {
            exchange.getResponseBody().write(piece);
            exchange.getResponseBody().flush();
        }
    }

    String baseUrl() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
