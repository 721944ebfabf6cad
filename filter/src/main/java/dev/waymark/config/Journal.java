// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Keeps account of loads, and of problems by what has them, so that each is told and counted once. */
final class Journal {

    /** What has a problem where the source cannot be read. */
    static final String SOURCE = "the source";

    /** What has a problem where the text of the source is bad. */
    static final String VERSION = "the new version";

    private final String source;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private Instant lastLoad;
    private Instant lastAttempt;
    private long loads = 1;
    private long failures;

    Journal(String source, Instant firstLoad) {
        this.source = source;
        this.lastLoad = firstLoad;
        this.lastAttempt = firstLoad;
    }

    /** The source was looked at. */
    synchronized void looked(Instant when) {
        lastAttempt = when;
    }

    /** A version came into force, with these directories. */
    synchronized void loaded(Instant when, Set<String> directories) {
        problems.keySet().removeIf(what -> !what.equals(SOURCE) && !directories.contains(what));
        loads++;
        lastLoad = when;
    }

    /**
     * Something is bad.
     *
     * @param isNew whether it is another thing than before, though it may have the same problem
     * @return whether that is not yet known
     */
    synchronized boolean failed(String what, String problem, boolean isNew) {
        String before = problems.put(what, problem);
        if (problem.equals(before) && !isNew) {
            return false;
        }
        failures++;
        return true;
    }

    /** Something is good; returns whether it was bad. */
    synchronized boolean solved(String what) {
        return problems.remove(what) != null;
    }

    synchronized LiveRules.Status status() {
        StringJoiner told = new StringJoiner("\n");
        problems.forEach((what, problem) ->
                told.add(SOURCE.equals(what) || VERSION.equals(what) ? problem : what + ": " + problem));
        @Nullable String problem = problems.isEmpty() ? null : told.toString();
        return new LiveRules.Status(source, lastLoad, lastAttempt, loads, failures, problem);
    }
}
