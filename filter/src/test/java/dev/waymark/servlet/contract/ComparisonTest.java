// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final AtomicInteger runsWithout = new AtomicInteger();
    private final AtomicInteger runsWith = new AtomicInteger();
    private final Comparison comparison = new Comparison();

    private static Performance saw(String diary) {
        return new Performance(Conversation.NONE, List.of(diary), null);
    }

    private static Performance failed(String why) {
        return new Performance(Conversation.NONE, List.of("usual"), new TimeoutException(why));
    }

    /** The usual, and something else in that run of each that many. */
    private static Callable<Performance> varies(AtomicInteger runs, int each, int that, Performance else_) {
        return () -> runs.incrementAndGet() % each == that ? else_ : saw("usual");
    }

    private static Comparison.Runs runs(Callable<Performance> without, Callable<Performance> with) {
        Comparison.Judge judge = (a, b) -> assertThat(b.diary()).isEqualTo(a.diary());
        return new Comparison.Runs("scenario", without, with, judge, judge);
    }

    @Test
    void passes_theSame() throws Exception {
        assertThat(comparison.compare(runs(() -> saw("usual"), () -> saw("usual"))))
                .isNull();
    }

    @Test
    void runsWithoutOnce_theSameManyTimes() throws Exception {
        Comparison.Runs runs = runs(varies(runsWithout, 10, 2, saw("else")), () -> saw("usual"));

        assertThat(comparison.compare(runs)).isNull();
        assertThat(comparison.compare(runs)).isNull();
        assertThat(comparison.differs(runs)).isFalse();

        assertThat(runsWithout).hasValue(1);
    }

    @Test
    void passesAndSaysSo_whatTheContainerDoesByItself() throws Exception {
        assertThat(comparison.compare(
                        runs(varies(runsWithout, 700, 100, saw("else")), varies(runsWith, 700, 1, saw("else")))))
                .startsWith("differed as did one of 99 runs without the filter: ")
                .contains("usual", "else")
                .doesNotContain("\n", "; then");
    }

    @Test
    void passes_rareRunWithoutTheFilter() throws Exception {
        assertThat(comparison.compare(runs(varies(runsWithout, 700, 1, saw("else")), () -> saw("usual"))))
                .startsWith("differed as did one of 1 run without the filter: ");
    }

    @Test
    void fails_whatTheContainerNeverDoes() {
        assertThatThrownBy(() -> comparison.compare(runs(() -> saw("usual"), varies(runsWith, 700, 1, saw("else")))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("else");
    }

    @Test
    void fails_alwaysWithWhatIsRareWithout() {
        assertThatThrownBy(
                        () -> comparison.compare(runs(varies(runsWithout, 700, 100, saw("else")), () -> saw("else"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("else");
    }

    @Test
    void fails_differenceThatCannotBeJudged() {
        Comparison.Judge judge =
                (without, with) -> without.conversation().login().status();

        assertThatThrownBy(() -> comparison.compare(
                        new Comparison.Runs("scenario", () -> saw("usual"), () -> saw("usual"), judge, judge)))
                .isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void fails_failureOnBothSides() {
        assertThatThrownBy(() -> comparison.compare(runs(() -> failed("no answer"), () -> failed("no answer"))))
                .isInstanceOf(AssertionError.class)
                .hasMessage("fails without the filter too");
    }

    @Test
    void fails_anotherFailure() {
        assertThatThrownBy(() -> comparison.compare(runs(
                        varies(runsWithout, 2, 0, failed("no answer")), varies(runsWith, 700, 1, failed("closed")))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("closed");
    }

    @Test
    void passes_failureThatTheContainerHasByItself() throws Exception {
        assertThat(comparison.compare(runs(
                        varies(runsWithout, 700, 50, failed("no answer")),
                        varies(runsWith, 700, 1, failed("no answer")))))
                .startsWith("differed as did one of 49 runs without the filter: ");
    }

    @Test
    void passes_whatIsOnlyLikeIt() throws Exception {
        Comparison.Runs runs = runs(
                varies(runsWithout, 700, 100, saw("broken off")),
                varies(runsWith, 700, 1, saw("injected, broken off")));
        Comparison.Judge likeness = (without, with) ->
                assertThat(with.diary().get(0)).endsWith(without.diary().get(0));

        assertThat(comparison.compare(
                        new Comparison.Runs("scenario", runs.without(), runs.with(), runs.judge(), likeness)))
                .startsWith("differed as did one of 99 runs");
    }

    /** Likeness alone is never enough. */
    @Test
    void fails_alwaysOnlyLikeIt() {
        Comparison.Judge different = (without, with) -> assertThat(with).isNull();
        Comparison.Judge alike = (without, with) -> {};

        assertThatThrownBy(() -> comparison.compare(
                        new Comparison.Runs("scenario", () -> saw("usual"), () -> saw("else"), different, alike)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void differs_rare() throws Exception {
        assertThat(comparison.differs(
                        runs(varies(runsWithout, 2, 0, saw("else")), varies(runsWith, 700, 1, saw("else")))))
                .isTrue();
    }

    @Test
    void searchesNoMore_oftenInVain() {
        Comparison.Runs runs = runs(varies(runsWithout, 700, -1, saw("else")), () -> saw("else"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> comparison.compare(runs)).isInstanceOf(AssertionError.class);
        }
        int before = runsWithout.get();

        assertThatThrownBy(() -> comparison.compare(runs)).isInstanceOf(AssertionError.class);

        assertThat(runsWithout).hasValue(before);
        assertThat(before).isGreaterThan(5 * 3000);
    }
}
