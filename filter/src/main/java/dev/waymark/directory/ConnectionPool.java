// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to one database, which connects when it is first used, and whenever the database is back.
 *
 * <p>It is the pool's way to log the exception for which it throws a connection away, with what a driver quotes in
 * its message; so that is decided here, and told to it.
 */
final class ConnectionPool implements ConnectionSource {

    /** The least that the pool takes for its own time limits. */
    private static final Duration LEAST = Duration.ofMillis(250);

    private static final Duration VALIDATION = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final HikariConfig config;
    private final PoolThreads threads;
    private final int size;
    private final @Nullable DriverJar jar;

    /** Both guarded by this. */
    private @Nullable HikariDataSource pool;

    private boolean closed;

    /**
     * @param name what the pool and its threads are called
     * @param size how many connections there are at most
     * @param timeout of the directory, within which a connection must be had
     * @param readOnly whether connections are told that they shall only read
     * @param jar where the driver comes from; is closed with this
     */
    ConnectionPool(
            String name,
            DriverDataSource connections,
            int size,
            Duration timeout,
            boolean readOnly,
            @Nullable DriverJar jar) {
        this.size = size;
        this.jar = jar;
        threads = new PoolThreads(name);
        // Between two attempts to connect they would sleep for seconds.
        connections.whenPoolEnds(threads::interrupt);
        config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(connections);
        config.setThreadFactory(threads);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        // A homeserver starts while the database is down.
        config.setInitializationFailTimeout(-1);
        // Less than the whole, so that it is told why there is no connection, and not merely that time is up.
        Duration borrowing = max(timeout.multipliedBy(4).dividedBy(5), LEAST);
        config.setConnectionTimeout(borrowing.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setAutoCommit(true);
        config.setReadOnly(readOnly);
        config.setRegisterMbeans(false);
        config.setExceptionOverride(new NoEviction());
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    @Override
    public Connection borrow() throws DatabaseFailure {
        HikariDataSource open = open();
        if (open == null) {
            throw DatabaseFailure.of("the directory is closed");
        }
        try {
            return open.getConnection();
        } catch (SQLException e) {
            throw whyNone(open, e);
        }
    }

    /** What the pool met last when it connected, or else what it waited for. */
    private DatabaseFailure whyNone(HikariDataSource open, SQLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return DatabaseFailure.of(cause);
            }
            if (cause instanceof InterruptedException) {
                return DatabaseFailure.of("the look-up was broken off while it waited for a connection");
            }
        }
        boolean allInUse = open.getHikariPoolMXBean().getActiveConnections() >= size;
        return DatabaseFailure.of(
                allInUse
                        ? "all connections to the database are in use (pool_size " + size + ")"
                        : "the database was not connected in time");
    }

    private synchronized @Nullable HikariDataSource open() {
        if (pool == null && !closed) {
            pool = new HikariDataSource(config);
        }
        return closed ? null : pool;
    }

    @Override
    public void failed(Connection connection, Throwable failure) {
        HikariDataSource open = open();
        if (open != null && !isOfTheQuery(failure)) {
            open.evictConnection(connection);
        }
    }

    /** Whether the same connection can do better with another query, or with other values. */
    private static boolean isOfTheQuery(Throwable failure) {
        if (!(failure instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return failure instanceof DatabaseFailure
                || failure instanceof SQLTimeoutException
                || (state != null && (state.startsWith("22") || state.startsWith("42") || state.equals("57014")));
    }

    @Override
    public void prepare() {
        open();
    }

    @Override
    public void close() {
        @Nullable HikariDataSource last;
        synchronized (this) {
            closed = true;
            last = pool;
        }
        try {
            if (last != null) {
                last.close();
                threads.awaitEnd(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (jar != null) {
                jar.close();
            }
        }
    }

    /** See {@link #failed}. */
    private static final class NoEviction implements SQLExceptionOverride {

        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return SQLExceptionOverride.Override.DO_NOT_EVICT;
        }
    }
}
