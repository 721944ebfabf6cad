// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
     */
    record Hash(Fact by, Rendezvous targets) implements Outcome {

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.HASH;
        }

        @Override
        public @Nullable Target target(Login login, Map<String, String> groups) {
            String key = login.get(by);
            return key == null ? null : targets.choose(key);
        }

        @Override
        public Set<Fact> facts() {
            return EnumSet.of(by);
        }
    }

    /** Each login goes to the next target of a list. */
    final class RoundRobin implements Outcome {

        private final List<Target> targets;
        private final AtomicInteger next = new AtomicInteger();

        /** @param targets at least one */
        public RoundRobin(List<Target> targets) {
            this.targets = List.copyOf(targets);
        }

        @Override
        public Decision.Kind kind() {
            return Decision.Kind.ROUND_ROBIN;
        }

        @Override
        public Target target(Login login, Map<String, String> groups) {
            return at(next.getAndIncrement());
        }

        @Override
        public Target preview(Login login, Map<String, String> groups) {
            return at(next.get());
        }

        private Target at(int turn) {
            return targets.get(Math.floorMod(turn, targets.size()));
        }

        /** The targets, in the order in which they get logins. */
        public List<Target> targets() {
            return targets;
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
