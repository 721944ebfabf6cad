// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import dev.waymark.rule.TextPattern;
import dev.waymark.spi.Directory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory that answers as a test says, and what a test needs around it. */
final class TestDirectory implements Directory {

    static final Map<String, Target> TARGETS = Map.of(
            "east", new Target("east", BaseUrl.parse("https://east.ac.cdl"), BaseUrl.parse("https://id.ac.cdl")),
            "west", new Target("west", BaseUrl.parse("https://west.ac.cdl"), null));

    static final Login ADA = Login.of("@ada:ac.cdl");
    static final Login BOB = Login.of("@bob:ac.cdl");

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger closings = new AtomicInteger();
    final AtomicLong nanos = new AtomicLong();

    Set<Fact> facts = Set.of(Fact.USER_ID);
    boolean inMemory;
    boolean changed;

    private final Look look;

    interface Look {
        @Nullable
        String find(Login login) throws Exception;
    }

    TestDirectory(Look look) {
        this.look = look;
    }

    ManagedDirectory managed(Limits limits, String... hosts) {
        AllowedAnswers allowed = new AllowedAnswers(
                TARGETS.keySet(), Stream.of(hosts).map(TextPattern::of).toList());
        return ManagedDirectory.of("users", "test", "definition", this, limits, allowed, TARGETS, nanos::get);
    }

    @Override
    public Set<Fact> facts() {
        return facts;
    }

    @Override
    public @Nullable String find(Login login) throws Exception {
        calls.incrementAndGet();
        return look.find(login);
    }

    @Override
    public boolean isInMemory() {
        return inMemory;
    }

    @Override
    public boolean refresh() {
        return changed;
    }

    @Override
    public void close() {
        closings.incrementAndGet();
    }
}
