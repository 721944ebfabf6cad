// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

/**
 * A hash table with open addressing over {@link UserEntries}. A slot is 0 where it is free; otherwise its lower 40 bits are
 * an entry's location and one, and the upper 24 are of the key's hash, so that another key is hardly ever looked at. Not
 * safe for use by many threads while it grows.
 */
final class UserSlots {

    /** The most keys: three quarters of the longest table. */
    static final int MAX_SIZE = 3 << 28;

    private static final int FIRST_LENGTH = 16;
    private static final int LOCATION_BITS = 40;
    private static final long LOCATION = (1L << LOCATION_BITS) - 1;

    private final KeyHash hash;
    private final UserEntries entries = new UserEntries();
    private long[] slots = new long[FIRST_LENGTH];
    private int size;

    UserSlots(KeyHash hash) {
        this.hash = hash;
    }

    /** The location of a key's entry, or -1 where there is none. */
    long find(byte[] key, int length) {
        return find(hash.of(key, 0, length), key, length);
    }

    private long find(long hashed, byte[] key, int length) {
        long[] table = slots;
        int at = (int) hashed & table.length - 1;
        for (long slot = table[at]; slot != 0; slot = table[at]) {
            if ((slot ^ hashed) >>> LOCATION_BITS == 0) {
                long location = (slot & LOCATION) - 1;
                if (entries.hasKey(location, key, length)) {
                    return location;
                }
            }
            at = at + 1 & table.length - 1;
        }
        return -1;
    }

    /**
     * Adds a key, unless it is there.
     *
     * @param line not below that of the key before
     * @return the location of the entry that is there already, or -1 where there was none
     */
    long add(int line, byte[] key, int length, int answer) {
        long hashed = hash.of(key, 0, length);
        long there = find(hashed, key, length);
        if (there >= 0) {
            return there;
        }
        if (size >= slots.length / 4 * 3) {
            grow();
        }
        occupy(hashed, entries.add(line, key, length, answer));
        size++;
        return -1;
    }

    private void grow() {
        int length = 2 * slots.length;
        // Not both at once: the entries have all that is needed.
        slots = new long[0];
        slots = new long[length];
        entries.visit((location, bytes, from, to) -> occupy(hash.of(bytes, from, to), location));
    }

    private void occupy(long hashed, long location) {
        int at = (int) hashed & slots.length - 1;
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = (hashed & ~LOCATION) | (location + 1);
    }

    UserEntries entries() {
        return entries;
    }

    int size() {
        return size;
    }

    /** Without the entries. */
    long sizeInBytes() {
        return UserTable.ARRAY_HEADER + (long) slots.length * Long.BYTES;
    }
}
