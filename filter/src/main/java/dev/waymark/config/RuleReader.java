// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.waymark.rule.Condition;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Target;
import dev.waymark.rule.TextPattern;
import dev.waymark.rule.UrlTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of one rule, a method a key:
 *
 * <pre>
 * name                              a string that can be printed, unique; default: "rule 3" for the third
 * user_id, localpart, server_name   a pattern, or a list of them of which one must match
 * target                            the name of a target
 * base_cs_url                       a URL template
 * leave                             true
 * </pre>
 *
 * <p>Exactly one of the last three. A pattern is a text, a glob with {@code *} and {@code ?}, or {@code {"regex": "..."}}
 * in RE2 syntax.
 */
final class RuleReader {

    private static final List<String> OUTCOMES = List.of("target", "base_cs_url", "leave");
    private static final Set<String> KEYS = keys();
    private static final String A_PATTERN = "a pattern: a string or {\"regex\": \"...\"}";

    /** RE2/J reads nested groups by recursion, and would run out of stack. */
    private static final int MAX_GROUPS = 1000;

    /** RE2/J reads a class of many ranges in a time that is square in their number. */
    private static final int MAX_REGEX_LENGTH = 10_000;

    /**
     * The steps that RE2/J may make of an expression. It follows those that consume nothing by recursion, and would run
     * out of a thread's stack at every login.
     */
    private static final int MAX_STEPS = 3000;

    /** What may be compiled to find that out. */
    private static final int MAX_ESTIMATED_STEPS = 30_000;

    private static final String TOO_LARGE = "the regular expression is too large: with its counted repetitions written"
            + " out it has more than " + MAX_STEPS + " steps";

    private final Problems problems;
    private final Values values;
    private final Map<String, @Nullable Target> targets;
    private final String expectedTarget;
    private final Map<String, Node> names = new HashMap<>();

    /** A reader of the rules of one file, in order. */
    RuleReader(Problems problems, Map<String, @Nullable Target> targets) {
        this.problems = problems;
        this.values = new Values(problems);
        this.targets = targets;
        // Once: many rules may name what many targets are not called.
        this.expectedTarget = targets.isEmpty()
                ? "and there are no targets"
                : "expected one of " + Values.listed(targets.keySet().stream());
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>(OUTCOMES);
        keys.add("name");
        Stream.of(Fact.values()).map(Fact::key).forEach(keys::add);
        return keys;
    }

    /** The rule, or null where a problem was reported; {@code number} counts from 1. */
    @Nullable
    Rule read(Node node, int number) {
        Map<String, Node> members = values.struct(node, "a rule: an object", KEYS);
        if (members == null) {
            return null;
        }
        String name = name(node, members.get("name"), number);
        int problemsBefore = problems.count();
        List<Condition> conditions = new ArrayList<>();
        for (Fact fact : Fact.values()) {
            Node condition = members.get(fact.key());
            if (condition != null) {
                conditions.add(new Condition.OfFact(fact, patterns(condition)));
            }
        }
        boolean groupsAreKnown = problems.count() == problemsBefore;
        Outcome outcome = outcome(node, members, groupsAreKnown ? conditions : null);
        return outcome == null ? null : new Rule(name, conditions, outcome);
    }

    private String name(Node rule, @Nullable Node node, int number) {
        String name = node == null ? "rule " + number : values.text(node, "a string");
        if (name == null) {
            return "rule " + number;
        }
        Node named = node == null ? rule : node;
        if (!Printable.is(name)) {
            problems.add(named, Values.NOT_PRINTABLE);
        }
        Node earlier = names.putIfAbsent(name, named);
        if (earlier != null) {
            problems.add(
                    named,
                    "a rule in line " + earlier.place().line() + " has the name " + Values.quoted(name)
                            + " already; expected another");
        }
        return name;
    }

    private List<TextPattern> patterns(Node node) {
        List<TextPattern> patterns = new ArrayList<>();
        if (!(node instanceof Node.Array list)) {
            addPattern(node, A_PATTERN + ", or a list of them", patterns);
            return patterns;
        }
        if (list.items().isEmpty()) {
            problems.add(node, "an empty list, which nothing can match; expected at least one pattern");
        }
        for (Node item : list.items()) {
            addPattern(item, A_PATTERN, patterns);
        }
        return patterns;
    }

    private void addPattern(Node node, String expected, List<TextPattern> patterns) {
        TextPattern pattern;
        if (node instanceof Node.Struct) {
            pattern = regex(node);
        } else {
            String text = values.text(node, expected);
            pattern = text == null ? null : TextPattern.of(text);
        }
        if (pattern != null) {
            patterns.add(pattern);
        }
    }

    private @Nullable TextPattern regex(Node node) {
        Map<String, Node> members = values.struct(node, A_PATTERN, Set.of("regex"));
        Node regex = members == null ? null : members.get("regex");
        if (regex == null) {
            problems.add(node, "the key \"regex\" is missing; expected a regular expression in RE2 syntax");
            return null;
        }
        String text = values.text(regex, "a regular expression in RE2 syntax");
        if (text == null) {
            return null;
        }
        if (text.chars().filter(c -> c == '(').count() > MAX_GROUPS) {
            problems.add(regex, "not a regular expression in RE2 syntax: it opens more than " + MAX_GROUPS + " groups");
            return null;
        }
        if (text.length() > MAX_REGEX_LENGTH) {
            problems.add(regex, "the regular expression is longer than " + MAX_REGEX_LENGTH + " characters");
            return null;
        }
        if (RegexSize.of(text) > MAX_ESTIMATED_STEPS) {
            problems.add(regex, TOO_LARGE);
            return null;
        }
        try {
            Pattern compiled = Pattern.compile(text);
            if (compiled.programSize() > MAX_STEPS) {
                problems.add(regex, TOO_LARGE);
                return null;
            }
            Re2Pattern pattern = new Re2Pattern(compiled);
            for (String group : pattern.groupNames()) {
                if (Fact.ofKey(group) != null) {
                    problems.add(
                            regex,
                            "a named group is called " + Values.quoted(group)
                                    + ", as a condition is; expected another name");
                }
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            problems.add(
                    regex,
                    "not a regular expression in RE2 syntax: " + e.getDescription() + ": "
                            + Values.abbreviated(e.getPattern()));
            return null;
        }
    }

    private @Nullable Outcome outcome(Node rule, Map<String, Node> members, @Nullable List<Condition> conditions) {
        List<String> said = OUTCOMES.stream().filter(members::containsKey).toList();
        if (said.size() != 1) {
            problems.add(
                    rule,
                    "expected exactly one outcome of " + String.join(", ", OUTCOMES) + "; found "
                            + (said.isEmpty() ? "none" : String.join(" and ", said)));
        }
        Outcome outcome = null;
        for (String key : said) {
            Node value = members.get(key);
            if (value != null) {
                outcome = switch (key) {
                    case "target" -> target(value);
                    case "base_cs_url" -> template(value, conditions);
                    default -> leave(value);
                };
            }
        }
        return said.size() == 1 ? outcome : null;
    }

    private @Nullable Outcome target(Node node) {
        String name = values.text(node, "the name of a target");
        if (name == null) {
            return null;
        }
        if (!targets.containsKey(name)) {
            problems.add(node, "no target has the name " + Values.quoted(name) + "; " + expectedTarget);
            return null;
        }
        Target target = targets.get(name);
        return target == null ? null : new Outcome.ToTarget(target);
    }

    /** Conditions are null where they have problems: which groups they would define is not known then. */
    private @Nullable Outcome template(Node node, @Nullable List<Condition> conditions) {
        String text = values.text(node, "a URL template");
        if (text == null || conditions == null) {
            return null;
        }
        Set<String> groups = new HashSet<>();
        for (Condition condition : conditions) {
            for (String group : condition.groupNames()) {
                if (!groups.add(group)) {
                    problems.add(
                            node,
                            "two conditions define the named group {" + Values.abbreviated(group) + "}; expected one");
                }
            }
        }
        try {
            return new Outcome.ToBaseUrl(UrlTemplate.parse(text, groups));
        } catch (IllegalArgumentException e) {
            problems.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Outcome leave(Node node) {
        if (node instanceof Node.Flag flag && flag.value()) {
            return new Outcome.Leave();
        }
        problems.expected("true", node);
        return null;
    }
}
