// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Decision;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many versions one after the other, while many threads decide all the time. */
@Timeout(120)
class LiveRulesSwapTest {

    private static final int SWAPS = 1000;
    private static final int THREADS = 4;

    @Test
    void everyDecision_isOfOneWholeVersion(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("waymark.json"), version(0));
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Followed followed = new Followed(path)) {
            List<Future<Integer>> deciding = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                deciding.add(threads.submit(decideUntil(over, followed, asked)));
            }
            for (int i = 1; i <= SWAPS; i++) {
                // Some are bad, which must not be seen at all.
                Files.writeString(path, i % 10 == 0 ? version(i).replace("]}", "") : version(i));
                long before = asked.get();
                followed.check();
                while (asked.get() == before) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            for (Future<Integer> last : deciding) {
                assertThat(last.get()).isLessThanOrEqualTo(SWAPS);
            }
            assertThat(followed.rules.status().loads()).isEqualTo(1 + SWAPS - SWAPS / 10);
            assertThat(followed.rules.status().failures()).isEqualTo(SWAPS / 10);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** All that can be seen of a version names it: the rule, and the target in two places. */
    private static String version(int i) {
        return """
                {"targets": {"v%1$d": {"base_cs_url": "https://v%1$d.example", "identity_server": "https://v%1$d.example"}},
                 "max_body": %2$d,
                 "rules": [{"name": "v%1$d", "target": "v%1$d"}]}
                """.formatted(i, i + 1);
    }

    private static Callable<Integer> decideUntil(AtomicBoolean over, Followed followed, AtomicLong asked) {
        return () -> {
            int last = 0;
            while (!over.get()) {
                RulesFile now = followed.rules.current();
                Decision decision = now.rules().decide(Login.of("@ada:ac.example"));
                String rule = String.valueOf(decision.rule());
                int version = Integer.parseInt(rule.substring(1));
                assertThat(version).isGreaterThanOrEqualTo(last);
                assertThat(version == 0 || version % 10 != 0).isTrue();
                Target target = Objects.requireNonNull(decision.target());
                assertThat(target.name()).isEqualTo(rule);
                assertThat(target.baseUrl()).hasToString("https://" + rule + ".example");
                assertThat(target.identityServer()).hasToString("https://" + rule + ".example");
                assertThat(now.maxBody()).isEqualTo(version + 1);
                last = version;
                asked.incrementAndGet();
            }
            return last;
        };
    }
}
