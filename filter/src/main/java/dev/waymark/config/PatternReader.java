// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.waymark.rule.AddressRange;
import dev.waymark.rule.Fact;
import dev.waymark.rule.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of patterns: a text, a glob with {@code *} and {@code ?}, or {@code {"regex": "..."}} in RE2 syntax; for
 * {@code client_ip} an IP address or a range of them. Where one may stand, a list of them may, too.
 */
final class PatternReader {

    private static final String A_PATTERN = "a pattern: a string or {\"regex\": \"...\"}";
    private static final String A_RANGE = "an IP address, or a range like \"10.0.0.0/8\" or \"2001:db8::/32\"";

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

    PatternReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /** The patterns for a fact; those that are wrong are reported, and missing. */
    List<TextPattern> ofFact(Fact fact, Node node) {
        return switch (fact) {
            case CLIENT_IP -> list(node, A_RANGE, this::range);
            // The fact is in lower case: names of hosts have no other.
            case HOST -> list(node, A_PATTERN, item -> pattern(item, text -> text.toLowerCase(Locale.ROOT)));
            default -> of(node);
        };
    }

    /** The patterns for any text. */
    List<TextPattern> of(Node node) {
        return list(node, A_PATTERN, item -> pattern(item, Function.identity()));
    }

    private List<TextPattern> list(Node node, String expected, Function<Item, @Nullable TextPattern> read) {
        List<TextPattern> patterns = new ArrayList<>();
        if (!(node instanceof Node.Array list)) {
            add(read.apply(new Item(node, expected + ", or a list of them")), patterns);
            return patterns;
        }
        if (list.items().isEmpty()) {
            problems.add(node, "an empty list, which nothing can match; expected at least one pattern");
        }
        list.items().forEach(item -> add(read.apply(new Item(item, expected)), patterns));
        return patterns;
    }

    private static void add(@Nullable TextPattern pattern, List<TextPattern> patterns) {
        if (pattern != null) {
            patterns.add(pattern);
        }
    }

    /** What should be a pattern, and what a message says of it where it is nothing of the kind. */
    private record Item(Node node, String expected) {}

    private @Nullable TextPattern pattern(Item item, Function<String, String> normalized) {
        if (item.node() instanceof Node.Struct) {
            return regex(item.node());
        }
        String text = values.text(item.node(), item.expected());
        return text == null
                ? null
                : shown(TextPattern.of(normalized.apply(text)), item.node(), written -> '"' + written + '"');
    }

    /** A pattern that tells what was written, and not what was filled in. */
    private static TextPattern shown(TextPattern pattern, Node node, Function<String, String> form) {
        return node instanceof Node.Text text && text.isFilledIn()
                ? pattern.shownAs(form.apply(text.written()))
                : pattern;
    }

    private @Nullable TextPattern range(Item item) {
        String text = values.text(item.node(), item.expected());
        try {
            return text == null ? null : shown(AddressRange.parse(text), item.node(), written -> '"' + written + '"');
        } catch (IllegalArgumentException e) {
            problems.add(item.node(), String.valueOf(e.getMessage()));
            return null;
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
        return compiled(regex, text);
    }

    private @Nullable TextPattern compiled(Node regex, String text) {
        try {
            Pattern compiled = Pattern.compile(text);
            if (compiled.programSize() > MAX_STEPS) {
                problems.add(regex, TOO_LARGE);
                return null;
            }
            Re2Pattern pattern = new Re2Pattern(compiled);
            for (String group : pattern.groupNames()) {
                if (ConditionsReader.KEYS.contains(group)) {
                    problems.add(
                            regex,
                            "a named group is called " + Values.quoted(group)
                                    + ", as a condition is; expected another name");
                }
            }
            return shown(pattern, regex, written -> "{\"regex\": \"" + written + "\"}");
        } catch (PatternSyntaxException e) {
            boolean filledIn = regex instanceof Node.Text shown && shown.isFilledIn();
            problems.add(
                    regex,
                    "not a regular expression in RE2 syntax: " + e.getDescription()
                            + (filledIn ? "" : ": " + Values.abbreviated(e.getPattern())));
            return null;
        }
    }
}
