// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server whether a rules file has changed (RFC 9110, section 13): by {@code If-None-Match} and
 * {@code If-Modified-Since}, where it told a tag or a time; and in any case by comparing.
 */
final class UrlWatch implements RuleSource.Watch {

    private final UrlSource source;

    private byte @Nullable [] taken;
    private @Nullable String tag;
    private @Nullable String modified;

    private @Nullable HttpURLConnection running;
    private boolean reading;
    private volatile boolean closed;

    UrlWatch(UrlSource source) {
        this.source = source;
    }

    @Override
    public @Nullable String next() throws IOException {
        try {
            HttpURLConnection connection = source.connection();
            begin(connection);
            try {
                return next(connection);
            } finally {
                end();
            }
        } catch (IOException e) {
            throw RuleText.unreadable(source.name(), e);
        }
    }

    private @Nullable String next(HttpURLConnection connection) throws IOException {
        long end = System.nanoTime() + RuleSource.TOTAL_TIMEOUT.toNanos();
        boolean asksForChange = taken != null && (tag != null || modified != null);
        if (asksForChange) {
            set(connection, "If-None-Match", tag);
            set(connection, "If-Modified-Since", modified);
        }
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_MODIFIED && asksForChange) {
            return null;
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("its server answered " + status + "; expected 200");
        }
        byte[] bytes = body(connection, end);
        String text = RuleText.decode(bytes);
        byte[] digest = RuleText.digest(bytes);
        boolean same = Arrays.equals(taken, digest);
        taken = digest;
        tag = connection.getHeaderField("ETag");
        modified = connection.getHeaderField("Last-Modified");
        return same ? null : text;
    }

    private static void set(HttpURLConnection connection, String header, @Nullable String value) {
        if (value != null) {
            connection.setRequestProperty(header, value);
        }
    }

    /** The whole body: one that was cut off where a length was told is none, which the JDK does not notice. */
    private byte[] body(HttpURLConnection connection, long end) throws IOException {
        long length = connection.getContentLengthLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream in = connection.getInputStream();
        beginReading();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            failIfClosed();
            body.write(buffer, 0, n);
            if (body.size() > RuleSource.MAX_BYTES) {
                break;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        "its server took longer than " + RuleSource.TOTAL_TIMEOUT.toSeconds() + " seconds to send it");
            }
        }
        if (length >= 0 && body.size() < length && body.size() <= RuleSource.MAX_BYTES) {
            throw new IOException("its server broke off after " + body.size() + " of " + length + " bytes");
        }
        return body.toByteArray();
    }

    private synchronized void begin(HttpURLConnection connection) throws IOException {
        failIfClosed();
        reading = false;
        running = connection;
    }

    /** From here on the reader leaves by itself. */
    private synchronized void beginReading() throws IOException {
        failIfClosed();
        reading = true;
    }

    /**
     * Disconnects once. The JDK may read on in a thread of its own what was not read, for as long as a server drips, and holds a lock meanwhile that
     * whoever closes the body a second time, or reads from it, would wait for.
     */
    private synchronized void end() {
        HttpURLConnection last = running;
        running = null;
        if (last != null) {
            last.disconnect();
        }
    }

    private void failIfClosed() throws IOException {
        if (closed) {
            throw new IOException("it is no longer watched");
        }
    }

    @Override
    public Duration interval() {
        return RuleSource.OTHER_INTERVAL;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!reading) {
            end();
        }
    }
}
