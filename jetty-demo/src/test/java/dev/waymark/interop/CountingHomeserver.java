// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A homeserver that lets everybody log in, takes its time for it, and counts how often each user did. */
final class CountingHomeserver implements AutoCloseable {

    /** Long enough that there always are logins in flight. */
    private static final long THINKS_MILLIS = 20;

    private final Map<String, AtomicInteger> logins = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer server;

    CountingHomeserver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(threads);
        server.createContext("/_matrix/client/versions", exchange -> answer(exchange, "{\"versions\":[\"v1.11\"]}"));
        server.createContext(Api.LOGIN, this::login);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many logins of a user came here. */
    int loginsOf(String userId) {
        AtomicInteger count = logins.get(userId);
        return count == null ? 0 : count.get();
    }

    private void login(HttpExchange exchange) throws IOException {
        JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
        String userId = body.path("identifier").path("user").asString();
        int number =
                logins.computeIfAbsent(userId, added -> new AtomicInteger()).incrementAndGet();
        ScheduledFuture<?> unused = clock.schedule(
                () -> threads.execute(() -> {
                    try {
                        answer(
                                exchange,
                                "{\"user_id\":\"%s\",\"access_token\":\"token\",\"device_id\":\"DEVICE%d\"}"
                                        .formatted(userId, number));
                    } catch (IOException e) {
                        // The portal was killed.
                        exchange.close();
                    }
                }),
                THINKS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
