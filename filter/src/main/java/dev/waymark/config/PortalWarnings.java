// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.ListedFlows;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.PortalConfig.SsoRule;
import dev.waymark.rule.AddressRange;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What works in a portal's configuration, and is probably not meant. */
final class PortalWarnings {

    private static final Set<AddressRange> EVERYBODY =
            Set.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));

    private final Problems warnings;
    private final Node root;

    /** @param warnings of the configuration, and no problems among them */
    PortalWarnings(Problems warnings, Node root) {
        this.warnings = warnings;
        this.root = root;
    }

    /** Those of the configuration, then those of its rules. */
    List<Problem> of(PortalConfig config, RulesFile rules) {
        proxies(config);
        listen(config);
        flows(config);
        if (config.publicBaseUrl() != null) {
            publicBaseUrl(config, config.publicBaseUrl(), rules);
        }
        if (config.timeouts().stop().compareTo(config.timeouts().response()) < 0) {
            warn(
                    "\"stop\" is less than \"response\", so that logins that the portal still waits for are broken off when"
                            + " it is stopped",
                    "timeouts",
                    "stop");
        }
        if (config.singleSignOn() != null) {
            singleSignOn(config.singleSignOn());
        }
        List<Problem> all = new ArrayList<>(warnings.told());
        all.addAll(rules.warnings());
        return all;
    }

    private void warn(String message, String... path) {
        warnings.add(Nodes.at(root, path), message);
    }

    private void proxies(PortalConfig config) {
        for (int i = 0; i < config.trustedProxies().size(); i++) {
            if (EVERYBODY.contains(config.trustedProxies().get(i))) {
                warn(
                        "everybody is a trusted proxy, so that clients can pretend to have any address",
                        "trusted_proxies",
                        Integer.toString(i));
            }
        }
    }

    private void listen(PortalConfig config) {
        if (config.listen().tls() != null || !config.trustedProxies().isEmpty()) {
            return;
        }
        if (PortalChecks.isAll(config.listen().host())) {
            warn(
                    "passwords come in clear, from any network that the machine is in: there is neither \"tls\" nor a proxy"
                            + " in \"trusted_proxies\" that ends it",
                    "listen");
        } else if (isHttps(config.publicBaseUrl())) {
            warn(
                    "what ends TLS before the portal is not among \"trusted_proxies\", so that all clients have its address",
                    "public_base_url");
        }
    }

    private static boolean isHttps(@Nullable BaseUrl url) {
        return url != null && url.toString().startsWith("https:");
    }

    private void flows(PortalConfig config) {
        if (config.singleSignOn() == null
                && config.flows() instanceof ListedFlows listed
                && listed.json().isEmpty()) {
            warn("there is no flow by which clients could log in", "flows_from");
        }
    }

    private void publicBaseUrl(PortalConfig config, BaseUrl portal, RulesFile rules) {
        if (Addresses.isInClear(URI.create(portal.toString()))) {
            warn("clients send passwords to this URL in clear; expected https, but for tests", "public_base_url");
        }
        for (Target target : rules.rules().targets().values()) {
            if (!config.isRedirect() && Addresses.areSame(portal, target.baseUrl())) {
                warn(
                        "the target " + Values.quoted(String.valueOf(target.name()))
                                + " of the rules has this URL too: its users stay at the portal, which answers logins"
                                + " only, unless something before it sends the rest to the target",
                        "public_base_url");
            }
        }
    }

    private void singleSignOn(SingleSignOn sso) {
        for (int i = 0; i < sso.redirectUrls().size(); i++) {
            if (Addresses.isInClear(sso.redirectUrls().get(i).url())) {
                warn("login tokens are sent to this URL in clear", "sso", "redirect_urls", Integer.toString(i));
            }
        }
        for (int i = 0; i + 1 < sso.rules().size(); i++) {
            if (isUnconditional(sso.rules().get(i))) {
                warn("this rule always matches, so that those behind it never do", "sso", "rules", Integer.toString(i));
                break;
            }
        }
    }

    private static boolean isUnconditional(SsoRule rule) {
        return rule.providers() == null && rule.hosts() == null && rule.query().isEmpty();
    }
}
