// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A hash that passes over targets that do not answer: only their own users go elsewhere, and they come back. */
class HealthyHashTest {

    private static final Map<String, Integer> WEIGHTS = Map.of("a", 1, "b", 2, "c", 3, "d", 4);

    private static final Outcome HEALTHY = new Outcome.Hash(Fact.USER_ID, of(WEIGHTS), true);

    @Provide
    Arbitrary<Set<String>> up() {
        return Arbitraries.of(WEIGHTS.keySet()).set();
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.strings().ofMaxLength(20).map(text -> '@' + text + ":ac.cdl");
    }

    @Property
    void userOfTargetThatIsUp_doesNotMove(@ForAll("users") String user, @ForAll("up") Set<String> up) {
        String own = chosen(HEALTHY, user, WEIGHTS.keySet());

        if (up.contains(own)) {
            assertThat(chosen(HEALTHY, user, up)).isEqualTo(own);
        }
    }

    @Property
    void userOfTargetThatIsDown_isWhereTheOthersAloneWouldHaveIt(
            @ForAll("users") String user, @ForAll("up") Set<String> up) {
        Map<String, Integer> left =
                up.stream().collect(Collectors.toMap(name -> name, name -> WEIGHTS.getOrDefault(name, 0)));
        Rendezvous others = of(left.isEmpty() ? WEIGHTS : left);

        assertThat(chosen(HEALTHY, user, up)).isEqualTo(others.choose(user).name());
    }

    @Property
    void userComesBack_whenTargetAnswersAgain(
            @ForAll("users") String user, @ForAll List<@From("up") Set<String>> states) {
        String own = chosen(HEALTHY, user, WEIGHTS.keySet());
        states.forEach(up -> chosen(HEALTHY, user, up));

        assertThat(chosen(HEALTHY, user, WEIGHTS.keySet())).isEqualTo(own);
    }

    @Property
    void withoutTheKey_nothingLooksAtHealth(@ForAll("users") String user) {
        Outcome hash = new Outcome.Hash(Fact.USER_ID, of(WEIGHTS));
        Login login = Login.builder()
                .userId(user)
                .up(name -> {
                    throw new AssertionError("it was asked about " + name);
                })
                .build();

        Target target = hash.target(login, Map.of());
        assertThat(target == null ? null : target.name()).isEqualTo(chosen(HEALTHY, user, WEIGHTS.keySet()));
    }

    @Test
    void usersOfTargetThatIsDown_areSpreadByWeights() {
        Map<String, Long> heirs = IntStream.range(0, 100_000)
                .mapToObj(i -> "@user-" + i + ":ac.cdl")
                .filter(user -> "d".equals(chosen(HEALTHY, user, WEIGHTS.keySet())))
                .collect(Collectors.groupingBy(
                        user -> String.valueOf(chosen(HEALTHY, user, Set.of("a", "b", "c"))), Collectors.counting()));
        double moved = heirs.values().stream().mapToLong(users -> users).sum();

        assertThat(heirs.getOrDefault("a", 0L) / moved).isCloseTo(1 / 6.0, within(0.01));
        assertThat(heirs.getOrDefault("b", 0L) / moved).isCloseTo(2 / 6.0, within(0.01));
        assertThat(heirs.getOrDefault("c", 0L) / moved).isCloseTo(3 / 6.0, within(0.01));
    }

    @Test
    void loginWithoutTheFact_isLeftToNextRule_whateverIsUp() {
        Outcome hash = new Outcome.Hash(Fact.DEVICE_ID, of(WEIGHTS), true);

        assertThat(chosen(hash, "@ada:ac.cdl", WEIGHTS.keySet())).isNull();
        assertThat(chosen(hash, "@ada:ac.cdl", Set.of())).isNull();
    }

    @Test
    void eachTarget_isAskedForOnceAtMost() {
        AtomicInteger asked = new AtomicInteger();
        Login login = Login.builder()
                .userId("@ada:ac.cdl")
                .up(name -> {
                    asked.incrementAndGet();
                    return false;
                })
                .build();

        assertThat(HEALTHY.target(login, Map.of())).isNotNull();
        assertThat(asked).hasValue(WEIGHTS.size());
    }

    @Test
    void allTargetsCountAsUp_unlessSomebodyKnows() {
        List<String> users = Stream.of("ada", "bob", "eve")
                .map(name -> '@' + name + ":ac.cdl")
                .toList();

        assertThat(users)
                .allSatisfy(user -> assertThat(HEALTHY.target(Login.of(user), Map.of()))
                        .isEqualTo(of(WEIGHTS).choose(user)));
    }

    private static @Nullable String chosen(Outcome hash, String user, Set<String> up) {
        Login login = Login.builder().userId(user).up(up::contains).build();
        Target target = hash.target(login, Map.of());
        assertThat(hash.preview(login, Map.of())).isEqualTo(target);
        return target == null ? null : target.name();
    }

    private static Rendezvous of(Map<String, Integer> weights) {
        List<Rendezvous.Share> shares = new ArrayList<>();
        weights.forEach((name, weight) -> shares.add(new Rendezvous.Share(AnyRules.target(name), weight)));
        return new Rendezvous(shares);
    }
}
