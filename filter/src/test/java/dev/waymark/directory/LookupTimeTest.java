// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.directory.TestDirectory.ADA;
import static dev.waymark.directory.TestDirectory.BOB;
import static dev.waymark.directory.TestDirectory.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import dev.waymark.spi.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a look-up may take, how many run at once, and what is left of them when the directory is closed. */
class LookupTimeTest {

    private static final long PATIENCE_SECONDS = 30;

    private static Limits limits(Duration timeout, int maxConcurrent, Limits.@Nullable Cache cache) {
        return new Limits(timeout, maxConcurrent, cache, Limits.OnError.FAIL);
    }

    private static Limits patient(int maxConcurrent) {
        return limits(Duration.ofSeconds(PATIENCE_SECONDS), maxConcurrent, Limits.Cache.DEFAULT);
    }

    private static FutureTask<@Nullable Target> start(ManagedDirectory directory, Login login) {
        FutureTask<@Nullable Target> task = new FutureTask<>(() -> directory.find(login));
        Thread thread = new Thread(task, "login");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static List<Thread> lookupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("waymark-directory-users"))
                .toList();
    }

    @Test
    void slowLookup_isInterrupted_andFails() {
        CountDownLatch interrupted = new CountDownLatch(1);
        TestDirectory directory = new TestDirectory(login -> {
            try {
                new CountDownLatch(1).await();
                return "east";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        try (ManagedDirectory managed = directory.managed(limits(Duration.ofMillis(50), 1, Limits.Cache.DEFAULT))) {
            for (int i = 1; i <= 2; i++) {
                assertThatExceptionOfType(DecisionException.class)
                        .isThrownBy(() -> managed.find(ADA))
                        .withMessage("directory \"users\": no answer within 50 ms");
            }
            await(interrupted);
            assertThat(managed.counts().timedOut()).isEqualTo(2);
            assertThat(managed.counts().failed()).isZero();
        }
    }

    @Test
    void sameLookup_runsOnce_forAllWhoWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TestDirectory directory = new TestDirectory(login -> {
            asked.countDown();
            go.await();
            return "east";
        });
        try (ManagedDirectory managed = directory.managed(patient(4))) {
            List<FutureTask<@Nullable Target>> logins = new ArrayList<>();
            logins.add(start(managed, ADA));
            await(asked);
            for (int i = 0; i < 9; i++) {
                logins.add(start(managed, ADA));
            }
            await(() -> managed.counts().asked() == 10);
            go.countDown();
            for (FutureTask<@Nullable Target> login : logins) {
                assertThat(login.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(TARGETS.get("east"));
            }
            assertThat(directory.calls).hasValue(1);
            assertThat(managed.counts().found()).isEqualTo(10);
        }
    }

    @Test
    void lookups_beyondThoseAtOnce_waitAndThenFail() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TestDirectory directory = new TestDirectory(login -> {
            if (login.equals(ADA)) {
                asked.countDown();
                // As drivers do that do not heed an interrupt.
                boolean waiting = true;
                while (waiting) {
                    try {
                        go.await();
                        waiting = false;
                    } catch (InterruptedException e) {
                        waiting = true;
                    }
                }
                return "east";
            }
            return "west";
        });
        try (ManagedDirectory managed = directory.managed(limits(Duration.ofMillis(100), 1, null))) {
            FutureTask<@Nullable Target> ada = start(managed, ADA);
            await(asked);
            assertThatExceptionOfType(DecisionException.class)
                    .isThrownBy(() -> managed.find(BOB))
                    .withMessage(
                            "directory \"users\": as many look-ups as may run at once (1) were running, and none of"
                                    + " them ended within 100 ms");
            assertThat(ada)
                    .satisfies(task -> assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(() -> task.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                            .withCauseInstanceOf(DecisionException.class));
            go.countDown();
            AtomicReference<@Nullable Target> found = new AtomicReference<>();
            await(() -> {
                try {
                    found.set(managed.find(BOB));
                    return true;
                } catch (DecisionException e) {
                    return false;
                }
            });
            assertThat(found.get()).isEqualTo(TARGETS.get("west"));
        }
    }

    @Test
    void places_comeFreeAgain_afterTimeouts() {
        TestDirectory directory = new TestDirectory(login -> {
            if (login.equals(ADA)) {
                new CountDownLatch(1).await();
            }
            return "west";
        });
        try (ManagedDirectory managed = directory.managed(limits(Duration.ofMillis(20), 2, null))) {
            for (int i = 0; i < 10; i++) {
                assertThatExceptionOfType(DecisionException.class).isThrownBy(() -> managed.find(ADA));
            }
            AtomicReference<@Nullable Target> found = new AtomicReference<>();
            await(() -> {
                try {
                    found.set(managed.find(BOB));
                    return true;
                } catch (DecisionException e) {
                    return false;
                }
            });
            assertThat(found.get()).isEqualTo(TARGETS.get("west"));
        }
    }

    @Test
    void interruptedLogin_fails_andStaysInterrupted() {
        TestDirectory directory = new TestDirectory(login -> {
            new CountDownLatch(1).await();
            return "east";
        });
        try (ManagedDirectory managed = directory.managed(patient(1))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(DecisionException.class)
                    .isThrownBy(() -> managed.find(ADA))
                    .withMessage("directory \"users\": the thread of the login was interrupted while it waited");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void threads_areDaemons_withContextOfWhoOpened_andEndOnClose() {
        AtomicReference<@Nullable Thread> used = new AtomicReference<>();
        TestDirectory directory = new TestDirectory(login -> {
            used.set(Thread.currentThread());
            return "east";
        });
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader opener = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(opener);
        try (ManagedDirectory managed = directory.managed(patient(4))) {
            Thread.currentThread().setContextClassLoader(before);
            managed.find(ADA);
            assertThat(used.get()).isNotNull().satisfies(thread -> {
                assertThat(thread.isDaemon()).isTrue();
                assertThat(thread.getName()).isEqualTo("waymark-directory-users");
                assertThat(thread.getContextClassLoader()).isSameAs(opener);
            });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        await(() -> lookupThreads().isEmpty());
        assertThat(directory.closings).hasValue(1);
    }

    @Test
    void close_endsRunningLookups_thenDirectory_once() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        List<String> events = new ArrayList<>();
        TestDirectory directory = new TestDirectory(login -> {
            try {
                asked.countDown();
                new CountDownLatch(1).await();
                return "east";
            } finally {
                synchronized (events) {
                    events.add("look-up ends");
                }
            }
        });
        ManagedDirectory managed = directory.managed(patient(4));
        FutureTask<@Nullable Target> ada = start(managed, ADA);
        await(asked);
        managed.close();
        managed.close();
        synchronized (events) {
            assertThat(events).hasSize(1);
        }
        assertThat(directory.closings).hasValue(1);
        assertThat(ada)
                .satisfies(task -> assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> task.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .withCauseInstanceOf(DecisionException.class));
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> managed.find(BOB))
                .withMessage("directory \"users\": it is closed");
        assertThat(managed.refresh()).isFalse();
        await(() -> lookupThreads().isEmpty());
    }

    @Test
    void close_ofDirectoryThatFails_isLogged_withoutMessage() {
        try (LoggedWarnings log = new LoggedWarnings()) {
            ManagedDirectory managed = ManagedDirectory.of(
                    "users",
                    "test",
                    "definition",
                    new FailingToClose(),
                    patient(1),
                    new AllowedAnswers(TARGETS.keySet(), List.of()),
                    TARGETS);
            managed.close();
            assertThat(log.lines())
                    .containsExactly("directory \"users\" could not be closed: java.lang.IllegalStateException");
        }
    }

    private static final class FailingToClose implements Directory {

        @Override
        public Set<Fact> facts() {
            return Set.of(Fact.USER_ID);
        }

        @Override
        public @Nullable String find(Login login) {
            return null;
        }

        @Override
        public void close() {
            throw new IllegalStateException("secret");
        }
    }
}
