// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.LoginRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The container's reader of a request body, of which a copy is kept of what goes by: decoded as the homeserver sees it.
 * What is not overridden here is done by {@link BufferedReader} and {@link java.io.Reader} with what is.
 */
final class CopyingReader extends BufferedReader implements RequestCopy.Source {

    /** Room for a login request as clients write them; it grows where that is not enough. */
    private static final int INITIAL_SIZE = 512;

    private static final char[] NONE = {};

    private final BufferedReader actual;
    private final RequestCopy copy;

    private char[] copied = NONE;
    private int size;
    private int marked;
    private boolean tooMuch;

    CopyingReader(BufferedReader actual, RequestCopy copy) {
        // A buffer that nothing goes through.
        super(actual, 1);
        this.actual = actual;
        this.copy = copy;
    }

    BufferedReader actual() {
        return actual;
    }

    @Override
    public int read() throws IOException {
        int read = actual.read();
        if (read >= 0 && hasRoom(1)) {
            copied[size++] = (char) read;
        }
        return read;
    }

    @Override
    public int read(char[] characters) throws IOException {
        int read = actual.read(characters);
        add(characters, 0, read);
        return read;
    }

    @Override
    public int read(char[] characters, int offset, int length) throws IOException {
        int read = actual.read(characters, offset, length);
        add(characters, offset, read);
        return read;
    }

    /** Which end a line had is gone, and all are the same to JSON: space, or wrong. */
    @Override
    public @Nullable String readLine() throws IOException {
        String line = actual.readLine();
        if (line != null && hasRoom(line.length() + 1)) {
            line.getChars(0, line.length(), copied, size);
            size += line.length();
            copied[size++] = '\n';
        }
        return line;
    }

    private void add(char[] characters, int offset, int length) {
        if (length > 0 && hasRoom(length)) {
            System.arraycopy(characters, offset, copied, size, length);
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
        char[] characters = copied;
        return LoginRequest.read(characters, Math.min(size, characters.length));
    }

    // Not copied, since the homeserver does not see it.
    @Override
    public long skip(long length) throws IOException {
        return actual.skip(length);
    }

    @Override
    public boolean ready() throws IOException {
        return actual.ready();
    }

    @Override
    public boolean markSupported() {
        return actual.markSupported();
    }

    @Override
    public void mark(int limit) throws IOException {
        actual.mark(limit);
        marked = size;
    }

    @Override
    public void reset() throws IOException {
        actual.reset();
        size = tooMuch ? 0 : marked;
    }

    @Override
    public void close() throws IOException {
        actual.close();
    }
}
