// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The response that the homeserver sees: the container's own, except that the body is held back. Once the homeserver has
 * flushed, the response is committed to its eyes.
 */
final class CapturingResponse extends CapturingHead {

    private @Nullable CapturingOutputStream stream;
    private @Nullable CapturingWriter writer;
    private boolean closeIsNext;

    CapturingResponse(Capture capture, HttpServletResponse actual) {
        super(capture, actual);
    }

    // For the capture: the container's response, past what the homeserver sees of it.

    @Override
    @Nullable
    Held held() {
        return stream != null ? stream : writer;
    }

    /** Whether this is what holds the body. After a reset, a homeserver may go on with a stream or writer that it had before. */
    @SuppressWarnings("ReferenceEquality")
    boolean isHeldBy(Held held) {
        if (held() == null) {
            if (held instanceof CapturingOutputStream earlier) {
                stream = earlier;
            } else if (held instanceof CapturingWriter earlier) {
                writer = earlier;
            }
        }
        return held() == held;
    }

    boolean isNonBlocking() {
        return stream != null && stream.isNonBlocking();
    }

    boolean holdsBody() {
        Held held = held();
        return held != null && held.size() > 0;
    }

    /** Whether more is held than the container would have kept to itself. Open Liberty says 0, and does keep something. */
    boolean fillsBuffer() {
        Held held = held();
        if (held == null || held.size() == 0) {
            return false;
        }
        int buffer = super.getBufferSize();
        return buffer > 0 && held.size() >= buffer;
    }

    /** The bytes of a text, or none where they cannot be told. */
    byte[] encode(String text) {
        try {
            return text.getBytes(Charset.forName(getCharacterEncoding()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The homeserver has forwarded the request, and with that taken back what it wrote. Jetty empties its own buffer only. */
    void forwarded() {
        resetBuffer();
        if (!capture.hasEnded()) {
            takeBack();
        }
    }

    /**
     * Next, some containers close the response that was forwarded. One that is not theirs they flush before that, or ask for
     * a writer to close.
     */
    void forwardReturned(ServletResponse forwarded) {
        closeIsNext = forwarded == this;
    }

    /** Whether there is nothing more to come but that the container closes the response. */
    boolean isClosedNext() {
        return closeIsNext && held() != null;
    }

    void flushActual() throws IOException {
        super.flushBuffer();
    }

    void forget() {
        heldHeaders.clear();
        Held held = held();
        if (held != null) {
            held.clear();
        }
    }

    // The body.

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        // Asked every time: it is the container that says whether a writer was taken before.
        ServletOutputStream actual = super.getOutputStream();
        if (capture.hasEnded() && stream == null) {
            return actual;
        }
        if (writer != null && stream == null) {
            takeBack();
        }
        if (stream == null) {
            stream = new CapturingOutputStream(actual, capture);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (closeIsNext && writer == null) {
            closeIsNext = false;
            return new PrintWriter(new WriterToClose(this));
        }
        if (writer == null) {
            capture.commitIfFlushed();
        }
        // Taken at once, so that the container settles charset and headers when and as it always does.
        PrintWriter actual = super.getWriter();
        if (capture.hasEnded() && writer == null) {
            return actual;
        }
        if (stream != null && writer == null) {
            takeBack();
        }
        if (writer == null) {
            writer = new CapturingWriter(actual, capture);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        Held held = held();
        if (!capture.holdsFlush(held == null ? 0 : held.size())) {
            super.flushBuffer();
        }
    }

    @Override
    public boolean isCommitted() {
        return capture.isFrozen() || super.isCommitted();
    }

    @Override
    public void setBufferSize(int size) {
        Held held = held();
        if (held != null && held.size() > 0) {
            // Most containers refuse, and only once they have seen what was written.
            release();
        } else {
            releaseIfFrozen();
        }
        super.setBufferSize(size);
    }

    @Override
    public void reset() {
        releaseIfFrozen();
        super.reset();
        capture.holdAgain();
        if (!capture.hasEnded()) {
            heldHeaders.clear();
            declaredLength.clear();
            takeBack();
        }
    }

    @Override
    public void resetBuffer() {
        releaseIfFrozen();
        super.resetBuffer();
        capture.holdAgain();
        Held held = held();
        if (!capture.hasEnded() && held != null) {
            held.clear();
            capture.rewind();
        }
    }

    /** Forgets what was written, and whether by a stream or a writer, since the homeserver may choose anew. */
    private void takeBack() {
        capture.rewind();
        if (writer != null) {
            writer.clear();
            writer = null;
        }
        if (stream != null) {
            stream.clear();
            // One that the container calls back for stays so, and must stay ours.
            stream = stream.isNonBlocking() ? stream : null;
        }
    }
}
