// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.PortalConfig.SsoRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says at which target's single sign-on a browser logs in. Immutable. */
final class SsoChoice {

    /** The query parameter by which a link of the selection page names a target. */
    static final String TARGET = "org.waymark.target";

    /** What is done with a browser. */
    sealed interface Answer permits Send, Ask, Refuse {}

    /**
     * It is sent to this target.
     *
     * @param provider what the identity provider is called there; null for none
     */
    record Send(String target, @Nullable String provider) implements Answer {}

    /** The user is asked. */
    record Ask() implements Answer {}

    record Refuse(SsoError error) implements Answer {}

    /** The identifiers that there can be (Matrix specification, client-server API, "Client login via SSO"). */
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9._~-]{1,255}");

    private static final Pattern LEADS_UP = Pattern.compile("\\.\\.?");

    private final SingleSignOn sso;
    private final Map<String, IdentityProvider> providers;

    /**
     * Chooses as configured.
     *
     * @throws IllegalArgumentException where no browser could be sent to one of the identity providers
     */
    SsoChoice(SingleSignOn sso) {
        for (IdentityProvider provider : sso.identityProviders()) {
            if (provider.targetId() != null && !isSound(provider.targetId())) {
                throw new IllegalArgumentException(
                        "the identity provider " + provider.id() + " has a target_id that cannot stand in a URL");
            }
        }
        this.sso = sso;
        this.providers = sso.identityProviders().stream()
                .collect(Collectors.toUnmodifiableMap(IdentityProvider::id, Function.identity()));
    }

    /**
     * Chooses: by the identity provider where it is one of {@code identity_providers}, or else by the first rule that matches, or by the target
     * that the user has chosen.
     *
     * @param provider the identity provider that was asked for, or null
     * @param host the host that was asked, in lower case and without port
     */
    Answer choose(@Nullable String provider, @Nullable String host, QueryParameters query) {
        if (provider != null && !isSound(provider)) {
            return new Refuse(SsoError.UNKNOWN_PROVIDER);
        }
        IdentityProvider configured = provider == null ? null : providers.get(provider);
        if (configured != null) {
            return new Send(configured.target(), configured.targetId());
        }
        for (SsoRule rule : sso.rules()) {
            if (matches(rule, provider, host, query)) {
                return new Send(rule.target(), provider);
            }
        }
        return provider != null ? new Refuse(SsoError.UNKNOWN_PROVIDER) : chosen(query.all(TARGET));
    }

    /** Whether it can be an identifier, and is none that would lead up where it is a step of a path. */
    private static boolean isSound(String provider) {
        return PROVIDER.matcher(provider).matches()
                && !LEADS_UP.matcher(provider).matches();
    }

    private static boolean matches(
            SsoRule rule, @Nullable String provider, @Nullable String host, QueryParameters query) {
        return (rule.providers() == null
                        || (provider != null && rule.providers().matches(provider)))
                && (rule.hosts() == null || (host != null && rule.hosts().matches(host)))
                && rule.query().entrySet().stream()
                        .allMatch(entry -> query.all(entry.getKey()).stream().anyMatch(entry.getValue()::matches));
    }

    private Answer chosen(List<String> targets) {
        if (targets.isEmpty()) {
            return new Ask();
        }
        boolean isKnown = targets.size() == 1 && sso.targets().containsKey(targets.get(0));
        return isKnown ? new Send(targets.get(0), null) : new Refuse(SsoError.UNKNOWN_TARGET);
    }
}
