// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is sent elsewhere, counted by from and to, with the first few users of each; in bounded memory. */
final class Moves {

    private static final int SAMPLES = 5;
    private static final int MAX_PAIRS = 10_000;
    private static final String SEPARATOR = "\n";

    private final Map<String, Counted> pairs = new LinkedHashMap<>();
    private long users;

    /**
     * One way that users go.
     *
     * @param samples the first few of them
     */
    record Move(String from, String to, long users, List<String> samples) {}

    private static final class Counted {

        private final String from;
        private final String to;
        private final List<String> samples = new ArrayList<>(SAMPLES);
        private long users;

        Counted(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    void add(Destination from, Destination to, Login login) {
        // One target under two URLs: the name alone would say from where it is to where it is.
        boolean sameName = from.label().equals(to.label()) && from.url() != null && to.url() != null;
        String fromLabel = sameName ? from.label() + " at " + from.url() : from.label();
        String toLabel = sameName ? to.label() + " at " + to.url() : to.label();
        String key = fromLabel + SEPARATOR + toLabel;
        Counted counted = pairs.get(key);
        if (counted == null) {
            counted = pairs.size() < MAX_PAIRS
                    ? pairs.computeIfAbsent(key, pair -> new Counted(fromLabel, toLabel))
                    : pairs.computeIfAbsent(Tally.OTHERS, pair -> new Counted(Tally.OTHERS, Tally.OTHERS));
        }
        users++;
        counted.users++;
        if (counted.samples.size() < SAMPLES) {
            counted.samples.add(String.valueOf(login.get(Fact.USER_ID)));
        }
    }

    /** How many are sent elsewhere in all. */
    long users() {
        return users;
    }

    /** The largest first. */
    List<Move> bySize() {
        return pairs.values().stream()
                .sorted(Comparator.comparingLong((Counted counted) -> counted.users)
                        .reversed())
                .map(counted -> new Move(counted.from, counted.to, counted.users, List.copyOf(counted.samples)))
                .toList();
    }
}
