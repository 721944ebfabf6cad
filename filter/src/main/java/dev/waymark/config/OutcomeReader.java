// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.ManagedDirectory;
import dev.waymark.rule.Condition;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rendezvous;
import dev.waymark.rule.Target;
import dev.waymark.rule.UrlTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of outcomes, of which a rule has exactly one:
 *
 * <pre>
 * target       the name of a target
 * base_cs_url  a URL template
 * lookup       the name of a directory
 * hash         an object: by, the name of a fact; targets, an object of a target's name to its weight, 1 to 1,000,000,
 *              or a list of names, each of weight 1, at least one; and healthy, true or false, the default
 * round_robin  a list of names of targets, at least one; a name may stand in it more than once. Or an object: targets,
 *              such a list; and healthy, true or false, the default
 * leave        true
 * </pre>
 */
final class OutcomeReader {

    /** The keys of outcomes. */
    static final List<String> KEYS = List.of("target", "base_cs_url", "lookup", "hash", "round_robin", "leave");

    private static final String TARGETS = "targets";
    private static final String HEALTHY = "healthy";
    private static final String A_TARGET = "the name of a target";
    private static final int LARGEST_WEIGHT = 1_000_000;
    private static final String[] FACTS =
            Stream.of(Fact.values()).map(Fact::key).toArray(String[]::new);

    private final Problems problems;
    private final Values values;
    private final Scalars scalars;
    private final Map<String, @Nullable Target> targets;
    private final Map<String, @Nullable ManagedDirectory> directories;
    private final String expectedTarget;
    private final String expectedDirectory;

    /**
     * @param targets by name; null for one with a problem
     * @param directories by name; null for one with a problem
     */
    OutcomeReader(
            Problems problems,
            Map<String, @Nullable Target> targets,
            Map<String, @Nullable ManagedDirectory> directories) {
        this.problems = problems;
        this.values = new Values(problems);
        this.scalars = new Scalars(problems);
        this.targets = targets;
        this.directories = directories;
        // Once: many rules may name what many targets are not called.
        this.expectedTarget = targets.isEmpty()
                ? "and there are no targets"
                : "expected one of " + Values.listed(targets.keySet().stream());
        this.expectedDirectory = directories.isEmpty()
                ? "and there are no directories"
                : "expected one of " + Values.listed(directories.keySet().stream());
    }

    /**
     * The outcome of a rule, or null where a problem was reported.
     *
     * @param conditions of the rule; null where they have problems: which groups they would define is not known then
     */
    @Nullable
    Outcome read(Node rule, Map<String, Node> members, @Nullable List<Condition> conditions) {
        List<String> said = KEYS.stream().filter(members::containsKey).toList();
        if (said.size() != 1) {
            problems.add(
                    rule,
                    "expected exactly one outcome of " + String.join(", ", KEYS) + "; found "
                            + (said.isEmpty() ? "none" : String.join(" and ", said)));
        }
        Outcome outcome = null;
        for (String key : said) {
            Node value = members.get(key);
            if (value != null) {
                outcome = switch (key) {
                    case "target" -> toTarget(value);
                    case "base_cs_url" -> template(value, conditions);
                    case "lookup" -> lookup(value);
                    case "hash" -> hash(value);
                    case "round_robin" -> roundRobin(value);
                    default -> leave(value);
                };
            }
        }
        return said.size() == 1 ? outcome : null;
    }

    private @Nullable Outcome toTarget(Node node) {
        Target target = target(node, A_TARGET);
        return target == null ? null : new Outcome.ToTarget(target);
    }

    private @Nullable Target target(Node node, String expected) {
        String name = values.text(node, expected);
        return name == null ? null : target(name, node, node.place());
    }

    /** The target of a name that stands at a node, or, where that is null, at a place. */
    private @Nullable Target target(String name, @Nullable Node node, Node.Place place) {
        if (targets.containsKey(name)) {
            return targets.get(name);
        }
        problems.add(
                place,
                "no target has the name " + values.misspelt(shown(name, node), targets.keySet()) + "; "
                        + expectedTarget);
        return null;
    }

    /** As it was written: what was filled in is nobody's business. */
    private static String shown(String name, @Nullable Node node) {
        return node instanceof Node.Text text ? text.written() : name;
    }

    private @Nullable Outcome lookup(Node node) {
        String name = values.text(node, "the name of a directory");
        if (name == null) {
            return null;
        }
        if (!directories.containsKey(name)) {
            problems.add(
                    node,
                    "no directory has the name " + values.misspelt(shown(name, node), directories.keySet()) + "; "
                            + expectedDirectory);
            return null;
        }
        ManagedDirectory directory = directories.get(name);
        return directory == null ? null : new Outcome.Lookup(directory);
    }

    private @Nullable Outcome hash(Node node) {
        int problemsBefore = problems.count();
        String expected = "an object like {\"by\": \"user_id\", \"targets\": {\"east\": 2, \"west\": 1}}";
        Map<String, Node> members = values.struct(node, expected, List.of("by", HEALTHY, TARGETS));
        if (members == null) {
            return null;
        }
        Node by = members.get("by");
        Node among = members.get(TARGETS);
        if (by == null) {
            problems.add(node, "the key \"by\" is missing; expected the name of a fact, \"user_id\" for instance");
        }
        if (among == null) {
            problems.add(node, "the key \"targets\" is missing; expected an object of targets and their weights");
        }
        String fact = values.oneOf(by, FACTS);
        List<Rendezvous.Share> shares = among == null ? List.of() : shares(among);
        boolean healthy = healthy(members);
        Fact known = fact == null ? null : Fact.ofKey(fact);
        return known == null || shares.isEmpty() || problems.count() > problemsBefore
                ? null
                : new Outcome.Hash(known, new Rendezvous(shares), healthy);
    }

    private boolean healthy(Map<String, Node> members) {
        Node node = members.get(HEALTHY);
        return node != null && Boolean.TRUE.equals(scalars.flag(node));
    }

    private List<Rendezvous.Share> shares(Node node) {
        Map<String, Rendezvous.Share> shares = new LinkedHashMap<>();
        if (node instanceof Node.Struct struct) {
            struct.members().forEach((name, member) -> {
                Target target = target(name, null, member.namePlace());
                Long weight = scalars.number(member.value(), "a weight: a whole number", 1, LARGEST_WEIGHT);
                if (target != null && weight != null) {
                    shares.put(name, new Rendezvous.Share(target, Math.toIntExact(weight)));
                }
            });
        } else if (node instanceof Node.Array list) {
            Set<String> names = new HashSet<>();
            for (Node item : list.items()) {
                if (item instanceof Node.Text text && !names.add(text.value())) {
                    problems.add(
                            item,
                            Values.quoted(text) + " stands in the list twice; expected it once, or an object of"
                                    + " targets and their weights");
                    continue;
                }
                Target target = target(item, A_TARGET);
                if (target != null) {
                    shares.put(String.valueOf(target.name()), new Rendezvous.Share(target, 1));
                }
            }
        } else {
            problems.expected("an object of targets and their weights, or a list of targets", node);
        }
        boolean empty = (node instanceof Node.Struct struct && struct.members().isEmpty())
                || (node instanceof Node.Array list && list.items().isEmpty());
        if (empty) {
            problems.add(node, "no targets; expected at least one");
        }
        return List.copyOf(shares.values());
    }

    private @Nullable Outcome roundRobin(Node node) {
        if (!(node instanceof Node.Struct)) {
            String expected =
                    "a list of targets, or an object like {\"targets\": [\"east\", \"west\"], \"healthy\": true}";
            List<Target> inTurn = inTurn(node, expected);
            return inTurn.isEmpty() ? null : new Outcome.RoundRobin(inTurn);
        }
        Map<String, Node> members = values.struct(node, "an object", List.of(HEALTHY, TARGETS));
        if (members == null) {
            return null;
        }
        boolean healthy = healthy(members);
        Node among = members.get(TARGETS);
        if (among == null) {
            problems.add(node, "the key \"targets\" is missing; expected a list of targets");
            return null;
        }
        List<Target> inTurn = inTurn(among, "a list of targets");
        return inTurn.isEmpty() ? null : new Outcome.RoundRobin(inTurn, healthy);
    }

    private List<Target> inTurn(Node node, String expected) {
        List<Target> inTurn = new ArrayList<>();
        if (!(node instanceof Node.Array list)) {
            problems.expected(expected, node);
            return inTurn;
        }
        if (list.items().isEmpty()) {
            problems.add(node, "an empty list; expected at least one target");
        }
        for (Node item : list.items()) {
            Target target = target(item, A_TARGET);
            if (target != null) {
                inTurn.add(target);
            }
        }
        return inTurn;
    }

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
            // Its message may quote a placeholder.
            boolean filledIn = node instanceof Node.Text shown && shown.isFilledIn();
            problems.add(
                    node, filledIn ? "not a URL template with what was filled in" : String.valueOf(e.getMessage()));
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
