// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.login.Splice;
import dev.waymark.rule.Login;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer that the homeserver writes to. Holds its characters until the capture ends, then writes them through the
 * container's own writer, which alone knows how it encodes them and how it ends a line.
 */
final class CapturingWriter extends PrintWriter implements Held {

    private final PrintWriter actual;
    private final Capture capture;
    private final Text text;

    CapturingWriter(PrintWriter actual, Capture capture) {
        this(actual, capture, new Text(actual, capture));
    }

    private CapturingWriter(PrintWriter actual, Capture capture, Text text) {
        super(text);
        this.actual = actual;
        this.capture = capture;
        this.text = text;
        text.owner = this;
    }

    @Override
    public void println() {
        try {
            text.lineEnd();
        } catch (IOException e) {
            setError();
        }
    }

    // Containers differ in whose locale they take, the machine's or the response's. Where that makes a difference, the
    // text is for the container to write.
    @SuppressWarnings("AnnotateFormatMethod")
    @Override
    public PrintWriter format(String format, @Nullable Object... arguments) {
        String formatted = String.format(format, arguments);
        if (!capture.hasEnded()
                && !formatted.equals(String.format(capture.response().getLocale(), format, arguments))) {
            try {
                capture.release();
            } catch (IOException e) {
                setError();
            }
        }
        if (capture.hasEnded()) {
            actual.format(format, arguments);
        } else {
            write(formatted);
        }
        return this;
    }

    /** The container's writer says what becomes of what is written after that, so this one stays open. */
    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            setError();
        }
    }

    @Override
    public boolean checkError() {
        if (!capture.hasEnded()) {
            flush();
        }
        return capture.hasEnded() && actual.checkError();
    }

    // What is held.

    @Override
    public int size() {
        return text.size;
    }

    @Override
    public long length() {
        return text.length();
    }

    @Override
    public void clear() {
        text.size = 0;
        text.nextCount = 0;
        text.changed = null;
        text.splice = null;
    }

    @Override
    public boolean rewrite(LoginRewriter rewriter, Instruction instruction, Consumer<? super Login.Builder> request) {
        Splice splice = rewriter.rewrite(text.held, text.size, instruction, request);
        text.changed = splice == null ? null : splice.apply(text.held, text.size);
        text.splice = splice;
        return splice != null;
    }

    @Override
    public void replace(String other) {
        text.changed = other.toCharArray();
    }

    @Override
    public long growth() {
        char[] changed = text.changed;
        return changed == null ? 0 : capture.response().encode(new String(changed)).length - text.length();
    }

    @Override
    public void send(Marks marks) throws IOException {
        text.send(marks);
        capture.sent();
    }

    @Override
    public void closeActual() {
        actual.close();
    }

    /** What the print methods write to. */
    private static final class Text extends Writer {

        private static final int INITIAL_SIZE = 512;

        private final PrintWriter actual;
        private final Capture capture;

        private @Nullable CapturingWriter owner;
        private char[] held = new char[INITIAL_SIZE];
        private int size;
        private char @Nullable [] changed;
        private @Nullable Splice splice;

        /** Where the length in bytes is looked at next, and for which declared length that was found out. */
        private long nextCount;

        private long countedFor;

        Text(PrintWriter actual, Capture capture) {
            this.actual = actual;
            this.capture = capture;
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            if (length > 0 && holds(characters[offset], length)) {
                System.arraycopy(characters, offset, held, size, length);
                size += length;
                wrote();
            } else {
                actual.write(characters, offset, length);
            }
        }

        @Override
        public void write(String string, int offset, int length) throws IOException {
            if (length > 0 && holds(string.charAt(offset), length)) {
                string.getChars(offset, offset + length, held, size);
                size += length;
                wrote();
            } else {
                actual.write(string, offset, length);
            }
        }

        /** Its form is the container's own: the place is kept, and a character that JSON takes for a space stands in. */
        void lineEnd() throws IOException {
            if (holds('\n', 1)) {
                capture.mark(Marks.LINE_END, size);
                held[size++] = '\n';
                wrote();
            } else {
                actual.println();
            }
        }

        /** Encoding all of it after every write would take a time that is square in its length. */
        private void wrote() throws IOException {
            long declared = capture.response().declaredLength();
            if (declared >= 0 && (size >= nextCount || declared != countedFor)) {
                long length = length();
                // No charset takes more than four bytes for a character.
                nextCount = size + Math.max(1, (declared - length) / 4);
                countedFor = declared;
                capture.reached(length);
            }
        }

        private long length() {
            return capture.response().encode(new String(held, 0, size)).length;
        }

        private CapturingWriter owner() {
            return Objects.requireNonNull(owner);
        }

        /** Whether what comes is held, for which there then is room; otherwise all before it has been sent on. */
        private boolean holds(char first, int length) throws IOException {
            if (capture.hasEnded()) {
                return false;
            }
            if (!capture.holds(owner(), length, first)) {
                capture.letGo();
                return false;
            }
            if (held.length - size < length) {
                held = Arrays.copyOf(held, Math.max(size + length, held.length * 2));
            }
            return true;
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

        void send(Marks marks) {
            char[] characters = changed != null ? changed : held;
            int length = changed != null ? changed.length : size;
            Marks steps = changed != null && splice == null ? marks.forOther(length) : marks;
            int from = 0;
            for (int i = 0; i < steps.size(); i++) {
                boolean lineEnd = steps.kind(i) == Marks.LINE_END;
                int place = splice == null ? steps.place(i) : splice.newPlace(steps.place(i));
                // A line end that was replaced is gone; a flush comes a little earlier.
                int to = Math.max(from, place);
                if (place >= 0 || !lineEnd) {
                    actual.write(characters, from, to - from);
                    from = to;
                }
                if (steps.kind(i) == Marks.FLUSH) {
                    actual.flush();
                } else if (lineEnd && place >= 0) {
                    actual.println();
                    from++;
                }
            }
            actual.write(characters, from, length - from);
            held = new char[0];
            size = 0;
        }
    }
}
