// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rules that follow their source. A good change comes into force as a whole, between two calls of {@link #current}; a bad
 * one is logged with all its problems and counted, and what was in force stays.
 *
 * <p>What is looked at, by one thread, is the source, the files of secrets that it names, and the directories, which know
 * themselves whether they have changed. How often says the key {@code reload} of the rules file; without it, the files
 * every {@link RuleSource#FILE_INTERVAL} and the source as its {@link RuleSource.Watch} says. There is no thread where
 * nothing can change. A change of a file comes into force when the file has rested for a second.
 *
 * <p>Safe for use by many threads. The thread loads with the context class loader of who started it, so that the same
 * providers are found as at first; it has ended when {@link #close} returns.
 */
public final class LiveRules implements AutoCloseable {

    /** For how long a directory that is no longer named stays open: logins that came in before still look up in it when they end. */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** How often a bad version is tried again: what is wrong may be in another file, or on another machine. */
    static final Duration RETRY = Duration.ofSeconds(10);

    /** How long {@link #close} waits for the thread: more than a server may take to accept a connection. */
    private static final Duration END = RuleSource.TIMEOUT.plusSeconds(5);

    private static final String THREAD_NAME = "waymark-reload";

    private static final System.Logger LOG = System.getLogger(LiveRules.class.getName());

    private final RuleSource source;
    private final RuleSource.Watch watch;
    private final Consumer<RulesFile> prepare;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Belongings belongings;
    private final Journal journal;
    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile RulesFile current;
    private volatile @Nullable Thread thread;

    // Only used by who ticks; by the thread after it was started.
    private RuleSource latest;
    private boolean latestIsBad;
    private long retryAt;
    private long sourceAt;
    private long filesAt;
    private long nextTick;

    /**
     * What became of a source.
     *
     * @param source what messages call it
     * @param lastLoad when the rules in force were loaded
     * @param lastAttempt when the source was last looked at
     * @param loads how often rules came into force, the first time included
     * @param failures how often something was bad: a version, a directory's content, or that the source could not be had.
     *     Each is counted once, however often it is tried again
     * @param lastProblem what is wrong now, a problem a line, or null where nothing is. Without secrets
     */
    public record Status(
            String source,
            Instant lastLoad,
            Instant lastAttempt,
            long loads,
            long failures,
            @Nullable String lastProblem) {}

    /**
     * Loads rules and follows them from then on.
     *
     * @throws IOException where the source cannot be read; the message names it
     * @throws InvalidRulesException where there is anything wrong in it; the message says all that is, and where
     */
    public static LiveRules start(RuleSource source) throws IOException, InvalidRulesException {
        return start(source, file -> {});
    }

    /**
     * The same for who makes something of the rules.
     *
     * @param prepare is given rules before they come into force, the first ones included; if it fails, they do not
     */
    public static LiveRules start(RuleSource source, Consumer<RulesFile> prepare)
            throws IOException, InvalidRulesException {
        LiveRules rules = new LiveRules(source, source.watch(), prepare, Clock.systemUTC(), System::nanoTime);
        try {
            rules.startThread();
        } catch (Throwable e) {
            rules.close();
            throw e;
        }
        return rules;
    }

    /** Without a thread. */
    LiveRules(RuleSource source, RuleSource.Watch watch, Consumer<RulesFile> prepare, Clock clock, LongSupplier ticker)
            throws IOException, InvalidRulesException {
        this.source = source;
        this.watch = watch;
        this.prepare = prepare;
        this.clock = clock;
        this.ticker = ticker;
        this.belongings = new Belongings(clock, ticker);
        boolean loaded = false;
        try {
            String text = watch.next();
            if (text == null) {
                throw new IllegalStateException("a source without a first text: " + source.name());
            }
            latest = new TextSource(source.name(), text, source.folder());
            current = load(latest, null);
            loaded = true;
        } finally {
            if (!loaded) {
                watch.close();
            }
        }
        belongings.follow(current);
        journal = new Journal(source.name(), clock.instant());
        schedule(true, true);
    }

    private RulesFile load(RuleSource text, @Nullable RulesFile previous) throws IOException, InvalidRulesException {
        RulesFile file = RulesFile.load(text, previous);
        boolean prepared = false;
        try {
            prepare.accept(file);
            prepared = true;
        } finally {
            if (!prepared) {
                Belongings.discard(file, previous);
            }
        }
        return file;
    }

    private void startThread() {
        if (sourceInterval() == null && (filesInterval() == null || belongings.areNone(current))) {
            return;
        }
        Thread started = new Thread(null, this::run, THREAD_NAME, 0, false);
        started.setDaemon(true);
        started.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        started.start();
        thread = started;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                if (!closing.await(Math.max(0, nextTick - ticker.getAsLong()), TimeUnit.NANOSECONDS)) {
                    tick();
                }
            } catch (InterruptedException e) {
                // By close(), which the loop sees; whatever a directory does when it refreshes ends nothing.
            }
        }
    }

    /** The rules in force. */
    public RulesFile current() {
        return current;
    }

    /** How it goes; one consistent state of it. */
    public Status status() {
        return journal.status();
    }

    // What the thread does.

    /** Looks at what is due. */
    synchronized void tick() {
        long now = ticker.getAsLong();
        boolean sourceIsDue = now - sourceAt >= 0;
        boolean filesAreDue = now - filesAt >= 0;
        boolean changed = sourceIsDue && lookAtSource();
        if (filesAreDue) {
            changed |= belongings.haveSecretsChanged();
            belongings.refresh(current, this::report);
        }
        if (changed || (latestIsBad && now - retryAt >= 0)) {
            reload(changed);
        }
        belongings.closeRetired();
        schedule(sourceIsDue, filesAreDue);
    }

    /** Looks at everything, due or not. */
    synchronized void check() {
        sourceAt = ticker.getAsLong();
        filesAt = sourceAt;
        tick();
    }

    private boolean lookAtSource() {
        try {
            String text = watch.next();
            if (journal.solved(Journal.SOURCE)) {
                LOG.log(System.Logger.Level.INFO, "the rules file {0} can be read again", source.name());
            }
            if (text == null) {
                return false;
            }
            latest = new TextSource(source.name(), text, source.folder());
            return true;
        } catch (IOException e) {
            report(Journal.SOURCE, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            report(Journal.SOURCE, bug(e));
        } finally {
            journal.looked(clock.instant());
        }
        return false;
    }

    private void reload(boolean isNew) {
        RulesFile previous = current;
        try {
            RulesFile next = load(latest, previous);
            if (!comesIntoForce(next, previous)) {
                return;
            }
            latestIsBad = false;
            journal.loaded(clock.instant(), Belongings.names(next));
            LOG.log(
                    System.Logger.Level.INFO,
                    "the rules of {0} have changed: {1} rules and {2} targets are in force",
                    source.name(),
                    next.rules().inOrder().size(),
                    next.rules().targets().size());
            return;
        } catch (IOException | InvalidRulesException e) {
            report(Journal.VERSION, String.valueOf(e.getMessage()), isNew);
        } catch (RuntimeException | Error e) {
            // An error too: a file that the memory does not suffice for is no reason to look at none any more.
            report(Journal.VERSION, bug(e), isNew);
        }
        latestIsBad = true;
        retryAt = ticker.getAsLong() + RETRY.toNanos();
    }

    private boolean comesIntoForce(RulesFile next, RulesFile previous) {
        synchronized (closing) {
            if (closing.getCount() == 0) {
                Belongings.discard(next, previous);
                return false;
            }
            current = next;
            belongings.retire(previous, next);
        }
        belongings.follow(next);
        return true;
    }

    /** Without its message, which may hold what was read. */
    private static String bug(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return "a bug in Waymark: " + e.getClass().getName() + " at "
                + (trace.length == 0 ? "an unknown place" : trace[0].toString());
    }

    private void report(String of, @Nullable String problem) {
        report(of, problem, false);
    }

    private void report(String of, @Nullable String problem, boolean isNew) {
        if (closing.getCount() == 0) {
            // Whatever was broken off is none.
            return;
        }
        if (problem == null) {
            if (journal.solved(of)) {
                LOG.log(System.Logger.Level.INFO, "{0} is good again", of);
            }
        } else if (journal.failed(of, problem, isNew)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} of {1} cannot be used, and what was read before stays in force: {2}",
                    of,
                    source.name(),
                    problem);
        }
    }

    // When it does so.

    private @Nullable Duration sourceInterval() {
        Duration otherwise = watch.interval();
        // What never changes is not asked more often because others do.
        return otherwise == null ? null : interval(otherwise);
    }

    private @Nullable Duration filesInterval() {
        return interval(RuleSource.FILE_INTERVAL);
    }

    /** As the rules in force say; null for never. */
    private @Nullable Duration interval(Duration otherwise) {
        Duration said = current.reload();
        if (said == null) {
            return otherwise;
        }
        return said.isZero() ? null : said;
    }

    /** From now on, so that there are pauses between looks that take long, too. */
    private void schedule(boolean lookedAtSource, boolean lookedAtFiles) {
        long now = ticker.getAsLong();
        if (lookedAtSource) {
            Duration interval = sourceInterval();
            boolean soon = interval != null && watch.isSettling() && WatchedFile.REST.compareTo(interval) < 0;
            sourceAt = after(now, soon ? WatchedFile.REST : interval);
        }
        if (lookedAtFiles) {
            filesAt = after(now, filesInterval());
        }
        nextTick = earlier(sourceAt, filesAt);
        if (latestIsBad) {
            nextTick = earlier(nextTick, retryAt);
        }
        if (belongings.areSomeRetired()) {
            nextTick = earlier(nextTick, after(now, GRACE));
        }
    }

    private static long after(long now, @Nullable Duration interval) {
        // In a hundred years: never, and far from where nanoseconds overflow.
        return now + (interval == null ? TimeUnit.DAYS.toNanos(36_500) : interval.toNanos());
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Ends the thread and closes the directories. {@link #current} stays what it was. */
    @Override
    public void close() {
        synchronized (closing) {
            if (closing.getCount() == 0) {
                return;
            }
            closing.countDown();
        }
        watch.close();
        Thread running = thread;
        if (running != null && running != Thread.currentThread()) {
            running.interrupt();
            awaitEnd(running);
        }
        belongings.close(current);
    }

    private static void awaitEnd(Thread running) {
        boolean interrupted = false;
        long end = System.nanoTime() + END.toNanos();
        for (long left = END.toNanos(); left > 0 && running.isAlive(); left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(running, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (running.isAlive()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the thread {0} has not ended {1} seconds after it was told to",
                    THREAD_NAME,
                    END.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
