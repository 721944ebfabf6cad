// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.util.Locale;

/** A line on a terminal's standard error that says how far a long run is; nothing where it is no terminal. */
final class Progress {

    private static final long BETWEEN_NANOS = 100_000_000;
    private static final int BAR = 30;

    private final Terminal terminal;
    private final UsersFile users;
    private long last = System.nanoTime();
    private boolean shown;

    Progress(Terminal terminal, UsersFile users) {
        this.terminal = terminal;
        this.users = users;
    }

    /** One more of the users is done: so many are. */
    void step(long done) {
        if (terminal.showsProgress() && System.nanoTime() - last > BETWEEN_NANOS) {
            last = System.nanoTime();
            shown = true;
            terminal.err().print("\r" + bar(users.progress()) + String.format(Locale.ROOT, " %,d users", done));
            terminal.err().flush();
        }
    }

    private String bar(double progress) {
        if (progress < 0) {
            return "";
        }
        int full = (int) Math.round(progress * BAR);
        return "[" + String.valueOf(terminal.block()).repeat(full) + " ".repeat(BAR - full)
                + String.format(Locale.ROOT, "] %3.0f %%", progress * 100);
    }

    /** Wipes the line away. */
    void end() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }
}
