// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The container's async context, except that {@link #complete()} first sends on what was held back. */
final class CapturingAsyncContext implements AsyncContext {

    private final AsyncContext actual;
    private final Capture capture;
    private final boolean original;
    private final @Nullable String uri;

    /**
     * One that was started without arguments is {@code original} to the homeserver, though not to the container.
     *
     * @param uri where it then leads to, if the container's own request is somewhere else by now: Jetty before ee10 moves
     *     that one in a forward, and would lead to where the forward did
     */
    CapturingAsyncContext(AsyncContext actual, Capture capture, boolean original, @Nullable String uri) {
        this.actual = actual;
        this.capture = capture;
        this.original = original;
        this.uri = uri;
    }

    @Override
    public void complete() {
        capture.complete(actual);
    }

    @Override
    public void dispatch() {
        capture.async().dispatching();
        if (uri != null && actual.getRequest() instanceof HttpServletRequest request) {
            actual.dispatch(uri.substring(request.getContextPath().length()));
        } else {
            actual.dispatch();
        }
    }

    @Override
    public void dispatch(String path) {
        capture.async().dispatching();
        actual.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        capture.async().dispatching();
        actual.dispatch(context, path);
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return original || actual.hasOriginalRequestAndResponse();
    }

    @Override
    public void addListener(AsyncListener listener) {
        actual.addListener(new Listener(listener));
        capture.async().listenLast(actual);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        actual.addListener(new Listener(listener), request, response);
        capture.async().listenLast(actual);
    }

    @Override
    public ServletRequest getRequest() {
        return actual.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return actual.getResponse();
    }

    @Override
    public void start(Runnable task) {
        actual.start(task);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return actual.createListener(type);
    }

    @Override
    public void setTimeout(long milliseconds) {
        actual.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return actual.getTimeout();
    }

    /** The homeserver's listener, told of this context: a timeout handler completes through the event that it gets. */
    private final class Listener implements AsyncListener {

        private final AsyncListener listener;

        Listener(AsyncListener listener) {
            this.listener = listener;
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            listener.onComplete(ours(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            listener.onTimeout(ours(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            listener.onError(ours(event));
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            AsyncContext restarted = capture.async().context(event.getAsyncContext());
            listener.onStartAsync(of(restarted, event));
        }

        private AsyncEvent ours(AsyncEvent event) {
            return of(CapturingAsyncContext.this, event);
        }

        private static AsyncEvent of(AsyncContext context, AsyncEvent event) {
            return new AsyncEvent(
                    context, event.getSuppliedRequest(), event.getSuppliedResponse(), event.getThrowable());
        }
    }
}
