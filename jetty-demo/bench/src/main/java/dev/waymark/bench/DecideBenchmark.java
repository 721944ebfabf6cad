// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import dev.waymark.rule.Decision;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A decision by rules for exact user IDs. The same 64 users in rotation, however many rules there are: what is measured is the work, and
 * not how far away memory is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {

    @Param({"10", "1000", "100000"})
    int rules;

    private final String[] users = new String[Samples.RESPONSES];
    private Rules decider = new Rules(Map.of(), List.of());
    private Map<String, String> map = Map.of();
    private int next;

    /** Makes users and rules. */
    @Setup
    public void prepare() {
        decider = Samples.rules(rules).rules();
        map = Samples.map(rules);
        int[] numbers = Samples.users(rules);
        for (int i = 0; i < users.length; i++) {
            users[i] = Samples.user(numbers[i]);
        }
    }

    /** A string that was just read, as it always is: its hash is not known yet. */
    private String user() {
        next = (next + 1) % Samples.RESPONSES;
        return new String(users[next]);
    }

    /** By the rules. */
    @Benchmark
    public Decision waymark() {
        return decider.decide(Login.of(user()));
    }

    /** The least: the map that the rules are equal to here. */
    @Benchmark
    public @Nullable String limit() {
        return map.get(user());
    }
}
