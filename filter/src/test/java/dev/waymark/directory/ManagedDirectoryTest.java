// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.directory.TestDirectory.ADA;
import static dev.waymark.directory.TestDirectory.BOB;
import static dev.waymark.directory.TestDirectory.TARGETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a directory's answers and failures. */
class ManagedDirectoryTest {

    private static final Limits NO_CACHE = new Limits(Duration.ofSeconds(30), 4, null, Limits.OnError.FAIL);
    private static final Limits CACHE = new Limits(
            Duration.ofSeconds(30),
            4,
            new Limits.Cache(100, Duration.ofMinutes(10), Duration.ofMinutes(1)),
            Limits.OnError.FAIL);

    @Test
    void answer_isTargetOrUrl() {
        TestDirectory directory =
                new TestDirectory(login -> login.equals(ADA) ? "east" : "HTTPS://Other.ac.cdl:8448/matrix/");
        try (ManagedDirectory managed = directory.managed(NO_CACHE)) {
            assertThat(managed.find(ADA)).isEqualTo(TARGETS.get("east"));
            assertThat(managed.find(BOB))
                    .isEqualTo(new Target(null, BaseUrl.parse("https://other.ac.cdl:8448/matrix"), null));
            assertThat(managed.name()).isEqualTo("users");
            assertThat(managed.type()).isEqualTo("test");
            assertThat(managed.facts()).containsExactly(Fact.USER_ID);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elsewhere                    | it does not begin with https:// or http://",
                "''                           | it is empty",
                "ftp://ada.ac.cdl             | it does not begin with https:// or http://",
                "https://ada:pw@east.ac.cdl   | it holds user info before an @",
                "https://east.ac.cdl?ada      | it has a query",
                "https://east.ac.cdl/ada/..   | its path has a step . or ..",
                "https://ada.example          | a base URL on a host that allowed_hosts does not name",
                "https://ada.example/.ac.cdl  | a base URL on a host that allowed_hosts does not name",
            })
    void answer_thatIsNotAllowed_isFailureThatDoesNotRepeatIt(String answer, String problem) {
        TestDirectory directory = new TestDirectory(login -> answer);
        try (ManagedDirectory managed = directory.managed(CACHE, "*.ac.cdl")) {
            for (int i = 1; i <= 2; i++) {
                assertThatExceptionOfType(DecisionException.class)
                        .isThrownBy(() -> managed.find(ADA))
                        .withMessageStartingWith("directory \"users\": it answered what is ")
                        .withMessageContaining(problem)
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ada", "elsewhere"));
                assertThat(directory.calls).hasValue(i);
            }
            assertThat(managed.counts().failed()).isEqualTo(2);
        }
    }

    @Test
    void answer_mayBeOnAnyOfAllowedHosts_andTargetsOnAny() {
        TestDirectory directory = new TestDirectory(login -> login.equals(ADA) ? "https://A.guests.cdl" : "east");
        try (ManagedDirectory managed = directory.managed(NO_CACHE, "one.cdl", "*.guests.cdl")) {
            assertThat(managed.find(ADA)).isNotNull();
            assertThat(managed.find(BOB)).isEqualTo(TARGETS.get("east"));
        }
    }

    @Test
    void login_withoutFact_isNotAskedAbout() {
        TestDirectory directory = new TestDirectory(login -> "east");
        directory.facts = Set.of(Fact.USER_ID, Fact.ADDRESS);
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            assertThat(managed.find(ADA)).isNull();
            assertThat(directory.calls).hasValue(0);
            assertThat(managed.counts().asked()).isZero();
            assertThat(managed.find(with(Fact.ADDRESS, "ada@ac.cdl"))).isNotNull();
        }
    }

    private static Login with(Fact fact, String value) {
        return Login.builder().userId("@ada:ac.cdl").with(fact, value).build();
    }

    @Test
    void cache_keepsAnswersAsLongAsItMay() {
        TestDirectory directory = new TestDirectory(login -> login.equals(ADA) ? "east" : null);
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            managed.find(ADA);
            managed.find(BOB);
            assertThat(managed.find(ADA)).isEqualTo(TARGETS.get("east"));
            assertThat(managed.find(BOB)).isNull();
            assertThat(directory.calls).hasValue(2);

            directory.nanos.addAndGet(Duration.ofSeconds(61).toNanos());
            managed.find(ADA);
            managed.find(BOB);
            assertThat(directory.calls).hasValue(3);

            directory.nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            managed.find(ADA);
            assertThat(directory.calls).hasValue(4);
            assertThat(managed.counts().asked()).isEqualTo(7);
            assertThat(managed.counts().found()).isEqualTo(4);
            assertThat(managed.counts().notFound()).isEqualTo(3);
            assertThat(managed.counts().cacheHits()).isEqualTo(3);
        }
    }

    @Test
    void cache_hasFactsOfDirectoryAsKey_andNoOthers() {
        TestDirectory directory = new TestDirectory(login -> "east");
        directory.facts = Set.of(Fact.LOCALPART, Fact.MEDIUM);
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            managed.find(with(Fact.MEDIUM, "email"));
            managed.find(Login.builder()
                    .userId("@ada:other.cdl")
                    .with(Fact.MEDIUM, "email")
                    .build());
            assertThat(directory.calls).hasValue(1);
            managed.find(with(Fact.MEDIUM, "msisdn"));
            assertThat(directory.calls).hasValue(2);
        }
    }

    @Test
    void cache_keepsNoMoreThanItsSize_andNoLongKeys() {
        TestDirectory directory = new TestDirectory(login -> "east");
        Limits two = new Limits(
                Duration.ofSeconds(30),
                4,
                new Limits.Cache(2, Duration.ofMinutes(10), Duration.ofMinutes(1)),
                Limits.OnError.FAIL);
        try (ManagedDirectory managed = directory.managed(two)) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 10; i++) {
                    managed.find(Login.of("@user" + i + ":ac.cdl"));
                }
            }
            assertThat(directory.calls.get()).isGreaterThanOrEqualTo(18);

            Login large = Login.of("@" + "a".repeat(3000) + ":ac.cdl");
            int before = directory.calls.get();
            managed.find(large);
            managed.find(large);
            assertThat(directory.calls).hasValue(before + 2);
        }
    }

    @Test
    void cache_isOff_whereThereIsNone_orNothingIsKept() {
        TestDirectory directory = new TestDirectory(login -> null);
        Limits.Cache positiveOnly = new Limits.Cache(10, Duration.ofMinutes(1), Duration.ZERO);
        try (ManagedDirectory managed = directory.managed(NO_CACHE);
                ManagedDirectory other =
                        directory.managed(new Limits(Duration.ofSeconds(30), 4, positiveOnly, Limits.OnError.FAIL))) {
            managed.find(ADA);
            managed.find(ADA);
            assertThat(directory.calls).hasValue(2);
            other.find(ADA);
            other.find(ADA);
            assertThat(directory.calls).hasValue(4);
        }
    }

    @Test
    void failure_isNotKept() {
        TestDirectory directory = new TestDirectory(login -> {
            throw new IOException("the server is away");
        });
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            for (int i = 1; i <= 2; i++) {
                assertThatExceptionOfType(DecisionException.class)
                        .isThrownBy(() -> managed.find(ADA))
                        .withMessage("directory \"users\": the server is away");
                assertThat(directory.calls).hasValue(i);
            }
            assertThat(managed.counts().asked()).isEqualTo(2);
            assertThat(managed.counts().failed()).isEqualTo(2);
            assertThat(managed.counts().timedOut()).isZero();
        }
    }

    @Test
    void failure_isDecisionException_whateverIsThrown() {
        for (Throwable thrown : new Throwable[] {
            new IllegalStateException(), new NoClassDefFoundError("org/driver/Driver"), new InterruptedException()
        }) {
            for (boolean inMemory : new boolean[] {true, false}) {
                TestDirectory directory = new TestDirectory(login -> sneaky(thrown));
                directory.inMemory = inMemory;
                try (ManagedDirectory managed = directory.managed(NO_CACHE)) {
                    assertThatExceptionOfType(DecisionException.class).isThrownBy(() -> managed.find(ADA));
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> String sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void failure_isNextRule_whereOnErrorSaysSo() {
        TestDirectory directory = new TestDirectory(login -> {
            throw new IOException("the server is away");
        });
        Limits next = new Limits(Duration.ofSeconds(30), 4, Limits.Cache.DEFAULT, Limits.OnError.NEXT);
        try (LoggedWarnings log = new LoggedWarnings();
                ManagedDirectory managed = directory.managed(next)) {
            assertThat(managed.find(ADA)).isNull();
            assertThat(managed.find(ADA)).isNull();
            assertThat(managed.find(ADA)).isNull();
            directory.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(managed.find(ADA)).isNull();
            directory.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(managed.find(ADA)).isNull();

            String line = "directory \"users\": the server is away; the next rule is tried";
            assertThat(log.lines()).containsExactly(line, line + " (and 2 times before)", line);
            assertThat(managed.counts().failed()).isEqualTo(5);
            assertThat(managed.counts().notFound()).isZero();
        }
    }

    @Test
    void directoryInMemory_isAskedDirectly_withoutCache() {
        Thread here = Thread.currentThread();
        TestDirectory directory = new TestDirectory(login -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            return "east";
        });
        directory.inMemory = true;
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            managed.find(ADA);
            managed.find(ADA);
            assertThat(directory.calls).hasValue(2);
            assertThat(managed.counts().cacheHits()).isZero();
        }
    }

    @Test
    void refresh_emptiesCache_whereSomethingChanged() throws Exception {
        TestDirectory directory = new TestDirectory(login -> "east");
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            managed.find(ADA);
            assertThat(managed.refresh()).isFalse();
            managed.find(ADA);
            assertThat(directory.calls).hasValue(1);
            directory.changed = true;
            assertThat(managed.refresh()).isTrue();
            managed.find(ADA);
            assertThat(directory.calls).hasValue(2);
        }
    }

    @Test
    void with_otherTargets_keepsCacheAndCounts() {
        TestDirectory directory = new TestDirectory(login -> "east");
        try (ManagedDirectory managed = directory.managed(CACHE)) {
            Target moved = new Target("east", BaseUrl.parse("https://new.ac.cdl"), null);
            managed.find(ADA);
            ManagedDirectory other = managed.with(Map.of("east", moved));
            assertThat(other.find(ADA)).isEqualTo(moved);
            assertThat(managed.find(ADA)).isEqualTo(TARGETS.get("east"));
            assertThat(directory.calls).hasValue(1);
            assertThat(other.counts()).isSameAs(managed.counts());
            assertThat(other.isSameAs(managed)).isTrue();
            assertThat(other.isDefinedBy("definition")).isTrue();
            assertThat(other.isDefinedBy("another")).isFalse();
            try (ManagedDirectory third = new TestDirectory(login -> "east").managed(CACHE)) {
                assertThat(third.isSameAs(managed)).isFalse();
            }
        }
    }
}
