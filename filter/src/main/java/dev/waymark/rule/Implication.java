// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether conditions hold wherever others do. It says yes only where that is sure, which it is not of conditions in
 * Java, and of few pairs of globs and regular expressions. It counts what it compares, and says no to all once that
 * is too much.
 *
 * <p>A login's localpart and server name are taken to be those of its user ID, as {@link Login.Builder#userId} makes
 * them. For one thread.
 */
final class Implication {

    /** What may still be spent, see {@link Patterns#cost}. */
    private long budget;

    Implication(long budget) {
        this.budget = budget;
    }

    /** Whether all of the conditions hold wherever all of the given ones do. */
    boolean allFollow(List<Condition> conditions, List<Condition> given) {
        for (Condition condition : conditions) {
            if (!follows(condition, given)) {
                return false;
            }
        }
        return true;
    }

    private boolean follows(Condition condition, List<Condition> given) {
        if (condition instanceof Condition.Not not) {
            return isRefused(not.conditions(), given) || followsNot(not, given);
        }
        for (Condition other : given) {
            if (follows(condition, other)) {
                return true;
            }
        }
        return false;
    }

    private boolean follows(Condition condition, Condition given) {
        if (condition instanceof Condition.OfHeader header && given instanceof Condition.OfHeader other) {
            return header.name().equalsIgnoreCase(other.name()) && cover(header.anyOf(), other.anyOf());
        }
        if (!(condition instanceof Condition.OfFact fact) || !(given instanceof Condition.OfFact other)) {
            return false;
        }
        if (fact.fact() == other.fact()) {
            return cover(fact.anyOf(), other.anyOf());
        }
        return knows(other, fact.fact()) && allParts(fact, other, true);
    }

    /** What is not so because not more is so. */
    private boolean followsNot(Condition.Not not, List<Condition> given) {
        for (Condition other : given) {
            if (other instanceof Condition.Not wider && allFollow(wider.conditions(), not.conditions())) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the conditions holds nowhere where all of the given ones do. */
    private boolean isRefused(List<Condition> conditions, List<Condition> given) {
        for (Condition condition : conditions) {
            if (!(condition instanceof Condition.OfFact fact)) {
                continue;
            }
            for (Condition other : given) {
                if (other instanceof Condition.OfFact exact
                        && (exact.fact() == fact.fact() || knows(exact, fact.fact()))
                        && allParts(fact, exact, false)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a condition lists user IDs, of which localparts and server names are parts. */
    private static boolean knows(Condition.OfFact given, Fact part) {
        return given.fact() == Fact.USER_ID && (part == Fact.LOCALPART || part == Fact.SERVER_NAME);
    }

    /**
     * Whether a condition matches all of the texts that another one lists, or none; false where that lists not only
     * texts.
     */
    private boolean allParts(Condition.OfFact condition, Condition.OfFact given, boolean matching) {
        if (!given.anyOf().areExact()) {
            return false;
        }
        for (String text : given.anyOf().texts()) {
            if (!spend(condition.anyOf())) {
                return false;
            }
            String part = part(condition.fact(), given.fact(), text);
            boolean matches = part != null && condition.anyOf().match(part) != null;
            if (matches != matching) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String part(Fact fact, Fact of, String text) {
        return fact == of ? text : Login.of(text).get(fact);
    }

    /** Whether whatever one of the narrow patterns matches is matched by one of the wide ones. */
    private boolean cover(Patterns wide, Patterns narrow) {
        for (TextPattern pattern : narrow.list()) {
            if (!spend(wide) || !covers(wide, ShownPattern.plain(pattern))) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(Patterns wide, TextPattern narrow) {
        if (narrow instanceof ExactText exact) {
            return wide.match(exact.expected()) != null;
        }
        return wide.list().stream().map(ShownPattern::plain).anyMatch(pattern -> covers(pattern, narrow));
    }

    private static boolean covers(TextPattern wide, TextPattern narrow) {
        if (wide instanceof Glob glob && narrow instanceof Glob other) {
            return glob.covers(other);
        }
        if (wide instanceof Glob glob && glob.matchesAll()) {
            return true;
        }
        if (wide instanceof AddressRange range && narrow instanceof AddressRange other) {
            return range.contains(other);
        }
        return isSame(wide, narrow);
    }

    /** By what is written: the JDK keeps hold of the class loader of a record's components that it has compared. */
    private static boolean isSame(TextPattern one, TextPattern other) {
        return one.getClass() == other.getClass() && one.toString().equals(other.toString());
    }

    private boolean spend(Patterns tried) {
        return spend(tried.cost());
    }

    /** Counts what was compared; false where that has become too much. */
    boolean spend(long cost) {
        budget -= cost;
        return budget > 0;
    }

    /** The facts that are known wherever conditions hold. */
    static Set<Fact> known(List<Condition> conditions) {
        Set<Fact> known = EnumSet.noneOf(Fact.class);
        for (Condition condition : conditions) {
            if (condition instanceof Condition.OfFact of) {
                known.add(of.fact());
            }
        }
        if (known.contains(Fact.LOCALPART) || known.contains(Fact.SERVER_NAME)) {
            known.addAll(Set.of(Fact.USER_ID, Fact.LOCALPART, Fact.SERVER_NAME));
        }
        return known;
    }

    /** A login with a text for each fact of which conditions list the texts: one that all of these must know. */
    static Login example(List<Condition> conditions) {
        Login.Builder example = Login.builder();
        // The user ID first, since its parts follow from it unless they are listed themselves.
        conditions.forEach(condition -> put(condition, true, example));
        conditions.forEach(condition -> put(condition, false, example));
        return example.build();
    }

    private static void put(Condition condition, boolean userId, Login.Builder example) {
        if (condition instanceof Condition.OfFact of
                && (of.fact() == Fact.USER_ID) == userId
                && of.anyOf().areExact()) {
            of.anyOf().texts().stream().findFirst().ifPresent(text -> example.with(of.fact(), text));
        }
    }
}
