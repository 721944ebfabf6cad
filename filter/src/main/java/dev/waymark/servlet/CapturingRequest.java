// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps asynchronous homeservers on the captured response: without it, the no-argument {@code startAsync} of most
 * containers hands out the container's own response, past every wrapper. Where the rules look at the request's body, it
 * is copied while the homeserver reads it.
 */
final class CapturingRequest extends HttpServletRequestWrapper {

    private final Capture capture;
    private final @Nullable RequestCopy body;

    /** @param body copies what the homeserver reads; null where nobody wants to know */
    CapturingRequest(Capture capture, HttpServletRequest request, @Nullable RequestCopy body) {
        super(request);
        this.capture = capture;
        this.body = body;
    }

    // Asked every time: it is the container that says whether there is one.

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream actual = super.getInputStream();
        return body == null ? actual : body.over(actual);
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader actual = super.getReader();
        return body == null ? actual : body.over(actual);
    }

    @Override
    public AsyncContext startAsync() {
        return capture.async().started(super.startAsync(capture.originalRequest(), capture.response()), true);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return capture.async().started(super.startAsync(request, response), false);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return capture.async().context(super.getAsyncContext());
    }
}
