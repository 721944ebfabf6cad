// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Looks at the threads of the JVM. */
final class LdapThreads {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LdapThreads() {}

    /** Waits until no thread of a connection of JNDI's is there any more. */
    static void awaitNone() throws InterruptedException {
        await(() -> ofJndi().isEmpty());
        assertThat(ofJndi()).isEmpty();
    }

    static List<String> ofJndi() {
        return inClass("com.sun.jndi.ldap.");
    }

    /** The names of the threads that run in a class whose name begins so. */
    static List<String> inClass(String prefix) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith(prefix)))
                .map(Map.Entry::getKey)
                .map(Thread::getName)
                .toList();
    }

    /** Waits until it holds, for some seconds at most. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            Thread.sleep(10);
        }
    }
}
