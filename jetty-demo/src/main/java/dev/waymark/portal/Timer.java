// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.Scheduler;

/** Runs short tasks later, on a scheduler that belongs to somebody else, until it is closed. Safe for use by many threads. */
final class Timer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Timer.class.getName());

    private final Supplier<Scheduler> scheduler;
    private volatile boolean closed;

    /** One that uses that scheduler, which is asked for with each task: an HTTP client has none before it is started. */
    Timer(Supplier<Scheduler> scheduler) {
        this.scheduler = scheduler;
    }

    /** Runs a task after a delay, unless the timer or its scheduler has come to its end. */
    void after(Duration delay, Runnable task) {
        if (!closed && scheduler.get().isRunning()) {
            scheduler.get().schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a task of the portal failed", e);
        }
    }

    /** A time that is up to a tenth shorter or longer, by chance. */
    static Duration roughly(Duration time) {
        return Duration.ofMillis(
                (long) (time.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }

    @Override
    public void close() {
        closed = true;
    }
}
