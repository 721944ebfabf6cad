// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Asks targets for small JSON texts, on the portal's own behalf. No thread waits for an answer. Safe for use by many threads.
 */
final class ProbeClient {

    /** The largest answer that is read, in bytes; a longer one is none of a homeserver's. */
    static final int MAX_ANSWER = 64 << 10;

    private final HttpClient client;
    private final long timeoutMillis;

    /**
     * A client.
     *
     * @param client running, and stopped by whoever started it
     * @param timeout how long an answer as a whole may take
     */
    ProbeClient(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Asks once, and follows no redirect: the outcome, which never is an exception. */
    CompletableFuture<Fetched> get(BaseUrl target, String path) {
        CompletableFuture<Fetched> outcome = new CompletableFuture<>();
        try {
            client.newRequest(target + path)
                    // Not by the connections of logins, nor in their queue.
                    .tag(ProbeClient.class)
                    // A connection that is kept may be one that the target just gives up.
                    .headers(headers -> headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString()))
                    .accept(Json.TYPE)
                    .agent("Waymark")
                    .followRedirects(false)
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .idleTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .send(new BufferingResponseListener(MAX_ANSWER) {
                        @Override
                        public void onComplete(Result result) {
                            outcome.complete(outcomeOf(result, getContent()));
                        }
                    });
        } catch (RuntimeException e) {
            outcome.complete(Fetched.failed(Fault.of(e)));
        }
        return outcome;
    }

    private static Fetched outcomeOf(Result result, byte @Nullable [] content) {
        if (result.isFailed()) {
            return Fetched.failed(Fault.of(result.getFailure()));
        }
        int status = result.getResponse().getStatus();
        if (HttpStatus.isServerError(status)) {
            return Fetched.failed(Fault.SERVER_ERROR);
        }
        String json = status == HttpStatus.OK_200 && content != null ? decode(content) : null;
        return json == null ? Fetched.failed(Fault.NOT_A_HOMESERVER) : Fetched.of(json);
    }

    /** Null where it is not in UTF-8, which all of the client-server API is. */
    private static @Nullable String decode(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
