// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Closes what is no longer in use, after a time in which who still uses it can finish. Safe for use by many threads. */
final class Retired {

    private static final System.Logger LOG = System.getLogger(LiveRules.class.getName());

    private final Duration grace;
    private final LongSupplier ticker;
    private final Deque<Leaving> leaving = new ArrayDeque<>();

    Retired(Duration grace, LongSupplier ticker) {
        this.grace = grace;
        this.ticker = ticker;
    }

    private record Leaving(AutoCloseable what, long at) {}

    synchronized void add(AutoCloseable what) {
        leaving.add(new Leaving(what, ticker.getAsLong() + grace.toNanos()));
    }

    synchronized boolean areSome() {
        return !leaving.isEmpty();
    }

    /** Closes those whose time is over. */
    void closeDue() {
        for (AutoCloseable due = next(false); due != null; due = next(false)) {
            close(due);
        }
    }

    /** Closes all at once. */
    void closeAll() {
        for (AutoCloseable due = next(true); due != null; due = next(true)) {
            close(due);
        }
    }

    private synchronized @Nullable AutoCloseable next(boolean all) {
        Leaving first = leaving.peek();
        if (first == null || (!all && ticker.getAsLong() - first.at() < 0)) {
            return null;
        }
        leaving.remove();
        return first.what();
    }

    /** A failure is logged, so that it keeps nothing else from being closed. */
    static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // Without its message, which is not known to hold no secret.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a directory could not be closed: {0}",
                    e.getClass().getName());
        }
    }
}
