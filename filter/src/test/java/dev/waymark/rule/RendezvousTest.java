// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is sent where by a hash: the same for ever, in proportion to the weights, and moved only where it must be. */
class RendezvousTest {

    private static final int USERS = 100_000;

    /**
     * Worked out in Python:
     *
     * <pre>
     * import hashlib, math
     * def choose(key, weights):
     *     def score(name):
     *         digest = hashlib.sha256(name.encode() + b'\0' + key.encode(errors='replace')).digest()
     *         bits = int.from_bytes(digest[:8], 'big') >> 12
     *         return weights[name] / -math.log((bits + 0.5) / 2**52)
     *     return max(sorted(weights), key=score)
     * </pre>
     */
    private static final List<Golden> GOLDEN = List.of(
            new Golden("@ada:ac.cdl", "east", "east", "b", "\ud83d\ude00"),
            new Golden("@bob:ac.cdl", "west", "west", "a", "z"),
            new Golden("@eve:ac.cdl", "west", "west", "a", "z"),
            new Golden("@user-1:ac.cdl", "west", "west", "b", "\ud83d\ude00"),
            new Golden("@user-2:ac.cdl", "west", "west", "c", "z"),
            new Golden("@user-3:ac.cdl", "east", "east", "b", "\ud83d\ude00"),
            new Golden("@\u00e9:\u00fc", "east", "east", "c", "\ud83d\ude00"),
            new Golden("@\ud83d\ude00:x", "west", "west", "c", "z"),
            new Golden("", "west", "west", "a", "z"),
            new Golden("a\0b", "east", "east", "a", "z"),
            new Golden("?", "east", "east", "a", "\u00e9t\u00e9"),
            new Golden("\ud83d", "east", "east", "a", "\u00e9t\u00e9"),
            new Golden("x".repeat(1000), "east", "east", "a", "\u00e9t\u00e9"));

    record Golden(String key, String equal, String twice, String three, String unicode) {}

    static List<Golden> golden() {
        return GOLDEN;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void choose_isTheSameForEver(Golden golden) {
        assertThat(choice(of("east", 1, "west", 1), golden.key())).isEqualTo(golden.equal());
        assertThat(choice(of("east", 2, "west", 1), golden.key())).isEqualTo(golden.twice());
        assertThat(choice(of("a", 1, "b", 2, "c", 3), golden.key())).isEqualTo(golden.three());
        assertThat(choice(of("\u00e9t\u00e9", 1, "\ud83d\ude00", 1, "z", 1), golden.key()))
                .isEqualTo(golden.unicode());
    }

    /** SHA-256 over the names that {@code @user-0:ac.cdl} to {@code @user-9999:ac.cdl} get, by the same Python. */
    @Test
    void choose_isTheSameForEver_forTenThousandUsers() throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Rendezvous hash = of("east", 2, "west", 1, "north", 4);
        users().limit(10_000).forEach(user -> sha256.update(choice(hash, user).getBytes(StandardCharsets.UTF_8)));

        assertThat(HexFormat.of().formatHex(sha256.digest()))
                .isEqualTo("a3d9be1977ee731c044d4a2608b07622a38b2759fbb07972a8b44f38458cc44e");
    }

    static List<Rendezvous> hashes() {
        return List.of(
                of("east", 1),
                of("east", 1, "west", 1),
                of("east", 2, "west", 1),
                of("a", 1, "b", 2, "c", 3, "d", 4),
                of("large", 1000, "small", 1),
                of("x", 7, "xx", 7, "xxx", 7));
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void shares_followWeights(Rendezvous hash) {
        Map<String, Integer> counts = new TreeMap<>();
        users().forEach(user -> counts.merge(choice(hash, user), 1, Integer::sum));
        double total = hash.shares().stream().mapToInt(Rendezvous.Share::weight).sum();
        double chiSquare = 0;
        for (Rendezvous.Share share : hash.shares()) {
            double expected = USERS * share.weight() / total;
            double difference = counts.getOrDefault(share.target().name(), 0) - expected;
            chiSquare += difference * difference / expected;
        }

        // Of fair draws, one in a thousand is above that, with three degrees of freedom; with fewer, fewer are.
        assertThat(chiSquare).isLessThan(16.3);
    }

    @Test
    void newTarget_takesItsShare_andMovesNobodyElse() {
        double moved = moved(
                of("east", 2, "west", 1),
                of("east", 2, "west", 1, "north", 1),
                (before, after) -> after.equals("north"));

        assertThat(moved).isCloseTo(1 / 4.0, within(0.005));
    }

    @Test
    void removedTarget_givesItsOwnAway_andMovesNobodyElse() {
        double moved = moved(
                of("a", 1, "b", 2, "c", 3, "d", 4), of("a", 1, "b", 2, "d", 4), (before, after) -> before.equals("c"));

        assertThat(moved).isCloseTo(3 / 10.0, within(0.005));
    }

    @Test
    void removedTarget_givesItsOwnAway_inProportionToWeights() {
        Rendezvous before = of("a", 1, "b", 2, "c", 3);
        Rendezvous after = of("a", 1, "b", 2);
        Map<String, Long> heirs = users().filter(user -> choice(before, user).equals("c"))
                .collect(Collectors.groupingBy(user -> choice(after, user), Collectors.counting()));

        assertThat((double) heirs.getOrDefault("b", 0L) / heirs.getOrDefault("a", 1L))
                .isCloseTo(2, within(0.05));
    }

    @Test
    void largerWeight_movesUsersToItsTargetOnly() {
        double moved = moved(of("a", 1, "b", 1), of("a", 3, "b", 1), (before, after) -> after.equals("a"));

        assertThat(moved).isCloseTo(3 / 4.0 - 1 / 2.0, within(0.005));
    }

    @Test
    void smallerWeight_movesUsersFromItsTargetOnly() {
        double moved =
                moved(of("a", 3, "b", 1, "c", 1), of("a", 1, "b", 1, "c", 1), (before, after) -> before.equals("a"));

        assertThat(moved).isCloseTo(3 / 5.0 - 1 / 3.0, within(0.005));
    }

    @Test
    void weightsInTheSameProportion_moveNobody() {
        assertThat(moved(of("a", 1, "b", 2), of("a", 500, "b", 1000), (before, after) -> false))
                .isZero();
    }

    @Test
    void choice_doesNotDependOnOrder_norOnUrls() {
        List<Rendezvous.Share> shares =
                new ArrayList<>(of("a", 1, "b", 2, "c", 3, "d", 4).shares());
        Collections.reverse(shares);
        Rendezvous elsewhere = new Rendezvous(shares.stream()
                .map(share -> new Rendezvous.Share(
                        new Target(share.target().name(), BaseUrl.parse("https://elsewhere"), null), share.weight()))
                .toList());

        assertThat(moved(of("a", 1, "b", 2, "c", 3, "d", 4), elsewhere, (before, after) -> false))
                .isZero();
    }

    /** The part of the users that one hash sends elsewhere than another, none of them otherwise than allowed. */
    private static double moved(Rendezvous before, Rendezvous after, BiPredicate<String, String> allowed) {
        List<String> moved = users().filter(user -> !choice(before, user).equals(choice(after, user)))
                .toList();

        assertThat(moved).allMatch(user -> allowed.test(choice(before, user), choice(after, user)));
        return (double) moved.size() / USERS;
    }

    @Test
    void draw_isBetweenZeroAndOne() {
        byte[] ones = HexFormat.of().parseHex("ffffffffffffffff");

        assertThat(Rendezvous.draw(ones)).isLessThan(1).isGreaterThan(1 - 1e-15);
        assertThat(Rendezvous.draw(new byte[8])).isGreaterThan(0).isLessThan(1e-15);
    }

    @Test
    void targets_mustBeSound() {
        Target unnamed = new Target(null, BaseUrl.parse("https://a"), null);

        assertThatIllegalArgumentException().isThrownBy(() -> new Rendezvous(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> of("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> of("a", 1, "a", 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rendezvous.Share(unnamed, 1));
    }

    private static Stream<String> users() {
        return IntStream.range(0, USERS).mapToObj(i -> "@user-" + i + ":ac.cdl");
    }

    private static String choice(Rendezvous hash, String key) {
        return String.valueOf(hash.choose(key).name());
    }

    /** Names and weights in turn. */
    private static Rendezvous of(Object... namesAndWeights) {
        List<Rendezvous.Share> shares = new ArrayList<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            Target target = new Target((String) namesAndWeights[i], BaseUrl.parse("https://ac.cdl"), null);
            shares.add(new Rendezvous.Share(target, (int) namesAndWeights[i + 1]));
        }
        return new Rendezvous(shares);
    }
}
