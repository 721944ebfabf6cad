// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link UserTable}, key by key. Not safe for use by many threads. */
final class UserTableBuilder {

    private final boolean ignoreCase;
    private final UserSlots slots;
    private final KeyBytes key;
    private final List<String> answers = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();

    UserTableBuilder(boolean ignoreCase, KeyHash hash) {
        this.ignoreCase = ignoreCase;
        this.slots = new UserSlots(hash);
        this.key = KeyBytes.ofAny(ignoreCase);
    }

    /** The index of an answer, or -1 where it was not {@linkplain #addAnswer added}. */
    int indexOf(String answer) {
        return indices.getOrDefault(answer, -1);
    }

    /** Adds an answer that was not added before, and gives its index. */
    int addAnswer(String answer) {
        int index = answers.size();
        answers.add(answer);
        indices.put(answer, index);
        return index;
    }

    /** Whether a part of a text can be a key; if so, {@link #put} puts it in. */
    boolean setKey(char[] text, int from, int to) {
        return key.set(text, from, to);
    }

    /** Whether there is no room for another key. */
    boolean isFull() {
        return slots.size() >= UserSlots.MAX_SIZE;
    }

    /**
     * Adds the key that was set, unless it is there.
     *
     * @param line where it is, not above where any later one is
     * @param answer the index of its answer
     * @return the location of the entry that is there already, for {@link #lineOf}; or -1 where there was none
     */
    long put(int line, int answer) {
        return slots.add(line, key.bytes(), key.length(), answer);
    }

    /** The line of an entry. */
    int lineOf(long location) {
        return slots.entries().line(location);
    }

    /** The table. Nothing may be added then. */
    UserTable build() {
        slots.entries().trim();
        return new UserTable(ignoreCase, slots, List.copyOf(answers));
    }
}
