// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Reads UTF-8 (RFC 3629), without a byte order mark at its beginning. What is malformed becomes {@link #MALFORMED}, which
 * nothing well-formed becomes, so that it can be told where it is. Not safe for use by many threads.
 */
final class Utf8Reader extends Reader {

    /** Half a surrogate pair, in place of some bytes that are not UTF-8. */
    static final char MALFORMED = '\udc80';

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int BUFFER = 1 << 16;

    private final ReadableByteChannel channel;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private final Checksum checksum = new CRC32C();
    private long length;
    private boolean atEnd;
    private boolean atStart = true;
    private boolean malformed;

    /** @param channel which is closed with this */
    Utf8Reader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(char[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (atEnd && !bytes.hasRemaining()) {
                return -1;
            }
            fill();
        }
        int got = Math.min(count, chars.remaining());
        chars.get(into, offset, got);
        return got;
    }

    private void fill() throws IOException {
        chars.clear();
        if (decode().isUnderflow() && !atEnd) {
            readBytes();
            decode();
        }
        chars.flip();
        if (atStart && chars.hasRemaining()) {
            atStart = false;
            if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
    }

    private CoderResult decode() {
        CoderResult result = decoder.decode(bytes, chars, atEnd);
        while (result.isError() && chars.hasRemaining()) {
            malformed = true;
            bytes.position(bytes.position() + result.length());
            chars.put(MALFORMED);
            result = decoder.decode(bytes, chars, atEnd);
        }
        return result;
    }

    private void readBytes() throws IOException {
        bytes.compact();
        int from = bytes.position();
        atEnd = channel.read(bytes) < 0;
        checksum.update(bytes.array(), from, bytes.position() - from);
        length += bytes.position() - from;
        bytes.flip();
    }

    /** Reads to the end, for {@link #checksum} and {@link #length} only. */
    void drain() throws IOException {
        while (!atEnd) {
            bytes.position(bytes.limit());
            readBytes();
        }
    }

    /** Whether anything malformed was read. What is read ahead counts. */
    boolean hasMalformed() {
        return malformed;
    }

    /** The checksum of all bytes, once the end was read. It tells versions of a file apart, and is no proof. */
    long checksum() {
        return checksum.getValue();
    }

    /** How many bytes were read. */
    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
