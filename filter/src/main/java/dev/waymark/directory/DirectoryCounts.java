// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often a directory was asked since it was opened, and what came of it: {@code asked} is the sum of {@code found},
 * {@code notFound}, {@code failed} and {@code timedOut}, once no look-up is running. Safe for use by many threads.
 */
public final class DirectoryCounts {

    private final LongAdder asked = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder notFound = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder cacheHits = new LongAdder();

    DirectoryCounts() {}

    /** Logins that were looked up, in the cache or in the directory itself. */
    public long asked() {
        return asked.sum();
    }

    /** Logins whose user was found. */
    public long found() {
        return found.sum();
    }

    /** Logins whose user the directory does not know. */
    public long notFound() {
        return notFound.sum();
    }

    /** Logins for which it could not say, or said what it may not. */
    public long failed() {
        return failed.sum();
    }

    /** Logins for which it did not answer in time, or could not be asked since too many others waited. */
    public long timedOut() {
        return timedOut.sum();
    }

    /** Logins that were answered from the cache. */
    public long cacheHits() {
        return cacheHits.sum();
    }

    void addAsked() {
        asked.increment();
    }

    void addCacheHit() {
        cacheHits.increment();
    }

    void add(Answer answer) {
        (answer.isFound() ? found : notFound).increment();
    }

    void add(LookupFailure failure) {
        (failure.isTimeout() ? timedOut : failed).increment();
    }
}
