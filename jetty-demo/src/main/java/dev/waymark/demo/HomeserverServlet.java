// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * HTTP for a demo homeserver: makes a call of a request, and a response of an answer.
 *
 * <p>Calls are answered one at a time, holding the lock, so that the homeserver's state needs none of its own. What a
 * slow client can drag out, reading and writing, is done without it.
 */
final class HomeserverServlet extends HttpServlet {

    /** The largest request body, in bytes: the specification's limit for an event. Larger ones are refused. */
    static final int MAX_BODY = 64 * 1024;

    /** Headers of every response: browsers must be able to read errors as well. */
    static final Map<String, String> HEADERS = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS",
            "Access-Control-Allow-Headers", "X-Requested-With, Content-Type, Authorization",
            "Cache-Control", "no-store, no-cache, must-revalidate");

    private record Reply(int status, JsonNode json) {

        /** Without the body, which may hold an access token. */
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }

    private static final Logger LOG = System.getLogger(HomeserverServlet.class.getName());
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT");
    private static final String BEARER = "Bearer ";

    private final String homeserver;
    private final Router router;
    private final Object lock;
    private final RequestListener listener;
    private final Json json = new Json();

    HomeserverServlet(String homeserver, Router router, Object lock, RequestListener listener) {
        this.homeserver = homeserver;
        this.router = router;
        this.lock = lock;
        this.listener = listener;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing comes out of writing late, failure or not.
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HEADERS.forEach(response::setHeader);
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            report(request, HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        CompletableFuture<Reply> reply = answer(request).handle((answer, failure) -> reply(request, answer, failure));
        if (reply.isDone()) {
            write(request, response, reply.join());
            return;
        }
        AsyncContext async = request.startAsync();
        // The endpoint that waits has a limit of its own.
        async.setTimeout(0);
        reply.thenAccept(late -> writeLate(async, request, response, late));
    }

    private CompletableFuture<JsonNode> answer(HttpServletRequest request) throws IOException {
        try {
            Router.Match match = router.match(request.getMethod(), request.getRequestURI());
            Map<String, String> query = query(request);
            Call call = new Call(json, match.variables(), query, accessToken(request, query), body(request));
            synchronized (lock) {
                return match.endpoint().answer(call);
            }
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Reply reply(HttpServletRequest request, @Nullable JsonNode answer, @Nullable Throwable failure) {
        if (answer != null) {
            return new Reply(HttpServletResponse.SC_OK, answer);
        }
        // A failure on the way to a later answer comes wrapped.
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof MatrixException refusal) {
            return new Reply(refusal.status(), refusal.toJson());
        }
        log(request, Objects.requireNonNull(cause));
        MatrixException internal = MatrixException.internal();
        return new Reply(internal.status(), internal.toJson());
    }

    /** What happened and where, without the message, which could quote what a client sent. */
    private void log(HttpServletRequest request, Throwable failure) {
        LOG.log(
                Level.ERROR,
                "{0}: {1} {2} failed: {3} at {4}",
                homeserver,
                request.getMethod(),
                request.getRequestURI(),
                failure.getClass().getName(),
                Arrays.stream(failure.getStackTrace()).limit(3).toList());
    }

    private void writeLate(AsyncContext async, HttpServletRequest request, HttpServletResponse response, Reply reply) {
        try {
            write(request, response, reply);
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "{0}: a client left before its answer", homeserver);
        } finally {
            async.complete();
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response, Reply reply) throws IOException {
        byte[] body = json.write(reply.json());
        response.setStatus(reply.status());
        response.setContentType("application/json");
        report(request, reply.status());
        response.getOutputStream().write(body);
    }

    private void report(HttpServletRequest request, int status) {
        listener.answered(homeserver, request.getMethod(), request.getRequestURI(), status);
    }

    /** Not by {@code getParameter}, which takes the body of what looks like a form, and curl calls all it sends one. */
    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        String encoded = request.getQueryString();
        if (encoded != null) {
            try {
                UrlEncoded.decodeTo(encoded, query::putIfAbsent, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw MatrixException.invalidParam("query");
            }
        }
        return query;
    }

    private static @Nullable String accessToken(HttpServletRequest request, Map<String, String> query) {
        String authorization = request.getHeader("Authorization");
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : query.get("access_token");
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        if (!METHODS_WITH_BODY.contains(request.getMethod())) {
            return new byte[0];
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw MatrixException.tooLarge();
        }
        return body;
    }
}
