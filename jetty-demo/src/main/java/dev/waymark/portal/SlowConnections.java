// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which the head of a request, or a TLS handshake, has begun and is not finished in time. Jetty's idle timeout begins anew
 * with each byte, so that a client which sends one now and then would keep its connection for days.
 *
 * <p>To be added to a connector as a bean, and to its HTTP configuration as a customizer. Bodies are not its concern ({@link RequestBody}), nor
 * is HTTP/2, whose heads come in frames.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener, HttpConfiguration.Customizer {

    private static final long MAX_PERIOD_MILLIS = 1_000;
    private static final int LOOKS = 4;

    private final long limit;
    private final long period;
    private final Scheduler scheduler;
    private final Map<Connection, Watch> watched = new ConcurrentHashMap<>();
    private volatile Scheduler.@Nullable Task next;

    /** What is known of a connection. */
    private static final class Watch {

        private final Connection connection;
        private volatile boolean handling;
        /** What had come when the last request had been answered; not in use while one is in hand. */
        private volatile long bytes;
        /** Since when there has been more; of use to one thread only. */
        private long since;

        private boolean begun;

        Watch(Connection connection) {
            this.connection = connection;
        }

        void answered() {
            bytes = connection.getBytesIn();
            handling = false;
        }
    }

    /**
     * A watch, which is started and stopped with the connector.
     *
     * @param limit how long a client may take, to a second or a quarter of it
     */
    SlowConnections(Duration limit, Scheduler scheduler) {
        this.limit = limit.toNanos();
        this.period = Math.min(MAX_PERIOD_MILLIS, limit.toMillis() / LOOKS);
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() {
        scheduleNext();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
        watched.clear();
    }

    private void scheduleNext() {
        next = scheduler.schedule(this::look, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection tls) {
            tls.addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    watched.remove(tls);
                }
            });
            watched.put(tls, new Watch(tls));
        } else if (connection instanceof ConnectionMetaData http
                && http.getHttpVersion().compareTo(HttpVersion.HTTP_1_1) <= 0) {
            watched.put(connection, new Watch(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        watched.remove(connection);
    }

    /** The head of a request is there. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Watch watch = watched.get(request.getConnectionMetaData().getConnection());
        if (watch != null) {
            watch.handling = true;
            Request.addCompletionListener(request, failure -> watch.answered());
        }
        return request;
    }

    private void look() {
        long now = System.nanoTime();
        watched.values().forEach(watch -> {
            if (isUnfinished(watch, now)) {
                watch.connection.getEndPoint().close();
            }
        });
        if (isRunning() || isStarting()) {
            scheduleNext();
        }
    }

    private boolean isUnfinished(Watch watch, long now) {
        boolean before = watch.begun;
        // One with TLS is here for as long as its handshake takes.
        watch.begun = watch.connection instanceof SslConnection
                || (!watch.handling && watch.connection.getBytesIn() > watch.bytes);
        if (!before) {
            watch.since = now;
        }
        return watch.begun && now - watch.since > limit;
    }
}
