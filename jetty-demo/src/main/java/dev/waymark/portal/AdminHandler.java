// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Health and metrics. Nothing of a request is looked at but method and path; no page of another origin may read the answers.
 */
final class AdminHandler extends Handler.Abstract {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Health> health;
    private final Supplier<String> metrics;

    AdminHandler(Supplier<Health> health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        String method = request.getMethod();
        String path = request.getHttpURI().getPath();
        if (!isOurs(path)) {
            answer(
                    response,
                    callback,
                    HttpStatus.NOT_FOUND_404,
                    TEXT,
                    "not found; there are /health, /health/live, /health/ready and /metrics\n");
        } else if (!"GET".equals(method) && !"HEAD".equals(method)) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
            answer(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, TEXT, "only GET and HEAD\n");
        } else {
            answer(path, response, callback);
        }
        return true;
    }

    private static boolean isOurs(String path) {
        return switch (path) {
            case "/health", "/health/live", "/health/ready", "/metrics" -> true;
            default -> false;
        };
    }

    private void answer(String path, Response response, Callback callback) {
        switch (path) {
            case "/health/live" -> answer(response, callback, HttpStatus.OK_200, TEXT, "live\n");
            case "/health/ready" -> {
                Health now = health.get();
                answer(response, callback, status(now), TEXT, now.isReady() ? "ready\n" : now.status() + "\n");
            }
            case "/metrics" -> answer(response, callback, HttpStatus.OK_200, PROMETHEUS, metrics.get());
            default -> {
                Health now = health.get();
                answer(response, callback, status(now), Json.TYPE, now.json());
            }
        }
    }

    private static int status(Health health) {
        return health.isReady() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
    }

    /** Jetty leaves out the body of an answer to HEAD. */
    private static void answer(Response response, Callback callback, int status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
