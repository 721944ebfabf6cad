// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a rule says of the logins that meet its conditions. Safe for use by many threads. */
public sealed interface Outcome {

    /** What this kind of outcome comes to. */
    Decision.Kind kind();

    /**
     * Where the user of a login belongs.
     *
     * @param groups the named groups of the rule's patterns
     * @return null where the outcome says nothing of this login, so that the next rule is tried
     * @throws DecisionException where it should say something, and cannot
     */
    @Nullable
    Target target(Login login, Map<String, String> groups);

    /** What {@link #target} would say, without being counted as a login. */
    default @Nullable Target preview(Login login, Map<String, String> groups) {
        return target(login, groups);
    }

    /** The facts that are looked at. */
    default Set<Fact> facts() {
        return Set.of();
    }

    /** The user belongs to a named homeserver. */
    record ToTarget(Target target) implements Outcome {

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.TARGET;
        }

        @Override
        public Target target(Login login, Map<String, String> groups) {
            return target;
        }
    }

    /** The user's homeserver has a base URL that is built from the login. */
    record ToBaseUrl(UrlTemplate template) implements Outcome {

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.BASE_CS_URL;
        }

        @Override
        public Target target(Login login, Map<String, String> groups) {
            try {
                return new Target(null, template.fill(login, groups), null);
            } catch (IllegalArgumentException e) {
                throw new DecisionException(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public Set<Fact> facts() {
            return template.facts();
        }
    }

    /** A directory knows where the user belongs; of a user whom it does not know it says nothing. */
    record Lookup(Finder finder) implements Outcome {

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.LOOKUP;
        }

        @Override
        public @Nullable Target target(Login login, Map<String, String> groups) {
            return finder.find(login);
        }

        @Override
        public Set<Fact> facts() {
            return finder.facts();
        }
    }

    /**
     * Spreads users over targets by weight, each to the same one always; of a login without the fact it says nothing.
     *
     * @param by what of a login is hashed
     * @param targets the targets and their weights
     * @param healthy whether a target that does not answer is passed over, see {@link Rendezvous#choose(String, Predicate)}
     */
    record Hash(Fact by, Rendezvous targets, boolean healthy) implements Outcome {

        /** One that does not look at whether targets answer. */
        public Hash(Fact by, Rendezvous targets) {
            this(by, targets, false);
        }

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.HASH;
        }

        @Override
        public @Nullable Target target(Login login, Map<String, String> groups) {
            String key = login.get(by);
            if (key == null) {
                return null;
            }
            return healthy ? targets.choose(key, login::isUp) : targets.choose(key);
        }

        @Override
        public Set<Fact> facts() {
            return EnumSet.of(by);
        }
    }

    /** Each login goes to the next target of a list. */
    final class RoundRobin implements Outcome {

        private final List<Target> targets;
        private final boolean healthy;
        private final AtomicInteger next = new AtomicInteger();

        /** One that does not look at whether targets answer. */
        public RoundRobin(List<Target> targets) {
            this(targets, false);
        }

        /**
         * Targets in turn.
         *
         * @param targets at least one
         * @param healthy whether a target that does not answer loses its turn; where none does, each has its own
         */
        public RoundRobin(List<Target> targets, boolean healthy) {
            this.targets = List.copyOf(targets);
            this.healthy = healthy;
        }

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.ROUND_ROBIN;
        }

        @Override
        public Target target(Login login, Map<String, String> groups) {
            if (!healthy) {
                return at(next.getAndIncrement());
            }
            while (true) {
                int turn = next.get();
                int lost = lostTurns(turn, login);
                // Lost turns are used up: else the one behind a target that is down would get the logins of two.
                if (next.compareAndSet(turn, turn + lost + 1)) {
                    return at(turn, lost);
                }
            }
        }

        @Override
        public Target preview(Login login, Map<String, String> groups) {
            int turn = next.get();
            return at(turn, healthy ? lostTurns(turn, login) : 0);
        }

        /** How many targets from that turn on do not answer; zero where none does. */
        private int lostTurns(int turn, Login login) {
            for (int lost = 0; lost < targets.size(); lost++) {
                String name = at(turn, lost).name();
                if (name == null || login.isUp(name)) {
                    return lost;
                }
            }
            return 0;
        }

        private Target at(int turn) {
            return targets.get(Math.floorMod(turn, targets.size()));
        }

        /** The target that comes that many turns later, also where turns are counted beyond the largest number. */
        private Target at(int turn, int later) {
            return targets.get((Math.floorMod(turn, targets.size()) + later) % targets.size());
        }

        /** The targets, in the order in which they get logins. */
        public List<Target> targets() {
            return targets;
        }

        /** Whether targets that do not answer are passed over. */
        public boolean healthy() {
            return healthy;
        }
    }

    /** The response stays as the homeserver wrote it. */
    record Leave() implements Outcome {

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.LEAVE;
        }

        @Override
        public @Nullable Target target(Login login, Map<String, String> groups) {
            return null;
        }
    }
}
