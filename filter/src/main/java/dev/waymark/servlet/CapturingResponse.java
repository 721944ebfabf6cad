// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The response that the homeserver sees: the container's own, except that the body is held back.
 *
 * <p>Status and headers go to the container at once, in the homeserver's order, so that all side effects are its own;
 * except those that a changed body makes false, which not every container lets one take back ({@link HeldHeaders}). The
 * length is set again if the body changes. Once the homeserver has flushed, the response is committed to its eyes, and
 * further headers are ignored as the container would.
 */
final class CapturingResponse extends HttpServletResponseWrapper {

    private static final String CONTENT_ENCODING = "Content-Encoding";

    private final Capture capture;
    private final HeldHeaders heldHeaders = new HeldHeaders();
    private @Nullable CapturingOutputStream stream;
    private @Nullable CapturingWriter writer;
    private final DeclaredLength declaredLength;
    private boolean closeIsNext;

    CapturingResponse(Capture capture, HttpServletResponse actual) {
        super(actual);
        this.capture = capture;
        this.declaredLength = new DeclaredLength(capture);
    }

    // For the capture: the container's response, past what the homeserver sees of it.

    @Nullable
    Held held() {
        return stream != null ? stream : writer;
    }

    boolean holdsBody() {
        Held held = held();
        return held != null && held.size() > 0;
    }

    boolean isOk() {
        return super.getStatus() == SC_OK;
    }

    /** Whether a changed body could be sent with headers that are true of it. */
    boolean mayChange(Held held) {
        return isOk()
                && (!super.isCommitted() || capture.hasCommitted())
                && (declaredLength.isSet()
                        ? declaredLength.isOf(held)
                        : !DeclaredLength.isIn((HttpServletResponse) getResponse()))
                && !HeldHeaders.isAnyIn((HttpServletResponse) getResponse())
                && (encoding() == null || (isGzip() && stream != null));
    }

    private @Nullable String encoding() {
        String encodings = String.join(", ", super.getHeaders(CONTENT_ENCODING));
        return encodings.isEmpty() || "identity".equalsIgnoreCase(encodings) ? null : encodings;
    }

    boolean isGzip() {
        String encoding = encoding();
        return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
    }

    /** Brings the headers in line with the body that is sent. */
    void settleHeaders(boolean changed, long growth) {
        if (changed) {
            heldHeaders.clear();
            if (declaredLength.isSet()) {
                super.setContentLengthLong(declaredLength.get() + growth);
            }
        } else {
            heldHeaders.sendTo((HttpServletResponse) getResponse());
        }
    }

    /** The length that the homeserver declared, or less than 0. */
    long declaredLength() {
        return declaredLength.get();
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

    /** Whether a changed body would leave the headers as they are. */
    boolean headersAreFinal() {
        return !declaredLength.isSet() && heldHeaders.isEmpty();
    }

    boolean isCommittedByContainer() {
        return super.isCommitted();
    }

    void setStatusUnavailable() {
        super.setStatus(SC_SERVICE_UNAVAILABLE);
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
            letGo();
        } else {
            letGoIfFrozen();
        }
        super.setBufferSize(size);
    }

    @Override
    public void reset() {
        letGoIfFrozen();
        super.reset();
        if (!capture.hasEnded()) {
            heldHeaders.clear();
            declaredLength.clear();
            takeBack();
        }
    }

    @Override
    public void resetBuffer() {
        letGoIfFrozen();
        super.resetBuffer();
        Held held = held();
        if (!capture.hasEnded() && held != null) {
            held.clear();
            capture.rewind();
        }
    }

    /** Forgets what was written, and whether by a stream or a writer, since the homeserver may choose anew. */
    private void takeBack() {
        capture.rewind();
        writer = null;
        if (stream != null) {
            stream.clear();
            // One that the container calls back for stays so, and must stay ours.
            stream = stream.isNonBlocking() ? stream : null;
        }
    }

    // The container answers in the homeserver's place.

    @Override
    public void sendError(int status) throws IOException {
        answerByContainer(true, () -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        answerByContainer(true, () -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        answerByContainer(true, () -> super.sendRedirect(location));
    }

    // The three forms of Servlet 6.1; older containers do not know them, and never call them.

    @Override
    public void sendRedirect(String location, int status) throws IOException {
        answerByContainer(true, () -> super.sendRedirect(location, status));
    }

    @Override
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        answerByContainer(clearBuffer, () -> super.sendRedirect(location, clearBuffer));
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        answerByContainer(clearBuffer, () -> super.sendRedirect(location, status, clearBuffer));
    }

    private interface Answer {
        void send() throws IOException;
    }

    /** The container first gets what it would have by now: the headers, and the body where that is to go out. */
    private void answerByContainer(boolean withoutBody, Answer answer) throws IOException {
        if (!withoutBody || capture.isFrozen()) {
            capture.release();
        } else if (!capture.hasEnded()) {
            heldHeaders.sendTo((HttpServletResponse) getResponse());
        }
        answer.send();
        // Not before: where the container refuses, the homeserver's response stands.
        capture.discard();
    }

    /** What is committed the container refuses to change, in its own way; for that it has to have seen it. */
    private void letGoIfFrozen() {
        if (capture.isFrozen()) {
            letGo();
        }
    }

    private void letGo() {
        try {
            capture.release();
        } catch (IOException e) {
            throw new IllegalStateException("the response was sent, and the client is gone", e);
        }
    }

    // Status and headers.

    @Override
    public void setStatus(int status) {
        unlessFrozen(() -> super.setStatus(status));
    }

    @Override
    public void addCookie(Cookie cookie) {
        unlessFrozen(() -> super.addCookie(cookie));
    }

    @Override
    public void setHeader(String name, String value) {
        header(name, value, true, () -> super.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
        header(name, value, false, () -> super.addHeader(name, value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        header(name, Integer.toString(value), true, () -> super.setIntHeader(name, value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        header(name, Integer.toString(value), false, () -> super.addIntHeader(name, value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        unlessFrozen(() -> super.setDateHeader(name, date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        unlessFrozen(() -> super.addDateHeader(name, date));
    }

    @Override
    public void setContentLength(int length) {
        unlessFrozen(() -> declaredLength.set(length, held(), () -> super.setContentLength(length)));
    }

    @Override
    public void setContentLengthLong(long length) {
        unlessFrozen(() -> declaredLength.set(length, held(), () -> super.setContentLengthLong(length)));
    }

    @Override
    public void setContentType(@Nullable String type) {
        unlessFrozen(() -> super.setContentType(type));
    }

    // Not the newer form: the container is to get the very call that the homeserver made.
    @SuppressWarnings("PreferCharsetOverload")
    @Override
    public void setCharacterEncoding(@Nullable String charset) {
        unlessFrozen(() -> super.setCharacterEncoding(charset));
    }

    // Of Servlet 6.1.
    @Override
    public void setCharacterEncoding(Charset charset) {
        unlessFrozen(() -> super.setCharacterEncoding(charset));
    }

    @Override
    public void setLocale(Locale locale) {
        unlessFrozen(() -> super.setLocale(locale));
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        letGoIfFrozen();
        super.setTrailerFields(supplier);
    }

    @Override
    public boolean containsHeader(String name) {
        return heldHeaders.first(name) != null || super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        String value = heldHeaders.first(name);
        return value != null ? value : super.getHeader(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        Collection<String> values = heldHeaders.all(name);
        return values.isEmpty() ? super.getHeaders(name) : values;
    }

    @Override
    public Collection<String> getHeaderNames() {
        return heldHeaders.namesWith(super.getHeaderNames());
    }

    private void unlessFrozen(Runnable setter) {
        if (!capture.isFrozen()) {
            setter.run();
        }
    }

    private void header(String name, @Nullable String value, boolean replaces, Runnable setter) {
        if (capture.isFrozen()) {
            return;
        }
        if (capture.hasEnded() || !isOk() || !HeldHeaders.isOne(name)) {
            declaredLength.set(name, value, held(), setter);
        } else if (replaces) {
            heldHeaders.set(name, value);
        } else {
            heldHeaders.add(name, value);
        }
    }
}
