// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * A request for which async has been started, until it has ended, once. Jetty uses request and response again for the next client as soon as
 * one has: whoever answers does it here, under one lock, and finds the door shut when another was first, the container included. Nothing that
 * is done under it waits for anybody.
 */
final class OpenRequest implements AsyncListener {

    private static final System.Logger LOG = System.getLogger(OpenRequest.class.getName());

    private final ForwardingServlet servlet;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncContext context;
    private boolean open = true;

    /** What needs the request or the response. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private OpenRequest(
            ForwardingServlet servlet, HttpServletRequest request, HttpServletResponse response, AsyncContext context) {
        this.servlet = servlet;
        this.request = request;
        this.response = response;
        this.context = context;
    }

    /** Starts async, without a time limit of the container's: each step has one of its own. */
    static OpenRequest start(ForwardingServlet servlet, HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        OpenRequest started = new OpenRequest(servlet, request, response, context);
        context.addListener(started);
        return started;
    }

    /** To be touched on a thread that the container waits for, or in a {@link #step}. */
    HttpServletRequest request() {
        return request;
    }

    /** As {@link #request}. */
    HttpServletResponse response() {
        return response;
    }

    /**
     * Does something, if the request has not ended; where that fails, the client is gone.
     *
     * @return whether it has been done
     */
    synchronized boolean step(Step step) {
        if (!open) {
            return false;
        }
        try {
            step.run();
            return true;
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the client went away before its request was answered");
            abort(LoginOutcome.CLIENT_GONE);
            return false;
        }
    }

    /** Answers with an error of the portal's own, to which nothing has been added before, and ends. */
    void refuse(MatrixError error, LoginOutcome outcome) {
        step(() -> {
            error.send(response);
            end(outcome);
        });
    }

    /** Adds what the portal itself says; to be called in a step, when all that the homeserver says is there. */
    void addOwnHeaders() {
        servlet.addOwnHeaders(response);
    }

    /** Ends: the response is as it is to be. */
    synchronized void end(LoginOutcome outcome) {
        if (open) {
            open = false;
            servlet.ended(request, outcome, response.getStatus());
            try {
                context.complete();
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, "the client went away before its request was answered");
            }
        }
    }

    /** Ends with the connection, so that nobody takes what was sent for the whole. */
    synchronized void abort(LoginOutcome outcome) {
        if (open) {
            ServletContextRequest.getServletContextRequest(request)
                    .getServletChannel()
                    .abort(new IOException("the answer broke off"));
            end(outcome);
        }
    }

    // The container ends it by itself where the connection is lost.

    @Override
    public void onError(AsyncEvent event) {
        end(LoginOutcome.CLIENT_GONE);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(LoginOutcome.FAILED);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end(LoginOutcome.CLIENT_GONE);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody does.
    }
}
