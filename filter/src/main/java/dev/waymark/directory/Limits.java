// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a directory may cost.
 *
 * @param timeout how long a login waits for it at most
 * @param maxConcurrent how many look-ups run at once at most; each takes a thread
 * @param cache what is kept of its answers, or null for nothing
 * @param onError what a failure means
 */
public record Limits(
        Duration timeout, int maxConcurrent, @Nullable Cache cache, OnError onError) {

    /** The defaults: 2 s, 32 at once, the cache's own, and {@link OnError#FAIL}. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), 32, Cache.DEFAULT, OnError.FAIL);

    /**
     * What is kept of a directory's answers; failures never are.
     *
     * @param size the most answers; those that are used least go first
     * @param ttl how long a user who was found is not looked up again
     * @param negativeTtl the same for one who was not
     */
    public record Cache(long size, Duration ttl, Duration negativeTtl) {

        /** The defaults: 10,000 answers, 10 min, 1 min. */
        public static final Cache DEFAULT = new Cache(10_000, Duration.ofMinutes(10), Duration.ofMinutes(1));
    }

    /** What a failure of a directory means to a login. */
    public enum OnError {
        /** The login cannot be decided: to go on would send users where nobody meant. */
        FAIL,
        /** As if the user were not known: the next rule is tried. */
        NEXT
    }
}
