// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.SsoRule;
import dev.waymark.config.PortalConfig.TextMatcher;
import dev.waymark.rule.Fact;
import dev.waymark.rule.TextPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code sso.rules}, a list of objects with a {@code target} of {@code sso.targets} and any conditions, which all must
 * hold: {@code idp} and {@code host}, a pattern or a list of them as in a rules file; {@code query}, an object of a parameter's name to
 * such.
 */
final class SsoRulesReader {

    private static final Set<String> KEYS = Set.of("idp", "host", "query", "target");

    private final Problems problems;
    private final TargetNames targets;
    private final Values values;
    private final PatternReader patterns;

    /** @param targets those of single sign-on */
    SsoRulesReader(Problems problems, TargetNames targets) {
        this.problems = problems;
        this.targets = targets;
        this.values = new Values(problems);
        this.patterns = new PatternReader(problems);
    }

    /** Patterns of which one must match. */
    private record AnyOf(List<TextPattern> patterns) implements TextMatcher {

        @Override
        public boolean matches(String text) {
            return patterns.stream().anyMatch(pattern -> pattern.match(text) != null);
        }
    }

    List<SsoRule> read(@Nullable Node node) {
        List<SsoRule> rules = new ArrayList<>();
        for (Node item : values.items(node, "a list of rules")) {
            SsoRule rule = rule(item);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private @Nullable SsoRule rule(Node node) {
        Map<String, Node> members = values.struct(node, "a rule: an object like {\"idp\": ..., \"target\": ...}", KEYS);
        if (members == null) {
            return null;
        }
        Node idp = members.get("idp");
        Node host = members.get("host");
        TextMatcher providers = idp == null ? null : new AnyOf(patterns.of(idp));
        TextMatcher hosts = host == null ? null : new AnyOf(patterns.ofFact(Fact.HOST, host));
        Map<String, TextMatcher> query = query(members.get("query"));
        Node targetNode = values.required(node, members, "target", "the name of a target of \"sso\"");
        String target = targetNode == null ? null : targets.read(targetNode);
        return target == null ? null : new SsoRule(providers, hosts, query, target);
    }

    private Map<String, TextMatcher> query(@Nullable Node node) {
        Map<String, TextMatcher> query = new LinkedHashMap<>();
        if (node == null) {
            return query;
        }
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object: a query parameter's name to a pattern", node);
            return query;
        }
        if (struct.members().isEmpty()) {
            problems.add(node, "an empty object; expected at least one query parameter");
        }
        struct.members().forEach((name, member) -> {
            if (name.isEmpty()) {
                problems.add(member.namePlace(), "a query parameter has an empty name");
            }
            query.put(name, new AnyOf(patterns.of(member.value())));
        });
        return query;
    }
}
