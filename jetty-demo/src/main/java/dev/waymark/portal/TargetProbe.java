// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target. It takes two failures in a row to be down, so that one lost packet moves nobody to another
 * homeserver, and one good answer to be up again. Its state may be asked for by any thread; its probes come one after the other.
 */
final class TargetProbe {

    private static final System.Logger LOG = System.getLogger(TargetProbe.class.getName());
    private static final int FAILURES_TO_BE_DOWN = 2;

    private final String name;
    private final BaseUrl url;
    private volatile TargetState state = new TargetState(TargetState.Kind.UNKNOWN, Instant.now(), null);
    private volatile boolean retired;
    private int failures;

    /** The target of that name, which is reached there. */
    TargetProbe(String name, BaseUrl url) {
        this.name = name;
        this.url = url;
    }

    BaseUrl url() {
        return url;
    }

    TargetState state() {
        return state;
    }

    /** It is no target any more; what is still under way is not heard. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /**
     * Notes what came of a probe.
     *
     * @param fault why it failed, or null where it did not
     * @return whether that settles it; otherwise it should be asked again soon
     */
    synchronized boolean heard(@Nullable Fault fault) {
        if (retired) {
            return true;
        }
        if (fault == null) {
            failures = 0;
            up();
            return true;
        }
        failures = Math.min(failures + 1, FAILURES_TO_BE_DOWN);
        boolean settled = failures == FAILURES_TO_BE_DOWN;
        if (settled) {
            down(fault.toString());
        }
        return settled;
    }

    private void up() {
        TargetState before = state;
        if (before.kind() == TargetState.Kind.UP) {
            return;
        }
        if (before.kind() == TargetState.Kind.DOWN) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "target {0} is up again, after {1} s",
                    name,
                    Long.toString(
                            Duration.between(before.since(), Instant.now()).toSeconds()));
        } else {
            LOG.log(System.Logger.Level.DEBUG, "target {0} is up", name);
        }
        state = new TargetState(TargetState.Kind.UP, Instant.now(), null);
    }

    /** Down since it went down, even where the reason has become another. */
    private void down(String reason) {
        TargetState before = state;
        if (before.kind() != TargetState.Kind.DOWN) {
            // First, so that who sees the state finds the line.
            LOG.log(System.Logger.Level.WARNING, "target {0} is down: {1}", name, reason);
            state = new TargetState(TargetState.Kind.DOWN, Instant.now(), reason);
        } else if (!reason.equals(before.reason())) {
            state = new TargetState(TargetState.Kind.DOWN, before.since(), reason);
        }
    }
}
