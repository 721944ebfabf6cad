// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.Admin;
import dev.waymark.config.PortalConfig.Listen;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the values of a portal's configuration must be to each other, and to the rules. */
final class PortalChecks {

    /** Listening at one of these is listening at all addresses. */
    private static final Set<String> ALL = Set.of("0.0.0.0", "::");

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1");

    private final Problems problems;
    private final Node root;

    PortalChecks(Problems problems, Node root) {
        this.problems = problems;
        this.root = root;
    }

    /** @param rules null where there is anything wrong with them */
    void check(PortalConfig config, @Nullable RulesFile rules) {
        checkPorts(config.listen(), config.admin());
        checkSingleSignOn(config);
        if (rules != null && config.publicBaseUrl() != null) {
            rules.rules().targets().values().stream()
                    .filter(target -> isLoop(config, config.publicBaseUrl(), target))
                    .forEach(this::reportLoop);
        }
    }

    private void checkPorts(Listen listen, @Nullable Admin admin) {
        if (admin != null && admin.port() == listen.port() && admin.port() != 0 && meet(listen.host(), admin.host())) {
            problems.add(
                    Nodes.at(root, "admin", "port"),
                    "the portal listens at the port " + listen.port()
                            + " for clients already; expected another, which clients cannot reach");
        }
    }

    private static boolean meet(String host, String other) {
        return host.equalsIgnoreCase(other)
                || isAll(host)
                || isAll(other)
                || (LOCAL.contains(host) && LOCAL.contains(other));
    }

    /** Whether a host to listen at stands for all addresses of the machine. */
    static boolean isAll(String host) {
        return ALL.contains(host);
    }

    private void checkSingleSignOn(PortalConfig config) {
        if (!Nodes.has(root, "sso")) {
            return;
        }
        if (!Nodes.has(root, "public_base_url")) {
            problems.add(
                    Nodes.at(root, "sso"),
                    "single sign-on needs \"public_base_url\", which targets send browsers back to; expected that key");
        }
        if (config.isRedirect()) {
            problems.add(
                    Nodes.at(root, "login"),
                    "single sign-on needs \"login\": \"proxy\", since its login tokens are the portal's own; expected"
                            + " that, or no \"sso\"");
        }
    }

    /** Whether a login for the target would come back to the portal. */
    private static boolean isLoop(PortalConfig config, BaseUrl portal, Target target) {
        return Addresses.areSame(portal, config.isRedirect() ? target.baseUrl() : target.reachedAt());
    }

    private void reportLoop(Target target) {
        problems.add(
                Nodes.at(root, "public_base_url"),
                "the target " + Values.quoted(String.valueOf(target.name()))
                        + " of the rules has this URL too, so that its logins would come back to the portal; expected"
                        + " another, or an \"upstream\" of the target's where the portal proxies");
    }
}
