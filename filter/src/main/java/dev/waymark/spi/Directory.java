// SPDX-License-Identifier: Apache-2.0
package dev.waymark.spi;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows where users belong. Implementations are safe for use by many threads.
 *
 * <p>Around each of them Waymark puts a cache, a limit of time, and the check of what it answers; see {@link #isInMemory}.
 */
public interface Directory extends AutoCloseable {

    /**
     * The facts of a login that the answer depends on; at least one. What they are is the key of the cache. A login of
     * which one of them is not known is not asked about.
     */
    Set<Fact> facts();

    /**
     * Looks a user up. It runs in a thread that is interrupted when the directory's {@code timeout} is over.
     *
     * @param login of which all {@link #facts} are known
     * @return the name of a target of the rules file, or a base URL; null where the user is not known
     * @throws Exception where the directory cannot be asked. Its message is logged, so it must hold neither what is known
     *     of the login nor a secret
     */
    @Nullable
    String find(Login login) throws Exception;

    /**
     * Whether {@link #find} neither waits nor takes long. Such a directory is asked directly: without a cache, and without
     * a limit of time.
     */
    default boolean isInMemory() {
        return false;
    }

    /**
     * Looks whether what was read has changed, and reads it again where it has. Called every few seconds, by one thread at
     * a time; what was read before stays in use until this is done.
     *
     * @return whether anything was read again
     * @throws Exception where what was read before is kept, since the new is bad; the message says all that is wrong with
     *     it, a problem a line
     */
    default boolean refresh() throws Exception {
        return false;
    }

    /**
     * Lets go of connections and threads. No look-up follows, and none is running, save one that has not ended seconds
     * after it was interrupted.
     */
    @Override
    default void close() {}
}
