// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Rules that are followed by a test, step by step, and never in a thread. */
final class Followed implements AutoCloseable {

    static final String BAD = "{\"rules\": [{\"target\": \"nowhere\"}]}";

    final ManualTime time = new ManualTime();
    final LogLines log = new LogLines(LiveRules.class);
    final LiveRules rules;

    Followed(Path path) throws Exception {
        this(RuleSource.file(path), file -> {});
    }

    Followed(RuleSource source) throws Exception {
        this(source, file -> {});
    }

    Followed(RuleSource source, Consumer<RulesFile> prepare) throws Exception {
        rules = open(source, prepare);
    }

    private LiveRules open(RuleSource source, Consumer<RulesFile> prepare) throws IOException, InvalidRulesException {
        RuleSource.Watch watch = source instanceof FileSource file ? file.watch(time) : source.watch();
        try {
            return new LiveRules(source, watch, prepare, time, time);
        } catch (IOException | InvalidRulesException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** A rules file that sends everybody to one target. */
    static String to(String target) {
        return "{\"targets\": {\"%1$s\": {\"base_cs_url\": \"https://%1$s.example\"}}, \"rules\": [{\"target\": \"%1$s\"}]}"
                .formatted(target);
    }

    /** Where everybody goes now. */
    String target() {
        Target target =
                rules.current().rules().decide(Login.of("@ada:ac.example")).target();
        return target == null ? "none" : String.valueOf(target.name());
    }

    /** Looks when all that has changed has rested. */
    void check() {
        after(Duration.ofSeconds(5));
    }

    void after(Duration pause) {
        time.pass(pause);
        rules.check();
    }

    @Override
    public void close() {
        rules.close();
        log.close();
    }
}
