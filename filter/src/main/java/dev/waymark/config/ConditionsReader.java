// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.AllowedAnswers;
import dev.waymark.rule.Condition;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.ConditionProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The grammar of conditions, which all must hold:
 *
 * <pre>
 * user_id, localpart, server_name, device_id, login_type, identifier, medium, address, host
 *            a pattern, or a list of them of which one must match, see {@link PatternReader}
 * client_ip  an IP address or range, or a list of them
 * header     an object: the name of a header to a pattern, or a list of them; at least one header
 * not        an object of conditions, at least one, which do not all hold
 * custom     an object: type, of a provider on the class path, and what that reads
 * </pre>
 */
final class ConditionsReader {

    private static final List<String> MORE = List.of("header", "not", "custom");

    /** The keys of conditions. */
    static final Set<String> KEYS = keys();

    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Problems problems;
    private final Values values;
    private final PatternReader patterns;
    private final ImpossibleTexts impossible;
    private final Path folder;
    private final AllowedAnswers answers;
    private final Supplier<Providers<ConditionProvider>> providers = new Once<>(Providers::ofConditions);

    /**
     * @param warnings are told of what no login can meet
     * @param folder what paths in custom conditions are relative to
     * @param targets the names of the targets
     */
    ConditionsReader(Problems problems, Problems warnings, Path folder, Set<String> targets) {
        this.problems = problems;
        this.values = new Values(problems);
        this.patterns = new PatternReader(problems);
        this.impossible = new ImpossibleTexts(warnings);
        this.folder = folder;
        this.answers = new AllowedAnswers(targets, List.of());
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>(MORE);
        Stream.of(Fact.values()).map(Fact::key).forEach(keys::add);
        return Set.copyOf(keys);
    }

    /** The conditions among the members of an object; those that are wrong are reported, and missing. */
    List<Condition> read(Map<String, Node> members) {
        List<Condition> conditions = new ArrayList<>();
        for (Fact fact : Fact.values()) {
            Node condition = members.get(fact.key());
            if (condition != null) {
                conditions.add(new Condition.OfFact(fact, patterns.ofFact(fact, condition)));
                impossible.look(fact, condition);
            }
        }
        for (String key : MORE) {
            Node condition = members.get(key);
            if (condition != null) {
                switch (key) {
                    case "header" -> headers(condition, conditions);
                    case "not" -> not(condition, conditions);
                    default -> custom(condition, conditions);
                }
            }
        }
        return conditions;
    }

    private void headers(Node node, List<Condition> conditions) {
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object: a header's name to a pattern", node);
            return;
        }
        if (struct.members().isEmpty()) {
            problems.add(node, "an empty object; expected at least one header");
        }
        Map<String, Node.Member> known = new HashMap<>();
        struct.members().forEach((name, member) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                problems.add(
                        member.namePlace(),
                        Values.quoted(name) + " is no name of a header; expected letters, digits and"
                                + " !#$%&'*+-.^_`|~ only");
            }
            Node.Member earlier = known.putIfAbsent(name.toLowerCase(Locale.ROOT), member);
            if (earlier != null) {
                problems.add(
                        member.namePlace(),
                        "the header " + Values.quoted(name) + " stands here again, since case makes no difference;"
                                + " it is first in line " + earlier.namePlace().line());
            }
            conditions.add(new Condition.OfHeader(name, patterns.of(member.value())));
        });
    }

    private void not(Node node, List<Condition> conditions) {
        int problemsBefore = problems.count();
        Map<String, Node> members = values.struct(node, "an object of conditions", KEYS);
        if (members == null) {
            return;
        }
        if (members.isEmpty() && problems.count() == problemsBefore) {
            problems.add(node, "an empty object, which would never hold; expected at least one condition");
        }
        conditions.add(new Condition.Not(read(members)));
    }

    private void custom(Node node, List<Condition> conditions) {
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object like {\"type\": \"...\"}", node);
            return;
        }
        Node.Member typeMember = struct.members().get("type");
        if (typeMember == null) {
            problems.add(node, "the key \"type\" is missing; expected the type of the condition");
            return;
        }
        String type = values.text(typeMember.value(), "the type of the condition");
        ConditionProvider provider = type == null ? null : providers.get().get(typeMember.value(), type, problems);
        if (type == null || provider == null) {
            return;
        }
        NodeSettings settings = new NodeSettings(
                new NodeSettings.Place(type, Duration.ZERO, folder, answers), struct, Set.of("type"), problems);
        try {
            Predicate<Login> holds = provider.create(settings);
            settings.reportUnknown();
            conditions.add(new Condition.Custom(type, new Guarded(type, holds), provider.facts()));
        } catch (RuntimeException | LinkageError e) {
            problems.add(
                    node,
                    "the condition cannot be made: " + provider.getClass().getName() + " failed with "
                            + e.getClass().getName());
        }
    }

    /** A condition that cannot say whether it holds is no reason to try the next rule, and its message may hold anything. */
    private record Guarded(String type, Predicate<Login> holds) implements Predicate<Login> {

        @Override
        public boolean test(Login login) {
            try {
                return holds.test(login);
            } catch (RuntimeException | LinkageError e) {
                throw new DecisionException("custom condition \"" + type + "\" failed with "
                        + e.getClass().getName());
            }
        }
    }
}
