// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A table of counts with bars, for a terminal. */
final class Chart {

    /** More than anybody reads; the largest come first. */
    private static final int MAX_ROWS = 50;

    private static final int WIDEST_NAME = 40;
    private static final int NUMBERS = 24;
    private static final int SHORTEST_BAR = 10;

    private final Terminal terminal;

    Chart(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints the counts, of {@code total} in all. */
    void print(String title, Map<String, Long> counts, long total) {
        PrintWriter out = terminal.out();
        out.println(terminal.bold(title));
        int names = counts.keySet().stream()
                .limit(MAX_ROWS)
                .mapToInt(name -> Math.min(name.length(), WIDEST_NAME))
                .max()
                .orElse(0);
        int bars = Math.max(SHORTEST_BAR, terminal.width() - names - NUMBERS);
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        counts.entrySet().stream().limit(MAX_ROWS).forEach(entry -> {
            long count = entry.getValue();
            String name = shortened(entry.getKey());
            long length = most == 0 ? 0 : Math.round((double) bars * count / most);
            String bar = String.valueOf(terminal.block()).repeat((int) (count > 0 ? Math.max(1, length) : 0));
            out.println(("  " + name + " ".repeat(names - name.length())
                            + String.format(Locale.ROOT, " %,12d %6s ", count, percent(count, total))
                            + terminal.blue(bar))
                    .stripTrailing());
        });
        if (counts.size() > MAX_ROWS) {
            out.println("  " + more(counts));
        }
        out.println();
    }

    /** How many there are besides those that are shown, as far as they were told apart. */
    static String more(Map<String, Long> counts) {
        String least = counts.containsKey(Tally.OTHERS) ? "more than " : "";
        return "... and " + least + (counts.size() - MAX_ROWS) + " more";
    }

    static String percent(long count, long total) {
        return total == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * count / total);
    }

    private static String shortened(String name) {
        return name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 3) + "...";
    }
}
