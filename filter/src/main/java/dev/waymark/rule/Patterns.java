// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of which one must match, tried in order. Texts among them are looked up rather than tried, so that a list
 * of a million user IDs costs as much as one. Immutable.
 */
public final class Patterns {

    /** How many of them a text for readers lists. */
    private static final int LISTED = 5;

    private static final int COSTLY = 50;

    private final List<TextPattern> list;
    /** Each exact text, and where in the list it stands first. */
    private final Map<String, Integer> texts;
    /** Where the patterns stand that are no exact texts. */
    private final int[] others;

    private Patterns(List<TextPattern> list) {
        this.list = List.copyOf(list);
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String text = exactText(list.get(i));
            if (text != null) {
                firsts.putIfAbsent(text, i);
            }
        }
        this.texts = Map.copyOf(firsts);
        this.others = IntStream.range(0, list.size())
                .filter(i -> exactText(list.get(i)) == null)
                .toArray();
    }

    /** These patterns; of none, nothing matches. */
    public static Patterns of(List<TextPattern> list) {
        return new Patterns(list);
    }

    /** The text that is all that a pattern matches, or null where it is none of that kind. */
    static @Nullable String exactText(TextPattern pattern) {
        TextPattern plain = ShownPattern.plain(pattern);
        return plain instanceof ExactText exact ? exact.expected() : null;
    }

    /** The patterns, in order. */
    public List<TextPattern> list() {
        return list;
    }

    /** Null where none matches; otherwise the named groups of the first that does. */
    @Nullable
    Map<String, String> match(String text) {
        Integer exact = texts.get(text);
        int end = exact == null ? list.size() : exact;
        for (int other : others) {
            if (other > end) {
                break;
            }
            Map<String, String> groups = list.get(other).match(text);
            if (groups != null) {
                return groups;
            }
        }
        return exact == null ? null : Map.of();
    }

    /** Whether exact texts are all that there is. */
    boolean areExact() {
        return others.length == 0;
    }

    /** The exact texts among them. */
    Set<String> texts() {
        return texts.keySet();
    }

    /** About how long a match takes: a look-up of a text costs 1, as does a glob; a regular expression costs more. */
    long cost() {
        long cost = 1;
        for (int other : others) {
            TextPattern pattern = ShownPattern.plain(list.get(other));
            cost += pattern instanceof Glob || pattern instanceof AddressRange ? 1 : COSTLY;
        }
        return cost;
    }

    /** The groups that are defined whichever of them matches. */
    Set<String> groupNames() {
        Set<String> names = null;
        for (TextPattern pattern : list) {
            if (names == null) {
                names = new TreeSet<>(pattern.groupNames());
            } else {
                names.retainAll(pattern.groupNames());
            }
        }
        return names == null ? Set.of() : names;
    }

    /** Those for a reader: {@code "a" or "b-*"}; of a long list the first few. */
    @Override
    public String toString() {
        if (list.isEmpty()) {
            return "nothing";
        }
        String first = list.stream().limit(LISTED).map(TextPattern::toString).collect(Collectors.joining(" or "));
        int more = list.size() - LISTED;
        return more <= 0 ? first : first + " or one of " + more + " more";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Patterns patterns && patterns.list.equals(list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }
}
