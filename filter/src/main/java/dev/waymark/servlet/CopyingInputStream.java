// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.LoginRequest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The container's stream of a request body, of which a copy is kept of what goes by. What is not overridden here is done
 * by {@link java.io.InputStream} with what is.
 */
final class CopyingInputStream extends ServletInputStream implements RequestCopy.Source {

    /** Room for a login request as clients write them; it grows where that is not enough. */
    private static final int INITIAL_SIZE = 512;

    private static final byte[] NONE = {};

    private final ServletInputStream actual;
    private final RequestCopy copy;

    private byte[] copied = NONE;
    private int size;
    private int marked;
    private boolean tooMuch;

    CopyingInputStream(ServletInputStream actual, RequestCopy copy) {
        this.actual = actual;
        this.copy = copy;
    }

    ServletInputStream actual() {
        return actual;
    }

    @Override
    public int read() throws IOException {
        int read = actual.read();
        if (read >= 0 && hasRoom(1)) {
            copied[size++] = (byte) read;
        }
        return read;
    }

    @Override
    public int read(byte[] bytes) throws IOException {
        int read = actual.read(bytes);
        add(bytes, 0, read);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = actual.read(bytes, offset, length);
        add(bytes, offset, read);
        return read;
    }

    @Override
    public int readLine(byte[] bytes, int offset, int length) throws IOException {
        int read = actual.readLine(bytes, offset, length);
        add(bytes, offset, read);
        return read;
    }

    // Of Servlet 6.1.
    @Override
    public int read(ByteBuffer buffer) throws IOException {
        // What null is to mean is the container's to say.
        int from = buffer == null ? 0 : buffer.position();
        int read = actual.read(buffer);
        if (read > 0 && buffer != null && hasRoom(read)) {
            buffer.duplicate().position(from).get(copied, size, read);
            size += read;
        }
        return read;
    }

    private void add(byte[] bytes, int offset, int length) {
        if (length > 0 && hasRoom(length)) {
            System.arraycopy(bytes, offset, copied, size, length);
            size += length;
        }
    }

    /** Whether so much more is to be copied; makes room for it. */
    private boolean hasRoom(int more) {
        if (tooMuch) {
            return false;
        }
        if (more > copy.most() - size) {
            tooMuch = true;
            copied = NONE;
            size = 0;
            return false;
        }
        if (size == 0) {
            copy.begins(this);
        }
        if (copied.length - size < more) {
            copied = Arrays.copyOf(
                    copied, Math.max(size + more, Math.min(copy.most(), Math.max(INITIAL_SIZE, 2 * copied.length))));
        }
        return true;
    }

    @Override
    public @Nullable LoginRequest copied() {
        // The homeserver may answer while another of its threads still reads.
        byte[] bytes = copied;
        return LoginRequest.read(bytes, Math.min(size, bytes.length));
    }

    // Not copied, since the homeserver does not see it.
    @Override
    public long skip(long length) throws IOException {
        return actual.skip(length);
    }

    @Override
    public int available() throws IOException {
        return actual.available();
    }

    @Override
    public void close() throws IOException {
        actual.close();
    }

    // No container's stream can do this, but that of a filter in front may.

    @Override
    public boolean markSupported() {
        return actual.markSupported();
    }

    @Override
    public void mark(int limit) {
        actual.mark(limit);
        marked = size;
    }

    @Override
    public void reset() throws IOException {
        actual.reset();
        size = tooMuch ? 0 : marked;
    }

    @Override
    public boolean isFinished() {
        return actual.isFinished();
    }

    @Override
    public boolean isReady() {
        return actual.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        actual.setReadListener(listener);
    }
}
