// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A homeserver's answer on its way to the client. It is collected until it is whole, and only then is anything of it sent: a homeserver that
 * breaks off makes an error of the portal, and not half an answer. One that is larger than any login's streams, and ends with the connection
 * where the homeserver breaks off.
 *
 * <p>No thread waits for the homeserver or the client. At any time one party has the next step: Jetty's client, until it has called
 * {@link #onContent} or {@link #onComplete}; or, where something is to be written, who calls {@link #onWritePossible}, until it is. All that
 * touches the client's side does so in a step of the {@link OpenRequest}.
 */
final class ForwardedAnswer
        implements Response.HeadersListener, Response.AsyncContentListener, Response.CompleteListener, WriteListener {

    /** The largest answer that is collected, in bytes. Login answers have a few hundred. */
    static final int MAX_COLLECTED = 1 << 20;

    /** What is written without asking whether there is room: less than Jetty gathers before it writes to the network. */
    private static final int SMALL = 4 << 10;

    private static final int INITIAL_SIZE = 512;

    private final OpenRequest open;
    private final Scheduler scheduler;
    private final Duration timeout;

    private byte[] collected = {};
    private int size;
    private boolean streaming;

    /** What is to be written, and what is to be done when it is. */
    private byte @Nullable [] pending;

    private @Nullable Runnable next;

    private @Nullable Response streamed;
    private Scheduler.@Nullable Task deadline;

    /**
     * An answer to be.
     *
     * @param timeout how long the client may take to receive an answer that it cannot be sent at once
     */
    ForwardedAnswer(OpenRequest open, Scheduler scheduler, Duration timeout) {
        this.open = open;
        this.scheduler = scheduler;
        this.timeout = timeout;
    }

    // From the homeserver.

    @Override
    public void onHeaders(Response head) {
        if (head.getStatus() < HttpServletResponse.SC_OK) {
            // That Jetty's client has no use for: an upgrade that nobody asked for.
            stop(head, new IOException("an interim answer in the place of an answer"));
        }
    }

    @Override
    public void onContent(Response head, Content.Chunk chunk, Runnable demander) {
        ByteBuffer content = chunk.getByteBuffer();
        int length = content.remaining();
        if (!streaming && length <= MAX_COLLECTED - size) {
            collect(content, length);
            demander.run();
            return;
        }
        byte[] bytes = new byte[size + length];
        System.arraycopy(collected, 0, bytes, 0, size);
        content.get(bytes, size, length);
        collected = new byte[0];
        size = 0;
        boolean taken = open.step(() -> {
            if (!streaming) {
                streaming = true;
                streamed = head;
                sendHead(head);
                write(bytes, demander, true);
            } else {
                write(bytes, demander, false);
            }
        });
        if (!taken) {
            stop(head, new IOException("the client is gone"));
        }
    }

    private void collect(ByteBuffer content, int length) {
        if (collected.length - size < length) {
            collected = Arrays.copyOf(collected, Math.max(Math.max(INITIAL_SIZE, size + length), 2 * size));
        }
        content.get(collected, size, length);
        size += length;
    }

    @Override
    public void onComplete(Result result) {
        Throwable failure = result.getFailure();
        if (failure == null) {
            open.step(() -> succeed(result.getResponse()));
        } else if (streaming) {
            open.abort(outcome(failure));
        } else {
            LoginOutcome outcome = outcome(failure);
            open.refuse(error(outcome), outcome);
        }
    }

    private void succeed(Response head) throws IOException {
        if (streaming) {
            open.end(LoginOutcome.ANSWERED);
            return;
        }
        sendHead(head);
        if (size > SMALL) {
            deadline = scheduler.schedule(
                    () -> open.abort(LoginOutcome.CLIENT_GONE), timeout.toMillis(), TimeUnit.MILLISECONDS);
            write(Arrays.copyOf(collected, size), this::written, true);
        } else {
            if (size > 0) {
                open.response().getOutputStream().write(collected, 0, size);
            }
            open.end(LoginOutcome.ANSWERED);
        }
    }

    private void written() {
        if (deadline != null) {
            deadline.cancel();
        }
        open.end(LoginOutcome.ANSWERED);
    }

    private static LoginOutcome outcome(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
            return LoginOutcome.TIMED_OUT;
        }
        return failure instanceof RejectedExecutionException ? LoginOutcome.OVERLOADED : LoginOutcome.UNREACHABLE;
    }

    private static MatrixError error(LoginOutcome outcome) {
        return switch (outcome) {
            case TIMED_OUT -> MatrixError.TIMED_OUT;
            case OVERLOADED -> MatrixError.OVERLOADED;
            default -> MatrixError.UNREACHABLE;
        };
    }

    // To the client.

    private void sendHead(Response head) {
        open.response().setStatus(head.getStatus());
        for (HttpField header : head.getHeaders()) {
            if (ForwardingServlet.isPassedOn(head, header)) {
                addHeader(header);
            }
        }
        open.addOwnHeaders();
    }

    private void addHeader(HttpField header) {
        HttpServletResponse response = open.response();
        if (header.getHeader() == HttpHeader.SET_COOKIE || header.getHeader() == HttpHeader.CONTENT_TYPE) {
            // Past the Servlet API, by which Jetty reads these two and writes them anew.
            ServletContextResponse.getServletContextResponse(response)
                    .getWrapped()
                    .getHeaders()
                    .add(new HttpField(header.getHeader(), header.getName(), header.getValue()));
        } else if (header.getHeader() == HttpHeader.DATE) {
            // In the place of Jetty's own.
            response.setHeader(header.getName(), header.getValue());
        } else {
            response.addHeader(header.getName(), header.getValue());
        }
    }

    private void write(byte[] bytes, Runnable whenWritten, boolean first) throws IOException {
        pending = bytes;
        next = whenWritten;
        if (first) {
            // Has the container call back.
            open.response().getOutputStream().setWriteListener(this);
        } else {
            proceed();
        }
    }

    @Override
    public void onWritePossible() {
        open.step(this::proceed);
    }

    private void proceed() throws IOException {
        ServletOutputStream out = open.response().getOutputStream();
        byte[] bytes = pending;
        if (bytes != null) {
            pending = null;
            out.write(bytes);
        }
        // Where it is not, the container calls back, perhaps at once and in another thread.
        if (out.isReady()) {
            Runnable then = next;
            next = null;
            if (then != null) {
                then.run();
            }
        }
    }

    /** The client is gone, or the response has been aborted. */
    @Override
    public void onError(Throwable failure) {
        open.end(LoginOutcome.CLIENT_GONE);
        Response unfinished = streamed;
        if (unfinished != null) {
            stop(unfinished, failure);
        }
    }

    /** Has Jetty's client break off, if it has not ended; then {@link #onComplete} hears of it. */
    private static void stop(Response unfinished, Throwable why) {
        CompletableFuture<?> unused = unfinished.abort(why);
    }
}
