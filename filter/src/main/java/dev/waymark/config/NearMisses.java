// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a misspelt name was meant to be: the known name with the smallest Damerau-Levenshtein distance (letters that
 * are missing, too many, wrong, or swapped with the next), where that is small for its length. Letter case counts for
 * nothing, nor does {@code -} for {@code _}.
 *
 * <p>Many names could be compared with many others. What one file's names may take altogether is bounded; who misspells
 * more of them finds the rest alone.
 */
final class NearMisses {

    private static final int MAX_LENGTH = 64;

    /** For two names of the usual length; longer ones may differ in one of three letters, up to this many. */
    private static final int MAX_DISTANCE = 3;

    /** The first word of a name of several counts as near, where it is that long: {@code user} for {@code user_id}. */
    private static final int LEAST_PREFIX = 3;

    /** Steps of comparison: some ten milliseconds. */
    private static final int MAX_STEPS = 5_000_000;

    private int steps;

    /** The known name that is near, or null where none is; of several that are equally near, the first by the alphabet. */
    @Nullable
    String find(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        String plain = plain(name);
        String nearest = null;
        int distance = MAX_DISTANCE + 1;
        for (String candidate : known) {
            if (++steps > MAX_STEPS) {
                return nearest;
            }
            if (distance > MAX_DISTANCE && plain.length() >= LEAST_PREFIX && candidate.startsWith(plain + "_")) {
                nearest = candidate;
                distance = MAX_DISTANCE;
            }
            int limit = Math.min(distance, limit(plain.length(), candidate.length()));
            if (limit >= 0 && Math.abs(plain.length() - candidate.length()) <= limit) {
                int found = distance(plain, plain(candidate), limit);
                if (found > limit) {
                    continue;
                }
                if (found < distance || (found == distance && nearest != null && candidate.compareTo(nearest) < 0)) {
                    nearest = candidate;
                    distance = found;
                }
            }
        }
        return nearest;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** How much two names of these lengths may differ: less than half of the shorter, or they have nothing in common. */
    private static int limit(int length, int other) {
        if (other > MAX_LENGTH) {
            return -1;
        }
        int longer = Math.max(length, other);
        int shorter = Math.min(length, other);
        return Math.min(Math.min(MAX_DISTANCE, Math.max(1, longer / 3)), (shorter - 1) / 2);
    }

    /** The distance, or more than the limit where it is more. */
    private int distance(String a, String b, int limit) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            steps += b.length();
            if (least > limit) {
                return least;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
