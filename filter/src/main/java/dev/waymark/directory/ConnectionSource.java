// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.sql.Connection;

/** Where a directory borrows its connections. Implementations are safe for use by many threads. */
interface ConnectionSource extends AutoCloseable {

    /**
     * A connection, which is closed after use.
     *
     * @throws DatabaseFailure where there is none
     */
    Connection borrow() throws DatabaseFailure;

    /**
     * Tells what was thrown from the use of a borrowed connection, which is not closed yet. A {@link
     * DatabaseFailure} is no fault of the connection's.
     */
    default void failed(Connection connection, Throwable failure) {}

    /** Gets ready for look-ups, without waiting. */
    default void prepare() {}

    /** Lets go of everything, threads included. */
    @Override
    default void close() {}
}
