// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * New connections of a driver, for the pool. What it throws is fit to be logged, which the pool does.
 *
 * <p>A read that is answered by nothing, not even by the end of the connection, ends after a time: interrupting a
 * thread does not end it, with most drivers.
 */
final class DriverDataSource implements DataSource {

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final Duration readTimeout;
    private volatile Runnable whenPoolEnds = () -> {};

    /**
     * @param properties for the driver; user and password among them
     * @param readTimeout of connections for which the driver knows none yet
     */
    DriverDataSource(Driver driver, String url, Properties properties, Duration readTimeout) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
        this.readTimeout = readTimeout;
    }

    /** Sets what is done when the pool has begun to end, and is about to wait for its thread that connects. */
    void whenPoolEnds(Runnable what) {
        whenPoolEnds = what;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Where it looks for its own classes, and all that threads which it starts shall keep in memory.
        thread.setContextClassLoader(driver.getClass().getClassLoader());
        try {
            Connection connection = driver.connect(url, (Properties) properties.clone());
            if (connection == null) {
                throw DatabaseFailure.of("the JDBC driver does not take the URL any more");
            }
            limit(connection);
            return connection;
        } catch (SQLException | RuntimeException | LinkageError e) {
            throw DatabaseFailure.of(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void limit(Connection connection) {
        try {
            if (connection.getNetworkTimeout() == 0) {
                connection.setNetworkTimeout(Runnable::run, Math.toIntExact(readTimeout.toMillis()));
            }
        } catch (SQLException | UnsupportedOperationException | AbstractMethodError e) {
            // The driver has no such limit; embedded databases read no network.
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Drivers would write into it what must not be logged.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // JDBC has none for a driver; each driver has a property, which DriverTimeouts sets.
    }

    /** How long the pool waits for its thread that connects, when it ends: it asks for nothing else, and then only. */
    @Override
    public int getLoginTimeout() {
        whenPoolEnds.run();
        return 1;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    /** The pool logs it. */
    @Override
    public String toString() {
        return driver.getClass().getName();
    }
}
