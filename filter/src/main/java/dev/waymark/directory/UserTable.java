// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key, in little memory: about 40 bytes for a user ID of 24 and its target, 27 of them for the entry (see
 * {@link UserEntries}) and 11 to 21 for its slot in a table with open addressing. The hash is under a key of each table's
 * own ({@link SipHash}), and what a hash finds is compared in full. Immutable, so safe for use by many threads.
 */
final class UserTable {

    /** What an array takes beside its elements, on the usual JVMs. */
    static final int ARRAY_HEADER = 16;

    /** What a string takes beside its text: itself, and its array. */
    private static final int STRING = 24 + ARRAY_HEADER + Long.BYTES;

    private final boolean ignoreCase;
    private final UserSlots slots;
    private final List<String> answers;

    UserTable(boolean ignoreCase, UserSlots slots, List<String> answers) {
        this.ignoreCase = ignoreCase;
        this.slots = slots;
        this.answers = answers;
    }

    /** A table without users. */
    static UserTable empty() {
        return new UserTable(false, new UserSlots(SipHash.random()), List.of());
    }

    /** What was put in under a key, or null where there is nothing. */
    @Nullable
    String get(String key) {
        if (key.length() > KeyBytes.MAX_LENGTH) {
            return null;
        }
        KeyBytes bytes = KeyBytes.ofLength(key.length(), ignoreCase);
        if (!bytes.set(key.toCharArray(), 0, key.length())) {
            return null;
        }
        long location = slots.find(bytes.bytes(), bytes.length());
        return location < 0 ? null : answers.get(slots.entries().answer(location));
    }

    /** How many keys there are. */
    int size() {
        return slots.size();
    }

    /** How much memory it takes, in bytes: what it holds, save for some hundreds in all. */
    long sizeInBytes() {
        long size = slots.sizeInBytes() + slots.entries().sizeInBytes();
        for (String answer : answers) {
            size += STRING + answer.length();
        }
        return size;
    }
}
