// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Warnings of what may happen at every login: at most one in ten seconds, which says how many were left out. */
final class RareWarnings {

    private static final System.Logger LOG = System.getLogger(ManagedDirectory.class.getName());
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanos;
    private boolean told;
    private long last;
    private long leftOut;

    RareWarnings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void warn(String message) {
        long more;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (told && now - last < PAUSE) {
                leftOut++;
                return;
            }
            told = true;
            last = now;
            more = leftOut;
            leftOut = 0;
        }
        // As an argument: a brace in the message is none of the logger's.
        LOG.log(System.Logger.Level.WARNING, "{0}", message + (more == 0 ? "" : " (and " + more + " times before)"));
    }
}
