// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The answer to something that clients ask before they log in; where it has to be fetched first, no thread waits for it. */
final class ProbeAnswer {

    /** A client asks a few times in a row; what changes is seen soon. */
    private static final String CACHE_CONTROL = "public, max-age=60";

    private static final System.Logger LOG = System.getLogger(ProbeAnswer.class.getName());

    private final Supplier<CompletableFuture<Fetched>> source;

    /** The answer that comes from there; the futures must come to an end by themselves, and not fail. */
    ProbeAnswer(Supplier<CompletableFuture<Fetched>> source) {
        this.source = source;
    }

    /** An answer that is always the same. */
    static ProbeAnswer of(String json) {
        CompletableFuture<Fetched> known = CompletableFuture.completedFuture(Fetched.of(json));
        return new ProbeAnswer(() -> known);
    }

    /** Whether a method asks for an answer: GET, and HEAD, to which the container gives no body. */
    static boolean isFor(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Answers, at once or later. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CompletableFuture<Fetched> answer = source.get();
        if (answer.isDone()) {
            send(response, answer.join());
            return;
        }
        AsyncContext async = request.startAsync();
        // It comes to an end by itself.
        async.setTimeout(0);
        // Not on the thread that fetched it, which must not wait for a slow client.
        CompletableFuture<?> unused = answer.thenAccept(outcome -> async.start(() -> finish(async, response, outcome)));
    }

    private static void finish(AsyncContext async, HttpServletResponse response, Fetched outcome) {
        try {
            send(response, outcome);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client went away before it was answered");
        } finally {
            async.complete();
        }
    }

    private static void send(HttpServletResponse response, Fetched outcome) throws IOException {
        if (outcome.fault() != null) {
            outcome.fault().error().send(response);
        } else if (outcome.json() != null) {
            send(response, outcome.json());
        }
    }

    private static void send(HttpServletResponse response, String json) throws IOException {
        response.setHeader("Cache-Control", CACHE_CONTROL);
        Json.send(response, json);
    }
}
