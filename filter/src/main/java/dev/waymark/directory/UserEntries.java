// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.Arrays;

/**
 * Keys and what belongs to them, one after the other in arrays of bytes: without an object, and without a byte that is not
 * needed, for each of some millions. An entry is four things, numbers in seven bits a byte, the lowest first:
 *
 * <pre>
 * lines since the entry before it | length of the key | the key | answer
 * </pre>
 *
 * <p>It is found by its location, which {@link #add} gives. Not safe for use by many threads while it grows.
 */
final class UserEntries {

    /** Bits of the place within a chunk. A chunk is below what garbage collectors treat apart as huge. */
    private static final int CHUNK_BITS = 18;

    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;
    private static final int FIRST_LENGTH = 1 << 12;
    private static final int MAX_NUMBER_LENGTH = 5;
    private static final int MAX_ENTRY_LENGTH = 3 * MAX_NUMBER_LENGTH + KeyBytes.MAX_LENGTH;

    private byte[][] chunks = new byte[1][];
    private int[] ends = new int[1];
    private int[] firstLines = new int[1];
    private int count;

    private byte[] chunk = new byte[0];
    private int end;
    private int lastLine;

    /** What visits entries. */
    @FunctionalInterface
    interface Visitor {
        void entry(long location, byte[] bytes, int from, int to);
    }

    /**
     * Adds an entry.
     *
     * @param line not below that of the entry before
     * @return its location, from 0
     */
    long add(int line, byte[] key, int length, int answer) {
        makeRoom(line);
        long location = (long) (count - 1) << CHUNK_BITS | end;
        number(line - lastLine);
        number(length);
        System.arraycopy(key, 0, chunk, end, length);
        end += length;
        number(answer);
        lastLine = line;
        ends[count - 1] = end;
        return location;
    }

    private void makeRoom(int line) {
        if (count > 0 && chunk.length - end >= MAX_ENTRY_LENGTH) {
            return;
        }
        if (count == 1 && chunk.length < CHUNK_LENGTH) {
            chunk = Arrays.copyOf(chunk, 2 * chunk.length);
        } else {
            trim();
            if (count == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
                firstLines = Arrays.copyOf(firstLines, 2 * count);
            }
            chunk = new byte[count == 0 ? FIRST_LENGTH : CHUNK_LENGTH];
            firstLines[count] = line;
            end = 0;
            lastLine = line;
            count++;
        }
        chunks[count - 1] = chunk;
    }

    /** Lets go of the room for further entries, of which none may be added then. */
    void trim() {
        if (count > 0) {
            chunk = Arrays.copyOf(chunk, end);
            chunks[count - 1] = chunk;
        }
    }

    private void number(int value) {
        int left = value;
        while (left > 0x7f) {
            chunk[end++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        chunk[end++] = (byte) left;
    }

    /** Whether the key of the entry at a location is this one. */
    boolean hasKey(long location, byte[] key, int length) {
        byte[] bytes = chunks[chunkOf(location)];
        int from = afterNumber(bytes, placeOf(location));
        int start = afterNumber(bytes, from);
        return numberAt(bytes, from) == length && Arrays.equals(bytes, start, start + length, key, 0, length);
    }

    /** The answer of the entry at a location. */
    int answer(long location) {
        byte[] bytes = chunks[chunkOf(location)];
        int from = afterNumber(bytes, placeOf(location));
        return numberAt(bytes, afterNumber(bytes, from) + numberAt(bytes, from));
    }

    /** The line of the entry at a location. It goes through those before it, some thousands. */
    int line(long location) {
        int index = chunkOf(location);
        byte[] bytes = chunks[index];
        int line = firstLines[index];
        int at = 0;
        while (true) {
            line += numberAt(bytes, at);
            if (at == placeOf(location)) {
                return line;
            }
            int from = afterNumber(bytes, at);
            at = afterNumber(bytes, afterNumber(bytes, from) + numberAt(bytes, from));
        }
    }

    /** Visits the keys of all entries, in their order. */
    void visit(Visitor visitor) {
        for (int index = 0; index < count; index++) {
            byte[] bytes = chunks[index];
            int at = 0;
            while (at < ends[index]) {
                int from = afterNumber(bytes, at);
                int start = afterNumber(bytes, from);
                int to = start + numberAt(bytes, from);
                visitor.entry((long) index << CHUNK_BITS | at, bytes, start, to);
                at = afterNumber(bytes, to);
            }
        }
    }

    /** How much memory it takes, in bytes. */
    long sizeInBytes() {
        long size = (long) chunks.length * (Long.BYTES + 2 * Integer.BYTES);
        for (int index = 0; index < count; index++) {
            size += UserTable.ARRAY_HEADER + chunks[index].length;
        }
        return size;
    }

    private static int chunkOf(long location) {
        return (int) (location >>> CHUNK_BITS);
    }

    private static int placeOf(long location) {
        return (int) location & CHUNK_LENGTH - 1;
    }

    private static int afterNumber(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static int numberAt(byte[] bytes, int from) {
        int at = from;
        int value = bytes[at] & 0x7f;
        for (int shift = 7; bytes[at] < 0; shift += 7) {
            at++;
            value |= (bytes[at] & 0x7f) << shift;
        }
        return value;
    }
}
