// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a target answers to a request that is the same for every client: asked for again and again, so that no client has to wait, and
 * kept while it cannot be had. Before there is one, those who want it wait for it, all for the same. Safe for use by many threads.
 */
final class KeptAnswer implements Supplier<CompletableFuture<Fetched>> {

    /** How long a failure is an answer to others who want it, too. */
    static final Duration FAILURE_LIFETIME = Duration.ofSeconds(1);

    /** So many in a row are worth a line in the log. */
    private static final int FAILURES_TO_TELL = 2;

    private static final System.Logger LOG = System.getLogger(KeptAnswer.class.getName());

    private record Failure(Fetched outcome, long nanoTime) {

        boolean isFresh() {
            return System.nanoTime() - nanoTime < FAILURE_LIFETIME.toNanos();
        }
    }

    private final String what;
    private final Supplier<CompletableFuture<Fetched>> question;
    private final Timer timer;
    private final Duration interval;
    private final AtomicReference<@Nullable CompletableFuture<Fetched>> underWay = new AtomicReference<>();
    private volatile @Nullable Fetched good;
    private volatile @Nullable Failure failure;
    private volatile int failures;

    /**
     * An answer that is asked for when this is {@linkplain #start started}.
     *
     * @param what what it is, for the log
     * @param question asks for it; its future never fails
     */
    KeptAnswer(String what, Supplier<CompletableFuture<Fetched>> question, Timer timer, Duration interval) {
        this.what = what;
        this.question = question;
        this.timer = timer;
        this.interval = interval;
    }

    void start() {
        try {
            CompletableFuture<Fetched> unused = ask();
        } finally {
            timer.after(Timer.roughly(interval), this::start);
        }
    }

    /** The last good answer; where there was none yet, what comes of asking now. */
    @Override
    public CompletableFuture<Fetched> get() {
        Fetched kept = good;
        if (kept != null) {
            return CompletableFuture.completedFuture(kept);
        }
        Failure failed = failure;
        return failed != null && failed.isFresh() ? CompletableFuture.completedFuture(failed.outcome()) : ask();
    }

    /** Asks, unless that is under way already. */
    private CompletableFuture<Fetched> ask() {
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> others = underWay.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        CompletableFuture<?> unused = question.get().thenAccept(outcome -> {
            note(outcome);
            underWay.set(null);
            mine.complete(outcome);
        });
        return mine;
    }

    /** One question at a time comes here. */
    private void note(Fetched outcome) {
        if (outcome.fault() == null) {
            good = outcome;
            failure = null;
            if (failures >= FAILURES_TO_TELL) {
                LOG.log(System.Logger.Level.INFO, "{0} can be had again", what);
            }
            failures = 0;
            return;
        }
        failure = new Failure(outcome, System.nanoTime());
        failures = Math.min(failures + 1, FAILURES_TO_TELL + 1);
        if (failures == FAILURES_TO_TELL) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be had: {1}; {2}",
                    what,
                    outcome.fault(),
                    good == null ? "clients get an error" : "clients get what it was before");
        }
    }
}
