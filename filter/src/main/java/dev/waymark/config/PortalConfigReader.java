// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.AddressRange;
import dev.waymark.rule.BaseUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the top level of a portal's configuration, a method a key:
 *
 * <pre>
 * $schema         a string, for editors
 * listen          object: see {@link ListenReader}
 * public_base_url a base URL
 * rules           a path or an http(s) URL, see {@link NamedRules}; the one key that must be there
 * server_name     a Matrix server name
 * flows_from      the name of a target, or a list of flows, see {@link FlowsReader}
 * login           "proxy" or "redirect"                 default: "proxy"
 * trusted_proxies list of IP addresses and ranges       default: none
 * admin           object: see {@link ListenReader}
 * sso             object: see {@link SingleSignOnReader}
 * registration    the name of a target
 * password_reset  the name of a target
 * timeouts, probe objects of times, see {@link TimesReader}
 * access_log      "stdout", "none", or a path           default: "none"
 * </pre>
 *
 * <p>It is read as strictly as a rules file. Where a value is wrong, the default stands in so that the reading can go on and find
 * the rest; what values must be to each other is seen to by {@link PortalChecks}.
 */
final class PortalConfigReader {

    private static final Set<String> KEYS = Set.of(
            "listen",
            "public_base_url",
            "rules",
            "server_name",
            "flows_from",
            "login",
            "trusted_proxies",
            "admin",
            "sso",
            "registration",
            "password_reset",
            "timeouts",
            "probe",
            "access_log");

    /** Matrix specification, appendices, "Server name"; as long as a user ID, of 255, leaves room for. */
    private static final Pattern SERVER_NAME =
            Pattern.compile("(?=.{1,230}$)(?:[0-9A-Za-z.-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    private static final String A_LOG = "\"stdout\", \"none\", or the path of a file, like \"logs/access.log\"";

    private final Problems problems;
    private final Path folder;
    private final NamedRules rules;
    private final Values values;

    /** @param folder what paths are relative to, or null where that is the working directory */
    PortalConfigReader(Problems problems, @Nullable Path folder, NamedRules rules) {
        this.problems = problems;
        this.folder = folder == null ? Path.of("") : folder;
        this.rules = rules;
        this.values = new Values(problems);
    }

    /** What the file says, with its rules; null where anything is wrong in them. */
    @Nullable
    PortalFile read(Node root) {
        Map<String, Node> members = values.root(root, KEYS);
        if (members == null) {
            return null;
        }
        Node named = values.required(root, members, "rules", "the rules file: a path or an http(s) URL");
        if (named != null) {
            rules.load(named);
        }
        RuleSource source = rules.source();
        PortalConfig config = config(members, source == null ? RuleSource.text(rules.name(), "") : source);
        RulesFile file = rules.file();
        new PortalChecks(problems, root).check(config, file);
        return file == null || problems.count() > 0
                ? null
                : new PortalFile(config, file, new PortalWarnings(problems.ofSameFile(), root).of(config, file));
    }

    private PortalConfig config(Map<String, Node> members, RuleSource source) {
        TargetNames targets = new TargetNames(problems, rules.targets(), "in the rules");
        ListenReader listen = new ListenReader(problems, folder);
        TimesReader times = new TimesReader(problems);
        return new PortalConfig(
                listen.listen(members.get("listen")),
                baseUrl(members.get("public_base_url")),
                source,
                serverName(members.get("server_name")),
                new FlowsReader(problems, targets).read(members.get("flows_from")),
                "redirect".equals(values.oneOf(members.get("login"), "proxy", "redirect")),
                trustedProxies(members.get("trusted_proxies")),
                listen.admin(members.get("admin")),
                new SingleSignOnReader(problems, targets).read(members.get("sso")),
                target(targets, members.get("registration")),
                target(targets, members.get("password_reset")),
                times.timeouts(members.get("timeouts")),
                times.probe(members.get("probe")),
                accessLog(members.get("access_log")));
    }

    private @Nullable BaseUrl baseUrl(@Nullable Node node) {
        return node == null ? null : values.baseUrl(node);
    }

    private static @Nullable String target(TargetNames targets, @Nullable Node node) {
        return node == null ? null : targets.read(node);
    }

    private @Nullable String serverName(@Nullable Node node) {
        String expected = "a Matrix server name: host[:port], like \"ac.cdl\"";
        String name = node == null ? null : values.text(node, expected);
        if (node != null && name != null && !SERVER_NAME.matcher(name).matches()) {
            problems.add(node, "expected " + expected + ", found " + Values.quoted((Node.Text) node));
            return null;
        }
        return name;
    }

    private List<AddressRange> trustedProxies(@Nullable Node node) {
        List<AddressRange> ranges = new ArrayList<>();
        for (Node item : values.items(node, "a list of IP addresses and ranges, like [\"10.0.0.0/8\"]")) {
            AddressRange range = range(item);
            if (range != null && ranges.contains(range)) {
                problems.add(item, Values.quoted((Node.Text) item) + " stands in the list twice");
            } else if (range != null) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private @Nullable AddressRange range(Node node) {
        String text = values.text(node, "an IP address, or a range like \"10.0.0.0/8\" or \"2001:db8::/32\"");
        try {
            return text == null ? null : AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private PortalConfig.AccessLog accessLog(@Nullable Node node) {
        String text = node == null ? "none" : values.text(node, A_LOG);
        if (node == null || text == null || text.equals("none")) {
            return PortalConfig.AccessLog.NONE;
        }
        if (text.equals("stdout")) {
            return PortalConfig.AccessLog.STDOUT;
        }
        // A single word is a misspelt one, or "stderr", rather than a file of that name.
        if (text.indexOf('/') < 0 && text.indexOf('\\') < 0 && text.indexOf('.') < 0) {
            problems.add(
                    node,
                    "expected " + A_LOG + ", found "
                            + values.misspelt(((Node.Text) node).written(), List.of("stdout", "none")));
            return PortalConfig.AccessLog.NONE;
        }
        try {
            return new PortalConfig.AccessLog(folder.resolve(text), true);
        } catch (InvalidPathException e) {
            problems.add(node, "not a path; expected " + A_LOG);
            return PortalConfig.AccessLog.NONE;
        }
    }
}
