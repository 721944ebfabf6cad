// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again, with pauses, by a thread of its own, until it is closed. A failure is logged and ends nothing. */
final class Repeated implements AutoCloseable {

    /** How long the thread is waited for; it is a daemon. */
    private static final Duration END = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(Repeated.class.getName());

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration pause;
    private final Runnable task;
    private final Thread thread;

    private Repeated(String name, Duration pause, Runnable task) {
        this.pause = pause;
        this.task = task;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins with a pause. */
    static Repeated start(String name, Duration pause, Runnable task) {
        Repeated repeated = new Repeated(name, pause, task);
        repeated.thread.start();
        return repeated;
    }

    private void run() {
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                runOnce();
            }
        } catch (InterruptedException e) {
            // Nobody but close() interrupts it.
        }
    }

    private void runOnce() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, thread.getName() + " has failed, and goes on", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
