// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Calls a directory, and closes it once no call is running. Safe for use by many threads. */
final class DirectoryUse {

    static final String CLOSED = "it is closed";

    private static final System.Logger LOG = System.getLogger(ManagedDirectory.class.getName());

    /** How long calls that were interrupted have to end. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String name;
    private final Directory directory;

    /** The calls that are running, and one more until it is closed. */
    private final AtomicLong users = new AtomicLong(1);

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch unused = new CountDownLatch(1);

    DirectoryUse(String name, Directory directory) {
        this.name = name;
        this.directory = directory;
    }

    @Nullable
    String find(Login login) throws LookupFailure {
        if (!enter()) {
            throw LookupFailure.of(CLOSED);
        }
        try {
            return directory.find(login);
        } catch (InterruptedException e) {
            throw LookupFailure.of("it was interrupted");
        } catch (Exception | LinkageError e) {
            throw LookupFailure.of(e, login, isOwn());
        } finally {
            leave();
        }
    }

    private boolean isOwn() {
        return directory.getClass().getPackageName().equals(DirectoryUse.class.getPackageName());
    }

    boolean refresh() throws Exception {
        if (!enter()) {
            return false;
        }
        try {
            return directory.refresh();
        } finally {
            leave();
        }
    }

    private boolean enter() {
        return !closing.get() && users.getAndUpdate(n -> n == 0 ? 0 : n + 1) != 0;
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            unused.countDown();
        }
    }

    /** Closes the directory when the last call has ended; at once where one does not heed its interrupt. */
    void close(LookupThreads threads) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        leave();
        try {
            if (!unused.await(GRACE.toNanos(), TimeUnit.NANOSECONDS) || !threads.awaitEnd(GRACE)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "directory \"{0}\": a look-up that is running does not end when it is interrupted",
                        name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeDirectory();
    }

    private void closeDirectory() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // A pool that waits for its threads would leave at once, and leave them behind.
        boolean interrupted = Thread.interrupted();
        try {
            directory.close();
        } catch (Exception | Error e) {
            // Not the message: what it holds is not known.
            String type = e.getClass().getName();
            LOG.log(System.Logger.Level.WARNING, "directory \"{0}\" could not be closed: {1}", name, type);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
