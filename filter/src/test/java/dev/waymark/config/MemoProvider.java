// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code "type": "memo"}: reads a setting of each kind, and remembers what it read. An {@code answer} of {@code throw}
 * makes it fail; with {@code quote} it reports what it should not.
 */
public final class MemoProvider implements DirectoryProvider {

    /** Those that were opened and not yet looked at by a test. */
    static final Queue<Memo> OPENED = new ConcurrentLinkedQueue<>();

    @Override
    public String type() {
        return "memo";
    }

    @Override
    public Directory open(Settings settings) {
        String answer = settings.text("answer");
        if (answer.equals("throw")) {
            throw new IllegalStateException("secret");
        }
        if (settings.has("quote")) {
            settings.problem(
                    "quote",
                    "wrong are " + settings.text("quote") + " and "
                            + settings.nested("of").text("inner"));
            settings.problem(settings.file("rows"), 7, 3, "a bad row with " + settings.text("quote"));
        }
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("name", settings.name());
        read.put("timeout", settings.timeout());
        read.put("optional", String.valueOf(settings.text("optional", null)));
        read.put("mode", settings.oneOf("mode", "fast", "slow"));
        read.put("number", settings.number("number", 5, 1, 10));
        read.put("flag", settings.flag("flag", false));
        read.put("pause", settings.duration("pause", Duration.ofSeconds(3), Duration.ofMillis(1), Duration.ofDays(1)));
        read.put("texts", settings.texts("texts"));
        read.put("map", settings.map("map"));
        read.put("inner", String.valueOf(settings.nested("of").text("inner", null)));
        if (settings.has("file")) {
            read.put("file", settings.file("file"));
        }
        String problem = settings.whyNot(answer);
        if (problem != null) {
            settings.problem("answer", problem);
        }
        Memo memo = new Memo(answer, read);
        OPENED.add(memo);
        return memo;
    }

    /** A directory that always gives the one answer, from memory where that is {@code west}. */
    record Memo(String answer, Map<String, Object> read, AtomicInteger closings) implements Directory {

        Memo(String answer, Map<String, Object> read) {
            this(answer, read, new AtomicInteger());
        }

        @Override
        public Set<Fact> facts() {
            return "slow".equals(read.get("mode")) ? Set.of() : Set.of(Fact.USER_ID);
        }

        @Override
        public String find(Login login) {
            return answer;
        }

        @Override
        public void close() {
            closings.incrementAndGet();
        }
    }

    /** Another with the same type. */
    public static final class Twin implements DirectoryProvider {

        @Override
        public String type() {
            return "memo";
        }

        @Override
        public Directory open(Settings settings) {
            throw new AssertionError();
        }
    }

    static List<Memo> opened() {
        List<Memo> all = List.copyOf(OPENED);
        OPENED.clear();
        return all;
    }
}
