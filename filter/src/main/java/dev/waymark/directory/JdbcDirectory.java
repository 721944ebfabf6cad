// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory in a database: one query, with what is known of the login as its parameters. */
final class JdbcDirectory implements Directory {

    private final NamedQuery query;
    private final ConnectionSource connections;
    private final int timeoutSeconds;

    /**
     * @param connections is closed with this
     * @param timeoutSeconds after which the database shall give up
     */
    JdbcDirectory(NamedQuery query, ConnectionSource connections, int timeoutSeconds) {
        this.query = query;
        this.connections = connections;
        this.timeoutSeconds = timeoutSeconds;
    }

    @Override
    public Set<Fact> facts() {
        return query.facts();
    }

    /**
     * The first column of the only row; null where there is no row, or where that is SQL's null.
     *
     * @throws DatabaseFailure where the database cannot be asked or refuses, or where there is more than one row
     */
    @Override
    public @Nullable String find(Login login) throws DatabaseFailure {
        List<String> values = new ArrayList<>();
        for (Fact fact : query.parameters()) {
            String value = login.get(fact);
            if (value == null || !isText(value)) {
                return null;
            }
            values.add(value);
        }
        Connection connection = connections.borrow();
        try {
            return ask(connection, values);
        } catch (SQLException | RuntimeException | LinkageError e) {
            connections.failed(connection, e);
            throw DatabaseFailure.of(e);
        } finally {
            giveBack(connection);
        }
    }

    private @Nullable String ask(Connection connection, List<String> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            limit(statement);
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                String answer = rows.getString(1);
                if (rows.next()) {
                    throw DatabaseFailure.of("the query gave more than one row; expected at most one");
                }
                return answer == null || answer.isEmpty() ? null : answer;
            }
        }
    }

    private void limit(PreparedStatement statement) throws SQLException {
        // The second row is enough to know that there is more than one.
        statement.setMaxRows(2);
        try {
            statement.setQueryTimeout(timeoutSeconds);
        } catch (SQLFeatureNotSupportedException e) {
            // The directory's timeout holds nevertheless: nobody waits longer for this.
        }
    }

    private static void giveBack(Connection connection) {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                // A container may have set this up so; what was only read is not left open in a transaction.
                connection.rollback();
            }
        } catch (SQLException | RuntimeException e) {
            // The answer is there already, or the failure; the pool sees to the rest.
        }
    }

    /**
     * Whether databases can hold it at all. Not a NUL, which PostgreSQL refuses; nor half of a surrogate pair, for
     * which drivers send a question mark, so that another user would be found.
     */
    private static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Connects, at the first of these calls; there is nothing to be read again. */
    @Override
    public boolean refresh() {
        connections.prepare();
        return false;
    }

    @Override
    public void close() {
        connections.close();
    }
}
