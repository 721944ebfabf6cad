// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a capture knows of the asynchronous homeserver: whether it is at work, and who hears of its end. */
final class AsyncCycle {

    private final Capture capture;
    private final HttpServletRequest request;

    /** The context that the homeserver got, and whether it is to end it: false again in the dispatch that follows. */
    private volatile @Nullable CapturingAsyncContext context;

    private volatile boolean running;
    private volatile boolean awaitingDispatch;
    private volatile @Nullable Fallback fallback;
    /** Of the request as the container dispatched it. */
    private volatile String uri;

    AsyncCycle(Capture capture, HttpServletRequest request) {
        this.capture = capture;
        this.request = request;
        this.uri = request.getRequestURI();
    }

    AsyncContext started(AsyncContext actual, boolean original) {
        String moved = original && !uri.equals(request.getRequestURI()) ? uri : null;
        CapturingAsyncContext ours = new CapturingAsyncContext(actual, capture, original, moved);
        context = ours;
        running = true;
        listenLast(actual);
        return ours;
    }

    /** Hears of the end of the cycle after all listeners that the homeserver has added, of which one may answer. */
    void listenLast(AsyncContext actual) {
        Fallback added = new Fallback();
        fallback = added;
        actual.addListener(added);
    }

    /** The context that the homeserver knows, for the container's one. */
    AsyncContext context(AsyncContext actual) {
        CapturingAsyncContext ours = context;
        return ours == null ? actual : ours;
    }

    /** The homeserver wants a dispatch. */
    void dispatching() {
        awaitingDispatch = true;
    }

    /** The dispatch has come by the filter. */
    void dispatched() {
        awaitingDispatch = false;
        running = false;
        uri = request.getRequestURI();
    }

    boolean isRunning() {
        return running;
    }

    boolean isAwaitingDispatch() {
        return awaitingDispatch;
    }

    /** Sees the end of a cycle that the homeserver itself did not end through its context. */
    private final class Fallback implements AsyncListener {

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            fail();
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            fail();
        }

        /** No listener answered, so the container will, and what it does depends on what has been written. */
        private void fail() throws IOException {
            if (isLast() && !awaitingDispatch) {
                capture.release();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            if (isLast()) {
                capture.end();
            }
        }

        private boolean isLast() {
            return this == fallback;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // The wrapped request has seen the restart, and given it a listener of its own.
        }
    }
}
