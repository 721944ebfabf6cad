// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks every target that the rules name for {@code GET /_matrix/client/versions}, again and again, where the portal reaches
 * it. One is up that answers 200 with a JSON object that has a list {@code versions}.
 *
 * <p>The rules may change: a new target is asked at once, one that is gone no longer. Targets that have no name, since a template or
 * a directory made up their URLs, are not asked. The moments are spread by chance, so that many portals do not ask all at once.
 * No thread waits for an answer. Safe for use by many threads.
 */
final class TargetProbes {

    static final String VERSIONS = "/_matrix/client/versions";

    /** How often the rules are looked at for new targets. */
    private static final Duration SCAN = Duration.ofMillis(500);

    /** How long after a first failure a target is asked for the second time, at most. */
    private static final Duration MAX_RETRY = Duration.ofSeconds(1);

    /** Between the first probes of many targets, on average. */
    private static final Duration APART = Duration.ofMillis(5);

    private final ProbeClient client;
    private final Timer timer;
    private final Supplier<@Nullable Rules> rules;
    private final Duration interval;
    private final Duration retry;
    private final Map<String, TargetProbe> probes = new ConcurrentHashMap<>();
    private @Nullable Rules known;

    /**
     * Probes that begin when they are {@linkplain #start started}.
     *
     * @param rules those in force; null where there are none for the moment
     */
    TargetProbes(ProbeClient client, Timer timer, Supplier<@Nullable Rules> rules, PortalConfig.Probe settings) {
        this.client = client;
        this.timer = timer;
        this.rules = rules;
        this.interval = settings.interval();
        Duration tenth = interval.dividedBy(10);
        this.retry = tenth.compareTo(MAX_RETRY) < 0 ? tenth : MAX_RETRY;
    }

    void start() {
        scan();
    }

    /** Whether a target, by its name, is not known to be down. */
    boolean isUp(String target) {
        TargetProbe probe = probes.get(target);
        return probe == null || probe.state().isUp();
    }

    /** How each of the targets of the rules does, by name. */
    Map<String, TargetState> states() {
        return probes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().state()));
    }

    /** Hears no more; the states stay as they were. Who closes the timer before stops the asking. */
    void stop() {
        probes.values().forEach(TargetProbe::retire);
    }

    private void scan() {
        try {
            Rules current = rules.get();
            if (current != null && current != known) {
                known = current;
                follow(current.targets());
            }
        } finally {
            timer.after(SCAN, this::scan);
        }
    }

    private void follow(Map<String, Target> targets) {
        probes.forEach((name, probe) -> {
            Target target = targets.get(name);
            if (target == null || !target.reachedAt().equals(probe.url())) {
                probe.retire();
                probes.remove(name);
            }
        });
        long spread = APART.toMillis() * targets.size();
        targets.forEach((name, target) -> probes.computeIfAbsent(name, added -> {
            TargetProbe probe = new TargetProbe(added, target.reachedAt());
            timer.after(Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread)), () -> ask(probe));
            return probe;
        }));
    }

    private void ask(TargetProbe probe) {
        if (probe.isRetired()) {
            return;
        }
        CompletableFuture<?> unused = client.get(probe.url(), VERSIONS).thenAccept(answer -> {
            boolean settled = probe.heard(answer.read(Versions::read).fault());
            timer.after(Timer.roughly(settled ? interval : retry), () -> ask(probe));
        });
    }
}
