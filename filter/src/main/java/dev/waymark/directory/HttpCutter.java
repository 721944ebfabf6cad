// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts connections whose server has not answered in time, or whose thread was interrupted. {@link HttpURLConnection} limits each wait for data only, so that
 * a server could send one character of its headers after the other for ever; and it does not heed interrupts.
 *
 * <p>One thread, which ends when there is nothing to watch for a while, and when this is closed. Safe for use by many
 * threads.
 */
final class HttpCutter implements AutoCloseable {

    /** How often it is looked whether a connection is to be cut; again, where it was not open yet when it was cut before. */
    private static final long PERIOD_MILLIS = 50;

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor thread;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    HttpCutter() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(null, task, "waymark-directory-http-cutter", 0, false);
            made.setDaemon(true);
            made.setContextClassLoader(HttpCutter.class.getClassLoader());
            return made;
        });
        thread.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Watches a connection, which this thread uses, until the watch is closed.
     *
     * @param nanos until it is cut
     * @throws java.util.concurrent.RejectedExecutionException where this is closed
     */
    Watch watch(HttpURLConnection connection, long nanos) {
        Watch watch = new Watch(connection, Thread.currentThread(), System.nanoTime() + nanos);
        watches.add(watch);
        try {
            watch.future =
                    thread.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            return watch;
        } catch (RuntimeException e) {
            watches.remove(watch);
            throw e;
        }
    }

    /** Cuts all that is watched, and ends the thread. */
    @Override
    public void close() {
        thread.shutdownNow();
        watches.forEach(Watch::cut);
    }

    /** One connection that is watched. */
    final class Watch implements AutoCloseable {

        private final HttpURLConnection connection;
        private final Thread user;
        private final long deadline;
        private @Nullable ScheduledFuture<?> future;
        private volatile boolean cut;

        private Watch(HttpURLConnection connection, Thread user, long deadline) {
            this.connection = connection;
            this.user = user;
            this.deadline = deadline;
        }

        private void look() {
            if (System.nanoTime() - deadline >= 0 || user.isInterrupted()) {
                cut();
            }
        }

        private void cut() {
            cut = true;
            connection.disconnect();
        }

        /** Whether it was cut; what its reader got to see then means nothing. */
        boolean isCut() {
            return cut;
        }

        @Override
        public void close() {
            watches.remove(this);
            if (future != null) {
                future.cancel(false);
            }
        }
    }
}
