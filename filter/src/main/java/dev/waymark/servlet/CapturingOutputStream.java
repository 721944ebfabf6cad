// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.login.Splice;
import dev.waymark.rule.Login;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream that the homeserver writes to. Holds its bytes until the capture ends, then is the container's stream.
 *
 * <p>A homeserver that writes without blocking is called back by the container as ever; since what it writes goes no
 * further than our buffer, the container's stream is always ready for it. When the capture ends, all is written step by
 * step, whenever the stream is ready; the homeserver waits so long, as it would for its own writing.
 */
final class CapturingOutputStream extends ServletOutputStream implements Held {

    /** Room for a login response as homeservers write them; it grows where that is not enough. */
    private static final int INITIAL_SIZE = 512;

    private static final byte[] EMPTY = {};

    private final ServletOutputStream actual;
    private final Capture capture;

    private byte[] body = new byte[INITIAL_SIZE];
    private int size;
    private byte @Nullable [] changed;
    private @Nullable Splice splice;

    private volatile boolean nonBlocking;
    private final AtomicReference<Sending> sending = new AtomicReference<>(Sending.NO);
    /** What is to be sent, step by step, and how far that has come. */
    private Marks steps = new Marks();

    private int nextStep;
    private int sentTo;

    /** Whether what was held is on its way without blocking, and whether the homeserver waits for that. */
    private enum Sending {
        NO,
        YES,
        AWAITED
    }

    CapturingOutputStream(ServletOutputStream actual, Capture capture) {
        this.actual = actual;
        this.capture = capture;
    }

    @Override
    public void write(int b) throws IOException {
        if (capture.hasEnded()) {
            actual.write(b);
        } else if (capture.holds(this, 1, b & 0xff)) {
            room(1)[size++] = (byte) b;
            capture.wrote(Marks.BYTES, this);
        } else {
            passOn(new byte[] {(byte) b}, 0, 1);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (capture.hasEnded()) {
            actual.write(bytes, offset, length);
        } else if (length > 0) {
            if (capture.holds(this, length, bytes[offset] & 0xff)) {
                append(bytes, offset, length);
                capture.wrote(Marks.WRITE, this);
            } else {
                passOn(bytes, offset, length);
            }
        }
    }

    // Of Servlet 6.1.
    @Override
    public void write(ByteBuffer buffer) throws IOException {
        // What null is to mean is the container's to say.
        if (capture.hasEnded() || buffer == null) {
            actual.write(buffer);
            return;
        }
        int length = buffer.remaining();
        if (length > 0) {
            if (capture.holds(this, length, buffer.get(buffer.position()) & 0xff)) {
                buffer.get(room(length), size, length);
                size += length;
                capture.wrote(Marks.BUFFER, this);
            } else if (nonBlocking) {
                byte[] bytes = new byte[length];
                buffer.get(bytes);
                passOn(bytes, 0, length);
            } else {
                capture.letGo();
                actual.write(buffer);
            }
        }
    }

    boolean isNonBlocking() {
        return nonBlocking;
    }

    /** Ends the capture by what is written now. Without blocking, it has to wait behind all that is held. */
    private void passOn(byte[] bytes, int offset, int length) throws IOException {
        if (nonBlocking && !capture.isUntouched()) {
            append(bytes, offset, length);
            // Not as held, which a whole body would be rewritten for: it is over the limit.
            capture.mark(Marks.WRITE, size);
            capture.release();
        } else {
            capture.letGo();
            actual.write(bytes, offset, length);
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, room(length), size, length);
        size += length;
    }

    private byte[] room(int more) {
        if (body.length - size < more) {
            body = Arrays.copyOf(body, Math.max(size + more, body.length * 2));
        }
        return body;
    }

    // ServletOutputStream's own print encodes as ISO-8859-1, some containers' in the response's charset. Where those
    // do not agree on ASCII, the text is for the container to write.
    @Override
    public void print(String text) throws IOException {
        byte[] ascii = String.valueOf(text).getBytes(StandardCharsets.US_ASCII);
        if (!capture.hasEnded() && !Arrays.equals(ascii, capture.response().encode(String.valueOf(text)))) {
            capture.release();
        }
        if (capture.hasEnded()) {
            actual.print(text);
        } else {
            write(ascii);
        }
    }

    @Override
    public void flush() throws IOException {
        if (!capture.holdsFlush(size)) {
            actual.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (capture.hasEnded()) {
            actual.close();
        } else {
            capture.close();
        }
    }

    @Override
    public boolean isReady() {
        return sending.updateAndGet(now -> now == Sending.NO ? now : Sending.AWAITED) == Sending.NO && actual.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        // Said first: the container may call back before its method returns.
        nonBlocking = true;
        try {
            actual.setWriteListener(new Listener(listener));
        } catch (RuntimeException e) {
            nonBlocking = false;
            throw e;
        }
    }

    private final class Listener implements WriteListener {

        private final WriteListener listener;

        Listener(WriteListener listener) {
            this.listener = listener;
        }

        @Override
        public void onWritePossible() throws IOException {
            if (sending.get() == Sending.NO || sendOn()) {
                listener.onWritePossible();
            }
        }

        @Override
        public void onError(Throwable failure) {
            sending.set(Sending.NO);
            capture.failedToSend();
            listener.onError(failure);
        }
    }

    // What is held.

    @Override
    public int size() {
        return size;
    }

    @Override
    public long length() {
        return size;
    }

    @Override
    public void clear() {
        size = 0;
        nextStep = 0;
        sentTo = 0;
        splice = null;
    }

    @Override
    public boolean rewrite(LoginRewriter rewriter, Instruction instruction, Consumer<? super Login.Builder> request) {
        if (!capture.response().isGzip()) {
            Splice found = rewriter.rewrite(body, size, instruction, request);
            changed = found == null ? null : found.apply(body, size);
            splice = found;
        } else {
            byte[] plain = Gzip.unzip(body, size, capture.maxBody());
            Splice found = plain == null ? null : rewriter.rewrite(plain, plain.length, instruction, request);
            changed = found == null || plain == null ? null : Gzip.zip(found.apply(plain, plain.length));
        }
        return changed != null;
    }

    @Override
    public void replace(String other) {
        byte[] bytes = other.getBytes(StandardCharsets.US_ASCII);
        changed = capture.response().isGzip() ? Gzip.zip(bytes) : bytes;
    }

    @Override
    public long growth() {
        return changed == null ? 0 : changed.length - size;
    }

    @Override
    public void send(Marks marks) throws IOException {
        steps = changed != null && splice == null ? marks.forOther(changed.length) : marks;
        if (nonBlocking) {
            sending.set(Sending.YES);
            sendOn();
        } else {
            while (nextStep < steps.size()) {
                sendNext();
            }
            finished();
        }
    }

    /**
     * Sends as long as the container takes it. The container calls back once for every {@code isReady} that said no,
     * perhaps at once and in another thread, so nothing is touched after that.
     *
     * @return whether the homeserver is to be called, which was told to wait
     */
    private boolean sendOn() throws IOException {
        while (nextStep < steps.size()) {
            sendNext();
            if (!actual.isReady()) {
                return false;
            }
        }
        finished();
        return sending.getAndSet(Sending.NO) == Sending.AWAITED;
    }

    private void sendNext() throws IOException {
        byte[] bytes = changed != null ? changed : body;
        int kind = steps.kind(nextStep);
        int place = steps.place(nextStep++);
        int from = sentTo;
        // In the changed text, a place that was replaced is gone, and the next step does the work of this one.
        int to = splice == null ? place : Math.max(from, splice.newPlace(place));
        sentTo = to;
        if (kind == Marks.FLUSH) {
            actual.flush();
        } else if (kind == Marks.BYTES && !nonBlocking) {
            for (int i = from; i < to; i++) {
                actual.write(bytes[i]);
            }
        } else if (kind == Marks.BUFFER && to > from) {
            // By ours, which only hands it on by now: no other method may call what Servlet 5 lacks.
            write(ByteBuffer.wrap(bytes, from, to - from));
        } else if (to > from) {
            actual.write(bytes, from, to - from);
        }
    }

    private void finished() throws IOException {
        body = EMPTY;
        changed = null;
        size = 0;
        capture.sent();
    }

    @Override
    public void closeActual() throws IOException {
        actual.close();
    }
}
