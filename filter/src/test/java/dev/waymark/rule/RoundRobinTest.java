// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Targets in turn, and those that do not answer passed over. */
class RoundRobinTest {

    private static final Set<String> ALL = Set.of("a", "b", "c", "d");

    @Test
    void turns_goRound() {
        assertThat(turns(of(false, "a", "b", "a", "c"), ALL, 6)).containsExactly("a", "b", "a", "c", "a", "b");
        assertThat(turns(of(true, "a", "b", "a", "c"), ALL, 6)).containsExactly("a", "b", "a", "c", "a", "b");
    }

    @Test
    void turnsOfTargetThatIsDown_areLost() {
        assertThat(turns(of(true, "a", "b", "c"), Set.of("a", "c"), 6)).containsExactly("a", "c", "a", "c", "a", "c");
        assertThat(turns(of(true, "a", "b", "c", "d"), Set.of("d"), 3)).containsExactly("d", "d", "d");
    }

    @Test
    void eachHasItsTurn_whereNoneIsUp() {
        assertThat(turns(of(true, "a", "b", "c"), Set.of(), 4)).containsExactly("a", "b", "c", "a");
    }

    @Test
    void turnsGoOn_whenTargetsComeAndGo() {
        Outcome.RoundRobin turns = of(true, "a", "b", "c");

        assertThat(turns(turns, Set.of("b", "c"), 3)).containsExactly("b", "c", "b");
        assertThat(turns(turns, ALL, 3)).containsExactly("c", "a", "b");
        assertThat(turns(turns, Set.of("a"), 1)).containsExactly("a");
        assertThat(turns(turns, ALL, 1)).containsExactly("b");
    }

    @Test
    void withoutTheKey_nothingLooksAtHealth() {
        assertThat(turns(of(false, "a", "b"), Set.of("b"), 4)).containsExactly("a", "b", "a", "b");
    }

    @Test
    void preview_passesOverTargetsThatAreDown_andUsesUpNoTurn() {
        Outcome.RoundRobin turns = of(true, "a", "b", "c");

        assertThat(turns.preview(login(Set.of("c")), Map.of()).name()).isEqualTo("c");
        assertThat(turns.preview(login(Set.of("b", "c")), Map.of()).name()).isEqualTo("b");
        assertThat(turns.preview(login(Set.of()), Map.of()).name()).isEqualTo("a");
        assertThat(turns(turns, ALL, 1)).containsExactly("a");
    }

    @Test
    void targetWithoutName_countsAsUp() {
        Target unnamed = new Target(null, BaseUrl.parse("https://ac.cdl"), null);
        Outcome.RoundRobin turns = new Outcome.RoundRobin(List.of(AnyRules.target("a"), unnamed), true);

        assertThat(turns.target(login(Set.of()), Map.of())).isEqualTo(unnamed);
    }

    @Provide
    Arbitrary<Set<String>> up() {
        return Arbitraries.of(ALL).set().ofMinSize(1);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(ALL);
    }

    @Property
    void turns_areEven_amongThoseThatAreUp(
            @ForAll("up") Set<String> up,
            @ForAll @Size(min = 1, max = 8) List<@From("names") String> list,
            @ForAll("up") Set<String> before) {
        Outcome.RoundRobin turns = of(true, list.toArray(String[]::new));
        turns(turns, before, 5);
        List<String> live = list.stream().filter(up::contains).toList();

        List<String> round = turns(turns, up, live.isEmpty() ? list.size() : live.size());

        assertThat(round).containsExactlyInAnyOrderElementsOf(live.isEmpty() ? list : live);
    }

    @Test
    void turns_areEven_whereManyLoginsComeAtOnce() throws Exception {
        int logins = 8 * 3_000;
        Outcome.RoundRobin turns = of(true, "a", "b", "c", "d");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<List<String>> part = () -> turns(turns, Set.of("a", "b", "d"), logins / 8);
            Map<String, Integer> counts = new HashMap<>();
            for (Future<List<String>> done : threads.invokeAll(Collections.nCopies(8, part))) {
                done.get().forEach(name -> counts.merge(name, 1, Integer::sum));
            }

            assertThat(counts).isEqualTo(Map.of("a", 8_000, "b", 8_000, "d", 8_000));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> turns(Outcome.RoundRobin turns, Set<String> up, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> String.valueOf(turns.target(login(up), Map.of()).name()))
                .toList();
    }

    private static Login login(Set<String> up) {
        return Login.builder().userId("@ada:ac.cdl").up(up::contains).build();
    }

    private static Outcome.RoundRobin of(boolean healthy, String... names) {
        return new Outcome.RoundRobin(Stream.of(names).map(AnyRules::target).toList(), healthy);
    }
}
