// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads in which one directory is asked, so that a login need not wait for it longer than it may. They are made as
 * they are needed, end when they were idle for a while, and all end when this is closed.
 */
final class LookupThreads {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Semaphore free;
    private final ThreadPoolExecutor threads;

    /**
     * @param name what the threads are called
     * @param max how many calls run at once at most
     */
    LookupThreads(String name, int max) {
        free = new Semaphore(max);
        // That of who opens the directory: names of JNDI are found by it.
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        // Bounded by the semaphore. A bound here would be met by a call that comes between the end of another and its
        // thread's return to the pool.
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(null, task, name, 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                });
    }

    /**
     * Starts a call.
     *
     * @param nanos how long to wait for a thread at most
     * @return the call that was started, or null where none came free
     * @throws RejectedExecutionException where this is closed
     */
    @Nullable
    Call start(Runnable what, long nanos) throws InterruptedException {
        if (!free.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            return null;
        }
        Call call = new Call(what);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException | Error e) {
            free.release();
            throw e;
        }
        return call;
    }

    /** Interrupts what is running, and lets no more begin. */
    void stop() {
        threads.shutdownNow();
    }

    /** Waits for the threads to end; false where one does not in this time. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A call in a thread; its place is taken until it has really ended. */
    final class Call implements Runnable {

        private final Runnable what;
        private @Nullable Thread thread;
        private boolean givenUp;

        private Call(Runnable what) {
            this.what = what;
        }

        @Override
        public void run() {
            try {
                if (begin()) {
                    what.run();
                }
            } finally {
                end();
                free.release();
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !givenUp;
        }

        private synchronized void end() {
            thread = null;
        }

        /** Nobody waits for it any more. */
        synchronized void giveUp() {
            givenUp = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
