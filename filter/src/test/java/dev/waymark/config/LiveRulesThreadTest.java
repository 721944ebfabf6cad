// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that follows, and that it has ended when it should have. */
@Timeout(60)
class LiveRulesThreadTest {

    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("waymark.json"), content);
    }

    private static String often(String rules) {
        return "{\"reload\": \"100ms\", " + rules.substring(1);
    }

    /** Those of this test's class only, by what they were started from. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("waymark-reload"))
                .toList();
    }

    @Test
    void change_comesIntoForceByItself() throws Exception {
        Path path = file(often(Followed.to("one")));
        CountDownLatch prepared = new CountDownLatch(2);
        try (LiveRules rules = LiveRules.start(RuleSource.file(path), file -> prepared.countDown())) {
            Files.writeString(path, often(Followed.to("two")));
            prepared.await();
            while (rules.current().rules().target("two") == null) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void thread_isDaemon_hasTheClassLoaderOfItsStarter_andEnds() throws Exception {
        Path path = file(Followed.to("one"));
        List<Thread> others = threads();
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        Thread started;
        try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
            current.setContextClassLoader(own);
            try (LiveRules rules = LiveRules.start(RuleSource.file(path))) {
                started = started(others);
                assertThat(started.isDaemon()).isTrue();
                assertThat(started.getContextClassLoader()).isSameAs(own);
                assertThat(rules.status().loads()).isEqualTo(1);
            }
        } finally {
            current.setContextClassLoader(before);
        }
        assertThat(started.isAlive()).isFalse();
    }

    private static Thread started(List<Thread> others) {
        return threads().stream()
                .filter(thread -> !others.contains(thread))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void closedTwice_isClosed() throws Exception {
        LiveRules rules = LiveRules.start(RuleSource.file(file(Followed.to("one"))));
        rules.close();
        rules.close();

        assertThat(rules.current().rules().target("one")).isNotNull();
    }

    @Test
    void closedByAnInterruptedThread_endsAllTheSame_andStaysInterrupted() throws Exception {
        List<Thread> others = threads();
        LiveRules rules = LiveRules.start(RuleSource.file(file(Followed.to("one"))));
        Thread started = started(others);
        Thread.currentThread().interrupt();
        rules.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(started.isAlive()).isFalse();
    }

    @Test
    void closedByItsOwnThread_endsAfterwards() throws Exception {
        Path path = file(often(Followed.to("one")));
        AtomicReference<LiveRules> rules = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        List<Thread> others = threads();
        rules.set(LiveRules.start(RuleSource.file(path), file -> {
            if (rules.get() != null) {
                rules.get().close();
                closed.countDown();
            }
        }));
        Thread started = started(others);
        Files.writeString(path, often(Followed.to("two")));
        closed.await();
        started.join();

        assertThat(rules.get().current().rules().target("two")).isNull();
    }

    @Test
    void nothingThatCanChange_needsNoThread() throws Exception {
        List<Thread> before = threads();
        try (LiveRules text = LiveRules.start(RuleSource.text("in code", Followed.to("one")));
                LiveRules never = LiveRules.start(RuleSource.file(
                        file("{\"reload\": false, " + Followed.to("two").substring(1))))) {
            assertThat(threads()).isSubsetOf(before);
            assertThat(text.current().rules().target("one")).isNotNull();
            assertThat(never.current().reload()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void failedStart_leavesNoThread() throws Exception {
        Path path = file(Followed.BAD);
        List<Thread> before = threads();

        assertThatExceptionOfType(InvalidRulesException.class).isThrownBy(() -> LiveRules.start(RuleSource.file(path)));
        assertThat(threads()).isSubsetOf(before);
    }
}
