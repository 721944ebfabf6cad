// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request without holding a thread while the client takes its time, up to a size, and up to a time, which counts from when
 * the request began to come in: a client that drips bytes is not kept for longer than one that sends none.
 */
final class RequestBody implements ReadListener {

    /** Room for a login request as clients write them; it grows where that is not enough. */
    private static final int INITIAL_SIZE = 512;

    /**
     * Of a body that is too large, so many bytes are read and thrown away: a client that is still sending when its connection ends does not get
     * to see why.
     */
    private static final long MAX_DISCARDED = 1 << 20;

    private final ServletInputStream in;
    private final int most;
    private final Receiver receiver;
    private final AtomicBoolean done = new AtomicBoolean();
    private byte[] buffer;
    private int size;
    private volatile long discarded;
    private volatile Scheduler.@Nullable Task deadline;

    /** Is told what came, or that it did not come; one of both, once. */
    interface Receiver {

        /** The whole body. On a thread of the container, which may wait. */
        void received(byte[] body);

        /**
         * None.
         *
         * @param answer {@link MatrixError#TOO_LARGE}, {@link MatrixError#SLOW_REQUEST}, or {@link MatrixError#BAD_REQUEST} where it is
         *     malformed or the client went away; the connection cannot be used for another request then
         * @param clientGone whether the client went away
         */
        void refused(MatrixError answer, boolean clientGone);
    }

    private RequestBody(ServletInputStream in, int most, int expected, Receiver receiver) {
        this.in = in;
        this.most = most;
        this.buffer = new byte[expected];
        this.receiver = receiver;
    }

    /**
     * Begins to read a request for which async has been started.
     *
     * @param most how many bytes are taken
     * @param within how long the whole request may take, head and body
     */
    static void read(HttpServletRequest request, int most, Duration within, Receiver receiver) throws IOException {
        long length = request.getContentLengthLong();
        if (length > MAX_DISCARDED || (length > most && request.getHeader("Expect") != null)) {
            receiver.refused(MatrixError.TOO_LARGE, false);
            return;
        }
        ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
        long left = within.toMillis() - NanoTime.millisSince(jetty.getBeginNanoTime());
        if (left <= 0) {
            receiver.refused(MatrixError.SLOW_REQUEST, false);
            return;
        }
        // One more, to see that there is no more. What a head announces takes no memory before it comes.
        int expected = length < 0 ? INITIAL_SIZE : (int) Math.min(length + 1, INITIAL_SIZE);
        ServletInputStream in = request.getInputStream();
        RequestBody body = new RequestBody(in, most, expected, receiver);
        in.setReadListener(body);
        // Before the listener is called, for which the container waits until the servlet has returned.
        body.deadline = jetty.getComponents().getScheduler().schedule(body::refuseAsSlow, left, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!done.get() && in.isReady()) {
            int read = in.read(buffer, size, buffer.length - size);
            if (read < 0) {
                return;
            }
            size += read;
            if (size > most || discarded > 0) {
                long all = discarded + size;
                discarded = all;
                size = 0;
                if (all > MAX_DISCARDED) {
                    refuse(MatrixError.TOO_LARGE, false);
                    return;
                }
            } else if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * size, most + 1));
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (discarded > 0) {
            refuse(MatrixError.TOO_LARGE, false);
        } else if (done.compareAndSet(false, true)) {
            cancelDeadline();
            receiver.received(Arrays.copyOf(buffer, size));
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (failure instanceof TimeoutException) {
            refuseAsSlow();
        } else {
            refuse(MatrixError.BAD_REQUEST, failure instanceof EOFException);
        }
    }

    private void refuseAsSlow() {
        refuse(discarded > 0 ? MatrixError.TOO_LARGE : MatrixError.SLOW_REQUEST, false);
    }

    private void refuse(MatrixError answer, boolean clientGone) {
        if (done.compareAndSet(false, true)) {
            cancelDeadline();
            receiver.refused(answer, clientGone);
        }
    }

    private void cancelDeadline() {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
    }
}
