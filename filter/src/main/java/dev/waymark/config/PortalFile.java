// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A portal's configuration file as it was read, with the rules file that it names. Immutable.
 *
 * @param config what it says
 * @param rules the rules file, which is closed: its directories cannot be asked
 * @param warnings what is no problem, and probably not meant, in the configuration and then in the rules
 */
public record PortalFile(PortalConfig config, RulesFile rules, List<Problem> warnings) {

    /** The keys that a rules file has not. */
    private static final Set<String> ONLY_HERE = Set.of(
            "listen",
            "public_base_url",
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

    /** The keys that only a rules file has. */
    private static final Set<String> ONLY_IN_RULES =
            Set.of("inject", "existing", "on_failure", "max_body", "reload", "targets", "directories");

    public PortalFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * Loads a configuration, and the rules file that it names.
     *
     * @throws IOException where the configuration cannot be read; the message names it. Rules that cannot be read are a problem of
     *     the configuration's
     * @throws InvalidRulesException where there is anything wrong in the configuration or in the rules; the message says all that is,
     *     and where
     */
    public static PortalFile load(RuleSource source) throws IOException, InvalidRulesException {
        return load(source, System::getenv);
    }

    /** @param environment where <code>${env:...}</code> looks, in both files */
    static PortalFile load(RuleSource source, Function<String, @Nullable String> environment)
            throws IOException, InvalidRulesException {
        Problems problems = new Problems(source.name());
        Node root = RulesText.read(
                source.name(), text(source), new Substitution(environment, source.folder(), problems), problems);
        NamedRules rules = new NamedRules(source, problems, environment);
        PortalFile file = root == null ? null : new PortalConfigReader(problems, source.folder(), rules).read(root);
        throwIfAny(source.name(), problems, rules);
        if (file == null) {
            throw new IllegalStateException("a configuration with neither values nor problems");
        }
        return file;
    }

    private static String text(RuleSource source) throws IOException {
        try {
            return source.read();
        } catch (IOException e) {
            IOException reason = e.getCause() instanceof IOException cause ? cause : e;
            throw new IOException(
                    "the configuration " + source.name() + " cannot be read: " + RuleText.reason(reason), e);
        }
    }

    private static void throwIfAny(String name, Problems problems, NamedRules rules) throws InvalidRulesException {
        InvalidRulesException ofRules = rules.invalid();
        if (problems.count() == 0 && ofRules == null) {
            return;
        }
        List<Problem> all = new ArrayList<>(problems.told());
        int count = problems.count();
        if (ofRules != null) {
            all.addAll(ofRules.problems());
            count += ofRules.count();
        }
        String whoHas = ofRules == null
                ? name + " has"
                : problems.count() == 0 ? rules.name() + " has" : name + " and " + rules.name() + " have";
        throw new InvalidRulesException(whoHas, all, count, problems.secretFiles());
    }

    /**
     * Whether a text is the configuration of a portal rather than a rules file, by its keys; where nothing can be told, it is taken
     * for a rules file.
     *
     * @throws IOException where it cannot be read; the message names it
     */
    public static boolean isOne(RuleSource source) throws IOException {
        Problems ignored = new Problems(source.name());
        Node root = RulesText.read(source.name(), source.read(), new Substitution(name -> "", null, ignored), ignored);
        if (!(root instanceof Node.Struct struct)) {
            return false;
        }
        Set<String> keys = struct.members().keySet();
        long portal = keys.stream().filter(ONLY_HERE::contains).count();
        long rules = keys.stream().filter(ONLY_IN_RULES::contains).count();
        Node.Member member = struct.members().get("rules");
        if (member != null && member.value() instanceof Node.Array) {
            rules++;
        } else if (member != null && (member.value() instanceof Node.Text || member.value() instanceof Node.Broken)) {
            portal++;
        }
        return portal > rules;
    }
}
