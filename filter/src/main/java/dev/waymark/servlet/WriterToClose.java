// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What a container gets that asks for a writer after a forward, only to close it, because it does not know our response.
 * Asking for a real one would add a charset to the headers, even where the stream was taken, and the container asks for
 * none of a response that it knows.
 */
final class WriterToClose extends Writer {

    private final HttpServletResponse response;
    private @Nullable Writer actual;

    /** @param response whose writer is taken after all, should something be written */
    WriterToClose(HttpServletResponse response) {
        this.response = response;
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        if (actual == null) {
            actual = response.getWriter();
        }
        actual.write(characters, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (actual != null) {
            actual.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (actual != null) {
            actual.close();
        } else {
            response.getOutputStream().close();
        }
    }
}
