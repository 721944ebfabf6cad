// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a {@link DataSource} that the container keeps. It is looked up at once, since some containers
 * know {@code java:comp/env} in their own threads only; and again at the next look-up whenever it was not there or
 * failed. Broken connections are the affair of the container's pool.
 */
final class JndiSource implements ConnectionSource {

    private final String name;
    private volatile @Nullable DataSource found;

    JndiSource(String name) {
        this.name = name;
        try {
            found = lookUp();
        } catch (DatabaseFailure e) {
            // Perhaps it comes later.
        }
    }

    // The name is the operator's own, from the rules file.
    @SuppressWarnings("BanJNDI")
    private DataSource lookUp() throws DatabaseFailure {
        try {
            Object object = new InitialContext().lookup(name);
            if (object instanceof DataSource dataSource) {
                return dataSource;
            }
            String what = object == null ? "nothing" : "a " + object.getClass().getName();
            throw DatabaseFailure.of(
                    "data_source: JNDI has " + what + " by this name; expected a javax.sql.DataSource");
        } catch (NamingException | RuntimeException e) {
            throw DatabaseFailure.of("data_source: JNDI has nothing by this name ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Connection borrow() throws DatabaseFailure {
        DataSource source = found;
        if (source == null) {
            source = lookUp();
            found = source;
        }
        try {
            return source.getConnection();
        } catch (SQLException | RuntimeException | LinkageError e) {
            found = null;
            throw DatabaseFailure.of(e);
        }
    }
}
