// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A condition of a rule. Immutable, and safe for use by many threads. */
public sealed interface Condition {

    /** Null where the condition does not hold; otherwise the named groups that its patterns found. */
    @Nullable
    Map<String, String> match(Login login);

    /** The groups that are defined whenever the condition holds: those that a template may rely on. */
    default Set<String> groupNames() {
        return Set.of();
    }

    /** The facts that are looked at. */
    Set<Fact> facts();

    /** What it is, for a reader: {@code localpart is "hist-*"}. Of a long list of patterns it names the first few. */
    @Override
    String toString();

    /**
     * One of the patterns must match the fact. A fact that is not known matches nothing.
     *
     * @param fact what is looked at
     * @param anyOf the patterns
     */
    record OfFact(Fact fact, Patterns anyOf) implements Condition {

        public OfFact(Fact fact, List<TextPattern> anyOf) {
            this(fact, Patterns.of(anyOf));
        }

        @Override
        public @Nullable Map<String, String> match(Login login) {
            String text = login.get(fact);
            return text == null ? null : anyOf.match(text);
        }

        @Override
        public Set<String> groupNames() {
            return anyOf.groupNames();
        }

        @Override
        public Set<Fact> facts() {
            return EnumSet.of(fact);
        }

        @Override
        public String toString() {
            return fact.key() + " is " + anyOf;
        }
    }

    /**
     * One of the patterns must match one of the values of a header of the login request.
     *
     * @param name the header's name, in any case
     * @param anyOf the patterns
     */
    record OfHeader(String name, Patterns anyOf) implements Condition {

        public OfHeader(String name, List<TextPattern> anyOf) {
            this(name, Patterns.of(anyOf));
        }

        @Override
        public @Nullable Map<String, String> match(Login login) {
            for (String value : login.header(name)) {
                Map<String, String> groups = anyOf.match(value);
                if (groups != null) {
                    return groups;
                }
            }
            return null;
        }

        @Override
        public Set<String> groupNames() {
            return anyOf.groupNames();
        }

        @Override
        public Set<Fact> facts() {
            return Set.of();
        }

        @Override
        public String toString() {
            return "header " + name + " is " + anyOf;
        }
    }

    /**
     * These conditions must not all hold.
     *
     * @param conditions at least one
     */
    record Not(List<Condition> conditions) implements Condition {

        public Not {
            conditions = List.copyOf(conditions);
        }

        @Override
        public @Nullable Map<String, String> match(Login login) {
            return Conditions.match(conditions, login) == null ? Map.of() : null;
        }

        @Override
        public Set<Fact> facts() {
            return Conditions.facts(conditions);
        }

        @Override
        public String toString() {
            return "not (" + Conditions.toString(conditions) + ")";
        }
    }

    /**
     * A condition in Java.
     *
     * @param type its name in the rules file
     * @param holds whether it holds; safe for use by many threads
     * @param facts what it looks at
     */
    record Custom(String type, Predicate<? super Login> holds, Set<Fact> facts) implements Condition {

        public Custom {
            facts = Set.copyOf(facts);
        }

        @Override
        public @Nullable Map<String, String> match(Login login) {
            return holds.test(login) ? Map.of() : null;
        }

        @Override
        public String toString() {
            return "custom " + type;
        }
    }
}
