// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.Serial;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database or its driver reported, in words that an operator may read: drivers quote values, URLs and
 * passwords in their messages, so that of these only the SQLState, the vendor's code and names of classes are kept.
 * Has neither cause nor stack trace.
 */
final class DatabaseFailure extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** By SQLState, or the beginning of one; the longest that fits counts. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("08", "the database cannot be reached, or the connection to it broke"),
            Map.entry("08004", "the database refuses connections"),
            Map.entry("22", "a value has not the type or form that the query makes of it"),
            Map.entry("25", "the query does what is not allowed in its transaction; it can only read"),
            Map.entry("28", "the database refuses the user or the password"),
            Map.entry("3D", "there is no such database"),
            Map.entry("3F", "there is no such schema"),
            Map.entry("40", "the database broke the query off"),
            Map.entry(
                    "42", "the query is wrong: its syntax, or a table or column that is not there or may not be read"),
            Map.entry("42501", "the database's user may not read what the query asks for"),
            Map.entry("53", "the database has too many connections, or no memory or disk space left"),
            Map.entry("55", "what the query reads is locked, or not ready"),
            Map.entry("57", "the database is shutting down, or starting"),
            Map.entry("57014", "the query took too long and was cancelled"),
            Map.entry("58", "the database's system fails"),
            Map.entry("HYT", "the query took too long and was cancelled"),
            Map.entry("XX", "the database fails"));

    private DatabaseFailure(String message, @Nullable String state, int code) {
        super(message, state, code);
    }

    /** Without a SQLState. */
    static DatabaseFailure of(String message) {
        return new DatabaseFailure(message, null, 0);
    }

    /** What is fit to be read of what was thrown. */
    static DatabaseFailure of(Throwable thrown) {
        if (thrown instanceof DatabaseFailure failure) {
            return failure;
        }
        if (!(thrown instanceof SQLException sql)) {
            return of("the JDBC driver fails (" + classes(thrown) + ")");
        }
        String state = sql.getSQLState();
        StringBuilder message = new StringBuilder(meaning(sql)).append(" (");
        if (isState(state)) {
            message.append("SQLState ").append(state).append(", ");
        }
        if (sql.getErrorCode() != 0) {
            message.append("code ").append(sql.getErrorCode()).append(", ");
        }
        message.append(classes(sql)).append(')');
        return new DatabaseFailure(message.toString(), state, sql.getErrorCode());
    }

    private static String meaning(SQLException sql) {
        String state = sql.getSQLState();
        for (int length = isState(state) ? state.length() : 0; length >= 2; length--) {
            String meaning = MEANINGS.get(state.substring(0, length));
            if (meaning != null) {
                return meaning;
            }
        }
        String meaning = MEANINGS.get(stateOfClass(sql));
        return meaning != null ? meaning : "the database refuses the query, or its driver fails";
    }

    /** Of JDBC's class for it, which drivers use as well whose databases have states of their own. */
    private static String stateOfClass(SQLException sql) {
        if (sql instanceof SQLNonTransientConnectionException || sql instanceof SQLTransientConnectionException) {
            return "08";
        } else if (sql instanceof SQLInvalidAuthorizationSpecException) {
            return "28";
        } else if (sql instanceof SQLTimeoutException) {
            return "57014";
        } else if (sql instanceof SQLSyntaxErrorException) {
            return "42";
        } else if (sql instanceof SQLDataException) {
            return "22";
        }
        return "";
    }

    /** Five letters and digits (ISO/IEC 9075-2, 24.1); whatever else a driver gives may be anything. */
    private static boolean isState(@Nullable String state) {
        return state != null
                && state.length() == 5
                && state.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }

    /** Its class and that of the first cause, which often says more: ConnectException, UnknownHostException. */
    private static String classes(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        Throwable cause = thrown.getCause();
        if (cause == null) {
            return name;
        }
        for (int depth = 0; cause.getCause() != null && depth < 16; depth++) {
            cause = cause.getCause();
        }
        return name + " by " + cause.getClass().getSimpleName();
    }

    /** It may come at every login while a database is down. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
