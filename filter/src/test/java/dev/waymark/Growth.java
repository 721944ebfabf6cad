// SPDX-License-Identifier: Apache-2.0
package dev.waymark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/**
 * How the time that something takes grows with its input. Judged by the processor time of this thread, which other work
 * on the machine does not add to, for an input and one of eight times its size: in linear time it takes eight times as
 * long, in square time sixty-four times. The bound is between them, and one good measurement out of several is enough.
 */
public final class Growth {

    private static final int FACTOR = 8;
    private static final int BOUND = 26;
    private static final int ATTEMPTS = 8;
    private static final int RUNS = 3;

    /** What is below this is noise: a millisecond. */
    private static final long LEAST_NANOSECONDS = 1_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /**
     * Requires that the time grows about linearly.
     *
     * @param work makes, for a size, the input, which is not measured, and what is done with it, which is
     * @param size of the small input; the large one should take some milliseconds at least
     */
    public static void requireLinear(IntFunction<Runnable> work, int size) {
        Runnable small = work.apply(size);
        Runnable large = work.apply(size * FACTOR);
        // Until it is compiled, all is slow, and the small input the more so.
        for (int i = 0; i < RUNS; i++) {
            small.run();
            large.run();
        }
        StringBuilder measured = new StringBuilder();
        for (int i = 0; i < ATTEMPTS; i++) {
            long ofSmall = Math.max(best(small), LEAST_NANOSECONDS);
            long ofLarge = best(large);
            if (ofLarge <= BOUND * ofSmall) {
                return;
            }
            measured.append(String.format(" %.1f ms and %.1f ms;", ofSmall / 1e6, ofLarge / 1e6));
        }
        throw new AssertionError(
                "for " + FACTOR + " times the input it takes more than " + BOUND + " times as long:" + measured);
    }

    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best;
    }
}
