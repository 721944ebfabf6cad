// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of a connection pool, all of which end when it is closed. */
final class PoolThreads implements ThreadFactory {

    private final String name;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /** @param name what the threads are called */
    PoolThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(
                null,
                () -> {
                    running.add(Thread.currentThread());
                    try {
                        task.run();
                    } finally {
                        running.remove(Thread.currentThread());
                    }
                },
                name,
                0,
                false);
        thread.setDaemon(true);
        return thread;
    }

    /** Wakes those that sleep until a database may be back. */
    void interrupt() {
        running.forEach(Thread::interrupt);
    }

    /** Waits for them to end, at most for this time. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : running) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            thread.interrupt();
            thread.join(Math.max(1, left));
        }
    }
}
