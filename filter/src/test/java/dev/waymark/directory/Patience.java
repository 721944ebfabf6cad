// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What tests of databases wait for. */
final class Patience {

    private static final Duration LONG = Duration.ofSeconds(45);

    private Patience() {}

    /** Something that holds sooner or later. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void awaitThat(Condition condition) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Asks until there is an answer. */
    static String awaitAnswer(Directory directory, Login login) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                return String.valueOf(directory.find(login));
            } catch (DatabaseFailure e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Those of all connection pools. */
    static List<Thread> poolThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("waymark-"))
                .toList();
    }
}
