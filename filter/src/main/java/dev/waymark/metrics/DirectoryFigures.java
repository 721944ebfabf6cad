// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import dev.waymark.directory.DirectoryCounts;

/**
 * How a directory does, counted since it was opened. Public, with getters, since JMX asks that of it.
 *
 * @see RulesMXBean
 */
public final class DirectoryFigures {

    private final String type;
    private final long asked;
    private final long found;
    private final long notFound;
    private final long failed;
    private final long timedOut;
    private final long cacheHits;

    DirectoryFigures(String type, DirectoryCounts counts) {
        this.type = type;
        this.asked = counts.asked();
        this.found = counts.found();
        this.notFound = counts.notFound();
        this.failed = counts.failed();
        this.timedOut = counts.timedOut();
        this.cacheHits = counts.cacheHits();
    }

    /** The type in the rules file. */
    public String getType() {
        return type;
    }

    /** Logins that were looked up. */
    public long getAsked() {
        return asked;
    }

    /** Logins whose user was found. */
    public long getFound() {
        return found;
    }

    /** Logins whose user the directory does not know. */
    public long getNotFound() {
        return notFound;
    }

    /** Logins for which it could not say. */
    public long getFailed() {
        return failed;
    }

    /** Logins for which it did not answer in time. */
    public long getTimedOut() {
        return timedOut;
    }

    /** Logins that were answered from the cache. */
    public long getCacheHits() {
        return cacheHits;
    }
}
