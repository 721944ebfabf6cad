// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that a homeserver compressed itself (RFC 1952). Read here rather than by the JDK's {@code GZIPInputStream}, which
 * runs out of stack where many empty members follow each other, and does not see what follows the last.
 */
final class Gzip {

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;

    // What the flags of a header announce, in the order in which it follows.
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CHECK = 2;
    private static final int RESERVED = 0xe0;

    private final byte[] body;
    private final int length;
    private final int max;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[4096];
    private int at;

    private Gzip(byte[] body, int length, int max) {
        this.body = body;
        this.length = length;
        this.max = max;
    }

    /** The plain body of the first {@code length} bytes, or null where they are not gzip, or hold more than {@code max}. */
    static byte @Nullable [] unzip(byte[] body, int length, int max) {
        Inflater inflater = new Inflater(true);
        try {
            Gzip gzip = new Gzip(body, length, max);
            do {
                if (!gzip.header() || !gzip.member(inflater)) {
                    return null;
                }
                inflater.reset();
            } while (gzip.at < length);
            return gzip.plain.toByteArray();
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    static byte[] zip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(plain.length);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return zipped.toByteArray();
    }

    /** Goes on to behind the header of a member; false where there is none. */
    private boolean header() {
        int start = at;
        if (length - at < FIXED_HEADER || unsigned(at) != 0x1f || unsigned(at + 1) != 0x8b || unsigned(at + 2) != 8) {
            return false;
        }
        int flags = unsigned(at + 3);
        at += FIXED_HEADER;
        boolean whole = (flags & RESERVED) == 0
                && ((flags & EXTRA) == 0 || extra())
                && ((flags & NAME) == 0 || text())
                && ((flags & COMMENT) == 0 || text());
        return whole && ((flags & HEADER_CHECK) == 0 || headerCheck(start));
    }

    private boolean extra() {
        if (length - at < 2) {
            return false;
        }
        at += 2 + unsigned(at) + (unsigned(at + 1) << 8);
        return at <= length;
    }

    private boolean text() {
        while (at < length && body[at] != 0) {
            at++;
        }
        return at++ < length;
    }

    private boolean headerCheck(int start) {
        CRC32 check = new CRC32();
        check.update(body, start, at - start);
        at += 2;
        return at <= length && (check.getValue() & 0xffff) == (unsigned(at - 2) | unsigned(at - 1) << 8);
    }

    /** Goes on to behind the data and the trailer of a member; false where that is not what it should be. */
    private boolean member(Inflater inflater) throws DataFormatException {
        CRC32 check = new CRC32();
        inflater.setInput(body, at, length - at);
        while (!inflater.finished()) {
            int count = inflater.inflate(chunk);
            if (count > max - plain.size() || (count == 0 && !inflater.finished())) {
                return false;
            }
            check.update(chunk, 0, count);
            plain.write(chunk, 0, count);
        }
        at = length - inflater.getRemaining() + TRAILER;
        return at <= length
                && littleEndian(at - TRAILER) == check.getValue()
                && littleEndian(at - TRAILER / 2) == (inflater.getBytesWritten() & 0xffffffffL);
    }

    private long littleEndian(int place) {
        return unsigned(place)
                | unsigned(place + 1) << 8
                | unsigned(place + 2) << 16
                | (long) unsigned(place + 3) << 24;
    }

    private int unsigned(int place) {
        return body[place] & 0xff;
    }
}
