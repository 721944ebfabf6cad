// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of the response that the homeserver sees, and the answers that it leaves to the container.
 *
 * <p>They go to the container at once, in the homeserver's order, so that all side effects are its own; except those that a
 * changed body makes false, which not every container lets one take back ({@link HeldHeaders}). The length is set again if
 * the body changes. Once the response is committed to the homeserver's eyes, further headers are ignored as the container
 * would.
 */
abstract class CapturingHead extends HttpServletResponseWrapper {

    /** What is answered with {@link #setStatusUnavailable()}. */
    static final String UNAVAILABLE =
            "{\"errcode\":\"M_UNKNOWN\",\"error\":\"The homeserver for this login cannot be determined at the moment\"}";

    private static final String CONTENT_ENCODING = "Content-Encoding";

    final Capture capture;
    final HeldHeaders heldHeaders = new HeldHeaders();
    final DeclaredLength declaredLength;
    /** The homeserver's, where the container has committed the response, and compresses it. */
    private @Nullable String encodingsBefore;

    CapturingHead(Capture capture, HttpServletResponse actual) {
        super(actual);
        this.capture = capture;
        this.declaredLength = new DeclaredLength(capture);
    }

    /** What holds the body, if the homeserver has begun one. */
    abstract @Nullable Held held();

    // For the capture: the container's response, past what the homeserver sees of it.

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
                && (encoding() == null || (isGzip() && held instanceof CapturingOutputStream));
    }

    private String encodings() {
        Collection<String> values = super.getHeaders(CONTENT_ENCODING);
        return values.isEmpty() ? "" : String.join(", ", values);
    }

    private @Nullable String encoding() {
        String encodings = encodingsBefore != null ? encodingsBefore : encodings();
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

    /** Whether a changed body would leave the headers as they are. */
    boolean headersAreFinal() {
        return !declaredLength.isSet() && heldHeaders.isEmpty();
    }

    /** Has the container commit status and headers, if it takes a flush for that; it may add an encoding of its own. */
    boolean commit() throws IOException {
        String before = encodings();
        super.flushBuffer();
        if (super.isCommitted()) {
            encodingsBefore = before;
        }
        return super.isCommitted();
    }

    void setStatusUnavailable() {
        super.setStatus(SC_SERVICE_UNAVAILABLE);
    }

    /** What is committed the container refuses to change, in its own way; for that it has to have seen it. */
    final void releaseIfFrozen() {
        if (capture.isFrozen()) {
            release();
        }
    }

    final void release() {
        try {
            capture.release();
        } catch (IOException e) {
            throw new IllegalStateException("the response was sent, and the client is gone", e);
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
        releaseIfFrozen();
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
