// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Compares runs with the filter with runs without it, on containers that have races of their own. A difference is the
 * container's, not the filter's, if a run without the filter can be found that is like the one with it; and then the filter
 * still has to do what the container usually does. Used by one thread at a time.
 */
final class Comparison {

    /** So many runs in each number of threads: some races want both processors, others a crowd. */
    private static final int RUNS = 1000;

    private static final int[] THREADS = {1, 2, 8};

    /** Scenarios that wait for a time to pass are run less often. */
    private static final long LONGEST_SEARCH_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** A filter that is broken differs everywhere, and need not be told so for hours. */
    private static final int MOST_IN_VAIN = 5;

    private static final int TRIES = 10;

    private static final int LONGEST_LINE = 600;

    private final Map<String, Performance> withoutFilter = new HashMap<>();
    private int inVain;

    /** Throws where two runs differ in more than they may. */
    @FunctionalInterface
    interface Judge {
        void judge(Performance without, Performance with) throws Exception;
    }

    /**
     * What is compared.
     *
     * @param scenario whose run without the filter is the same in all comparisons
     * @param judge whether the filter did what it should
     * @param likeness whether what it did is what the container does without it
     */
    record Runs(
            String scenario, Callable<Performance> without, Callable<Performance> with, Judge judge, Judge likeness) {}

    /**
     * Requires what the judge does.
     *
     * @return null, or how the container was found to differ from itself
     * @throws AssertionError if only runs with the filter differ so
     */
    @Nullable
    String compare(Runs runs) throws Exception {
        StringBuilder races = new StringBuilder();
        for (int tries = 1; ; tries++) {
            Performance without = withoutFilter(runs);
            Performance with = runs.with().call();
            AssertionError difference = difference(runs.judge(), without, with);
            if (difference == null && !without.fails()) {
                return races.isEmpty() ? null : races.toString();
            }
            if (difference == null) {
                difference = new AssertionError("fails without the filter too", without.failure());
            }
            int found = tries < TRIES
                    ? find(() -> difference(runs.likeness(), runs.without().call(), with) == null)
                    : 0;
            if (found == 0) {
                throw difference;
            }
            races.append(races.isEmpty() ? "" : "; then ")
                    .append("differed as did one of ")
                    .append(found)
                    .append(found == 1 ? " run" : " runs")
                    .append(" without the filter: ")
                    .append(inOneLine(difference));
            withoutFilter.remove(runs.scenario());
        }
    }

    /** Whether two runs differ, by the filter or by a race. */
    boolean differs(Runs runs) throws Exception {
        return difference(runs.judge(), withoutFilter(runs), runs.with().call()) != null;
    }

    private Performance withoutFilter(Runs runs) throws Exception {
        Performance known = withoutFilter.get(runs.scenario());
        if (known == null) {
            known = runs.without().call();
            withoutFilter.put(runs.scenario(), known);
        }
        return known;
    }

    private static String inOneLine(AssertionError difference) {
        String line = String.valueOf(difference.getMessage()).strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line;
    }

    private static @Nullable AssertionError difference(Judge judge, Performance without, Performance with) {
        AssertionError difference;
        try {
            judge.judge(without, with);
            if (with.failsLike(without)) {
                return null;
            }
            difference = new AssertionError(
                    "fails: with the filter " + with.failure() + ", without it " + without.failure());
        } catch (AssertionError e) {
            difference = e;
        } catch (Exception e) {
            difference = new AssertionError("nothing that can be compared", e);
        }
        if (with.failure() != null) {
            difference.addSuppressed(with.failure());
        }
        return difference;
    }

    /** Repeats until it is true, and says how often that was, or 0 if it was in vain. */
    private int find(Callable<Boolean> run) throws Exception {
        if (inVain == MOST_IN_VAIN) {
            return 0;
        }
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean found = new AtomicBoolean();
        long start = System.nanoTime();
        for (int threads : THREADS) {
            int last = runs.get() + RUNS;
            inThreads(threads, () -> {
                while (!found.get() && runs.get() < last && System.nanoTime() - start < LONGEST_SEARCH_NANOS) {
                    runs.incrementAndGet();
                    if (run.call()) {
                        found.set(true);
                    }
                }
                return null;
            });
            if (found.get()) {
                return runs.get();
            }
        }
        inVain++;
        return 0;
    }

    private static void inThreads(int number, Callable<Void> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            for (Future<Void> thread : threads.invokeAll(Collections.nCopies(number, task))) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
