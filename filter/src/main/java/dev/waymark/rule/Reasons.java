// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why conditions hold or do not, and outcomes say something or nothing, in words for a reader. */
final class Reasons {

    /** How much of a value is shown, in characters. */
    private static final int SHOWN = 100;

    private Reasons() {}

    /** Why a condition does not hold for a login for which it does not. */
    static String unmet(Condition condition, Login login) {
        if (condition instanceof Condition.OfFact of) {
            String value = login.get(of.fact());
            String found = value == null ? " is not known" : " is " + quoted(value);
            return of.fact().key() + found + "; expected " + of.anyOf();
        }
        if (condition instanceof Condition.OfHeader of) {
            boolean absent = login.header(of.name()).isEmpty();
            return "header " + of.name() + (absent ? " is not there" : " is something else") + "; expected "
                    + of.anyOf();
        }
        if (condition instanceof Condition.Not not) {
            return not + " does not hold, since " + met(not.conditions(), login);
        }
        return condition + " does not hold";
    }

    /** Why conditions hold for a login for which they all do. */
    static String met(List<Condition> conditions, Login login) {
        return conditions.stream().map(condition -> met(condition, login)).collect(Collectors.joining(" and "));
    }

    private static String met(Condition condition, Login login) {
        if (condition instanceof Condition.OfFact of) {
            String value = String.valueOf(login.get(of.fact()));
            return of.fact().key() + " is " + quoted(value) + which(of.anyOf(), value);
        }
        if (condition instanceof Condition.OfHeader of) {
            TextPattern first = login.header(of.name()).stream()
                    .map(value -> first(of.anyOf(), value))
                    .filter(pattern -> pattern != null)
                    .findFirst()
                    .orElse(null);
            return "header " + of.name() + " is " + (first == null ? of.anyOf() : first);
        }
        return condition instanceof Condition.Custom ? condition + " holds" : condition.toString();
    }

    /** Which pattern it is, unless one says so by itself. */
    private static String which(Patterns patterns, String value) {
        TextPattern pattern = first(patterns, value);
        boolean saysItself = pattern == null || pattern.toString().equals('"' + value + '"');
        return saysItself ? "" : ", which matches " + pattern;
    }

    private static @Nullable TextPattern first(Patterns patterns, String value) {
        for (TextPattern pattern : patterns.list()) {
            if (pattern.match(value) != null) {
                return pattern;
            }
        }
        return null;
    }

    /** Why an outcome says nothing of a login. */
    static String silence(Outcome outcome, Login login) {
        if (outcome instanceof Outcome.Lookup lookup) {
            List<String> unknown = new ArrayList<>();
            for (Fact fact : Fact.values()) {
                if (lookup.finder().facts().contains(fact) && login.get(fact) == null) {
                    unknown.add(fact.key());
                }
            }
            return "directory \"" + lookup.finder().name() + "\" does not know this user"
                    + (unknown.isEmpty() ? "" : ": not known is " + String.join(" and ", unknown));
        }
        return outcome instanceof Outcome.Hash hash
                ? hash.by().key() + ", by which it spreads users, is not known"
                : "its outcome says nothing";
    }

    /** How an outcome came to what it says, where it is not written in the rule. */
    static String choice(Outcome outcome, Decision decision) {
        Target target = decision.target();
        String name = target == null || target.name() == null ? "a base URL" : '"' + target.name() + '"';
        if (outcome instanceof Outcome.Lookup lookup) {
            return "; directory \"" + lookup.finder().name() + "\" says " + name;
        }
        if (outcome instanceof Outcome.Hash hash) {
            return "; the hash of " + hash.by().key() + " chooses " + name + whileUp(hash.healthy());
        }
        return outcome instanceof Outcome.RoundRobin turns
                ? "; the turn is with " + name + whileUp(turns.healthy())
                : "";
    }

    private static String whileUp(boolean healthy) {
        return healthy ? ", as long as it answers" : "";
    }

    /**
     * A value that anybody may have chosen, fit for a terminal and a line: what would not be seen, or would move or
     * turn what is, stands as JSON would escape it, and no more than {@value #SHOWN} characters are shown.
     */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder().append('"');
        value.codePoints().limit(SHOWN).forEach(c -> {
            if (isHidden(c)) {
                for (char unit : Character.toChars(c)) {
                    quoted.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                quoted.appendCodePoint(c);
            }
        });
        boolean isCut = value.codePointCount(0, value.length()) > SHOWN;
        return quoted.append(isCut ? "...\"" : "\"").toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
