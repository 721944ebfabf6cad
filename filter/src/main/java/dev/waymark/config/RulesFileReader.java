// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.ManagedDirectory;
import dev.waymark.login.Injection;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import dev.waymark.rule.Unreachable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the rules file's top level, a method a key:
 *
 * <pre>
 * $schema    a string, for editors
 * inject     list of "base_cs_url" and "well_known"     default: both
 * existing   "replace" or "keep"                        default: "replace"
 * on_failure "pass" or "reject"                         default: "pass"
 * max_body   bytes, 1 to 1 GiB                          default: 1 MiB
 * reload     a time, 100ms to 1d, or false              default: as {@link LiveRules} says
 * targets    object: name to {base_cs_url, identity_server, upstream}
 * directories object: see {@link DirectoriesReader}
 * rules      list, see {@link RuleReader}; the one key that must be there
 * </pre>
 *
 * <p>An unknown key is a problem, and so is a value out of its range. Nothing is repaired and nothing is ignored; where
 * a value is wrong, the default stands in so that the reading can go on and find the rest.
 */
final class RulesFileReader {

    private static final int LARGEST_MAX_BODY = 1 << 30;

    private static final Duration LEAST_RELOAD = Duration.ofMillis(100);
    private static final Duration LARGEST_RELOAD = Duration.ofDays(1);

    private static final Set<String> KEYS =
            Set.of("inject", "existing", "on_failure", "max_body", "reload", "targets", "directories", "rules");
    private static final Set<String> TARGET_KEYS = Set.of("base_cs_url", "identity_server", "upstream");

    private final Problems problems;
    private final Problems warnings;
    private final Path folder;
    private final Set<Path> secretFiles;
    private final OpenedDirectories opened;
    private final Values values;
    private final Consumer<Set<String>> targetNames;

    /**
     * @param folder what paths are relative to
     * @param secretFiles those that strings of the file were filled in from
     * @param opened takes the directories that are opened
     * @param targetNames takes the names of the targets, of which some may have problems
     */
    RulesFileReader(
            Problems problems,
            Path folder,
            Set<Path> secretFiles,
            OpenedDirectories opened,
            Consumer<Set<String>> targetNames) {
        this.problems = problems;
        this.warnings = problems.ofSameFile();
        this.folder = folder;
        this.secretFiles = secretFiles;
        this.opened = opened;
        this.targetNames = targetNames;
        this.values = new Values(problems);
    }

    /** What the file says; of use only where no problem was reported. */
    @Nullable
    RulesFile read(Node root) {
        Map<String, Node> members = values.root(root, KEYS);
        if (members == null) {
            return null;
        }
        Map<String, @Nullable Target> targets = targets(members.get("targets"));
        targetNames.accept(targets.keySet());
        Map<String, Target> sound = new HashMap<>();
        targets.forEach((name, target) -> {
            if (target != null) {
                sound.put(name, target);
            }
        });
        Map<String, @Nullable ManagedDirectory> directories = new DirectoriesReader(
                        problems, folder, targets.keySet(), sound, opened)
                .read(members.get("directories"));
        Node ruleNodes = members.get("rules");
        Rules rules = new Rules(sound, rules(ruleNodes, root, targets, directories));
        return new RulesFile(
                rules,
                opened.all(),
                injection(members.get("inject"), members.get("existing")),
                onFailure(members.get("on_failure")),
                maxBody(members.get("max_body")),
                secretFiles,
                warnings(rules, ruleNodes),
                reload(members.get("reload")));
    }

    /** Only of a file without problems, of which each item of the list is a rule. */
    private List<Problem> warnings(Rules rules, @Nullable Node node) {
        if (problems.count() > 0 || !(node instanceof Node.Array list)) {
            return List.of();
        }
        for (Unreachable unreachable : rules.unreachable()) {
            String name = rules.inOrder().get(unreachable.rule()).name();
            warnings.add(
                    list.items().get(unreachable.rule()),
                    "the rule " + Values.quoted(name) + " can never match: " + unreachable.why());
        }
        return warnings.told();
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

    private @Nullable Duration reload(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Flag flag && !flag.value()) {
            return Duration.ZERO;
        }
        if (!(node instanceof Node.Text)) {
            problems.expected("a time like \"5s\", or false for never", node);
            return null;
        }
        return new Scalars(problems).duration(node, LEAST_RELOAD, LARGEST_RELOAD);
    }

    private int maxBody(@Nullable Node node) {
        if (node == null) {
            return RulesFile.DEFAULT_MAX_BODY;
        }
        Long bytes = new Scalars(problems).number(node, "a whole number of bytes", 1, LARGEST_MAX_BODY);
        return bytes == null ? RulesFile.DEFAULT_MAX_BODY : Math.toIntExact(bytes);
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
        BaseUrl baseUrl = values.baseUrl(url);
        BaseUrl identityServer = optionalUrl(members.get("identity_server"));
        BaseUrl upstream = optionalUrl(members.get("upstream"));
        return baseUrl == null ? null : new Target(name, baseUrl, identityServer, upstream);
    }

    private @Nullable BaseUrl optionalUrl(@Nullable Node node) {
        return node == null ? null : values.baseUrl(node);
    }

    private List<Rule> rules(
            @Nullable Node node,
            Node root,
            Map<String, @Nullable Target> targets,
            Map<String, @Nullable ManagedDirectory> directories) {
        List<Rule> rules = new ArrayList<>();
        if (node == null) {
            problems.add(root, "the key \"rules\" is missing; expected a list of rules");
            return rules;
        }
        if (!(node instanceof Node.Array list)) {
            problems.expected("a list of rules", node);
            return rules;
        }
        RuleReader reader = new RuleReader(
                problems,
                new ConditionsReader(problems, warnings, folder, targets.keySet()),
                new OutcomeReader(problems, targets, directories));
        for (int i = 0; i < list.items().size(); i++) {
            Rule rule = reader.read(list.items().get(i), i + 1);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }
}
