// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * Keeps asynchronous homeservers on the captured response: without it, the no-argument {@code startAsync} of most
 * containers hands out the container's own response, past every wrapper.
 */
final class CapturingRequest extends HttpServletRequestWrapper {

    private final Capture capture;

    CapturingRequest(Capture capture, HttpServletRequest request) {
        super(request);
        this.capture = capture;
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
