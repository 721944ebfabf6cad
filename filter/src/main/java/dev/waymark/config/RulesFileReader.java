// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.login.Injection;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the rules file's top level, a method a key:
 *
 * <pre>
 * inject     list of "base_cs_url" and "well_known"     default: both
 * existing   "replace" or "keep"                        default: "replace"
 * on_failure "pass" or "reject"                         default: "pass"
 * max_body   bytes, 1 to 1 GiB                          default: 1 MiB
 * targets    object: name to {base_cs_url, identity_server}
 * rules      list, see {@link RuleReader}; the one key that must be there
 * </pre>
 *
 * <p>An unknown key is a problem, and so is a value out of its range. Nothing is repaired and nothing is ignored; where
 * a value is wrong, the default stands in so that the reading can go on and find the rest.
 */
final class RulesFileReader {

    private static final int LARGEST_MAX_BODY = 1 << 30;

    private static final Set<String> KEYS = Set.of("inject", "existing", "on_failure", "max_body", "targets", "rules");
    private static final Set<String> TARGET_KEYS = Set.of("base_cs_url", "identity_server");

    private final Problems problems;
    private final Values values;

    RulesFileReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /** What the file says; of use only where no problem was reported. */
    @Nullable
    RulesFile read(Node root) {
        Map<String, Node> members = values.struct(root, "an object", KEYS);
        if (members == null) {
            return null;
        }
        Map<String, @Nullable Target> targets = targets(members.get("targets"));
        List<Rule> rules = rules(members.get("rules"), root, targets);
        Map<String, Target> sound = new HashMap<>();
        targets.forEach((name, target) -> {
            if (target != null) {
                sound.put(name, target);
            }
        });
        return new RulesFile(
                new Rules(sound, rules),
                injection(members.get("inject"), members.get("existing")),
                onFailure(members.get("on_failure")),
                maxBody(members.get("max_body")));
    }

    private Injection injection(@Nullable Node inject, @Nullable Node existing) {
        boolean keep = "keep".equals(values.oneOf(existing, "replace", "keep"));
        if (inject == null) {
            return new Injection(true, true, keep);
        }
        boolean url = false;
        boolean wellKnown = false;
        String expected = "a list of \"base_cs_url\" and \"well_known\", at least one of them";
        if (!(inject instanceof Node.Array list)) {
            problems.expected(expected, inject);
            return Injection.DEFAULT;
        }
        if (list.items().isEmpty()) {
            problems.add(inject, "expected " + expected + ", found an empty list");
        }
        for (Node item : list.items()) {
            String field = values.oneOf(item, Injection.BASE_CS_URL, Injection.WELL_KNOWN);
            if (Injection.BASE_CS_URL.equals(field) ? url : Injection.WELL_KNOWN.equals(field) && wellKnown) {
                problems.add(item, "\"" + field + "\" stands in the list twice");
            }
            url |= Injection.BASE_CS_URL.equals(field);
            wellKnown |= Injection.WELL_KNOWN.equals(field);
        }
        return new Injection(url, wellKnown, keep);
    }

    private OnFailure onFailure(@Nullable Node node) {
        return "reject".equals(values.oneOf(node, "pass", "reject")) ? OnFailure.REJECT : OnFailure.PASS;
    }

    private int maxBody(@Nullable Node node) {
        if (node == null) {
            return RulesFile.DEFAULT_MAX_BODY;
        }
        String expected = "a whole number of bytes between 1 and " + LARGEST_MAX_BODY;
        if (!(node instanceof Node.Numeral number)) {
            problems.expected(expected, node);
            return RulesFile.DEFAULT_MAX_BODY;
        }
        try {
            int bytes = Integer.parseInt(number.digits());
            if (bytes >= 1 && bytes <= LARGEST_MAX_BODY) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // Said below: it is out of range in the same way as a whole number is.
        }
        problems.add(node, "expected " + expected + ", found " + number.digits());
        return RulesFile.DEFAULT_MAX_BODY;
    }

    /** The targets by name; null stands for one with a problem, so that rules that name it have none of their own. */
    private Map<String, @Nullable Target> targets(@Nullable Node node) {
        Map<String, @Nullable Target> targets = new LinkedHashMap<>();
        if (node == null) {
            return targets;
        }
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object: a target's name to {\"base_cs_url\": ...}", node);
            return targets;
        }
        struct.members().forEach((name, member) -> {
            if (name.isBlank()) {
                problems.add(member.namePlace(), "a target has an empty name");
            } else if (!Printable.is(name)) {
                problems.add(member.namePlace(), Values.NOT_PRINTABLE);
            }
            targets.put(name, target(name, member.value()));
        });
        return targets;
    }

    private @Nullable Target target(String name, Node node) {
        Map<String, Node> members =
                values.struct(node, "an object like {\"base_cs_url\": \"https://...\"}", TARGET_KEYS);
        if (members == null) {
            return null;
        }
        Node url = members.get("base_cs_url");
        if (url == null) {
            problems.add(node, "the target has no \"base_cs_url\"; expected one");
            return null;
        }
        BaseUrl baseUrl = baseUrl(url);
        Node identity = members.get("identity_server");
        BaseUrl identityServer = identity == null ? null : baseUrl(identity);
        return baseUrl == null ? null : new Target(name, baseUrl, identityServer);
    }

    private @Nullable BaseUrl baseUrl(Node node) {
        String text = values.text(node, "a string");
        if (text == null) {
            return null;
        }
        try {
            return BaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private List<Rule> rules(@Nullable Node node, Node root, Map<String, @Nullable Target> targets) {
        List<Rule> rules = new ArrayList<>();
        if (node == null) {
            problems.add(root, "the key \"rules\" is missing; expected a list of rules");
            return rules;
        }
        if (!(node instanceof Node.Array list)) {
            problems.expected("a list of rules", node);
            return rules;
        }
        RuleReader reader = new RuleReader(problems, targets);
        for (int i = 0; i < list.items().size(); i++) {
            Rule rule = reader.read(list.items().get(i), i + 1);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }
}
