// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.AddressRange;
import dev.waymark.rule.BaseUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login portal needs to know: what its configuration file says ({@code portal.yaml}), or code that starts one. Immutable.
 *
 * <p>Names of targets are those of the rules file, in which the loader has found them. Rules that come into force later may have lost
 * one; what then needs it fails with an error that says so.
 *
 * @param listen where clients come in
 * @param publicBaseUrl {@code public_base_url}: where clients reach the portal, as its well-known answer says; null where that is the
 *     address of each request
 * @param rules {@code rules}: they decide on the login request, before it is forwarded
 * @param serverName {@code server_name}: the Matrix server name that a login with a bare localpart is taken to mean; null where
 *     such a login has no user ID, only what the user typed
 * @param flows {@code flows_from}: what {@code GET /login} and {@code GET /versions} answer
 * @param isRedirect {@code login: redirect}: logins are answered with a 307 to the target, and not forwarded
 * @param trustedProxies {@code trusted_proxies}: whose {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} are believed
 * @param admin {@code admin}: where health and metrics are, or null where nowhere
 * @param singleSignOn {@code sso}, or null where there is none
 * @param registration {@code registration}: the target that registrations are passed to, or null where they are refused
 * @param passwordReset {@code password_reset}: the target that resets of passwords are passed to, or null where they are refused
 * @param timeouts {@code timeouts}
 * @param probe {@code probe}: how targets are probed
 * @param accessLog {@code access_log}: where requests are logged
 */
public record PortalConfig(
        Listen listen,
        @Nullable BaseUrl publicBaseUrl,
        RuleSource rules,
        @Nullable String serverName,
        Flows flows,
        boolean isRedirect,
        List<AddressRange> trustedProxies,
        @Nullable Admin admin,
        @Nullable SingleSignOn singleSignOn,
        @Nullable String registration,
        @Nullable String passwordReset,
        Timeouts timeouts,
        Probe probe,
        AccessLog accessLog) {

    public PortalConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Loads a configuration file, and the rules file that it names, to see whether they are good.
     *
     * @throws IOException where the configuration cannot be read; the message names it
     * @throws InvalidRulesException where there is anything wrong in one of them; the message says all that is, and where
     * @see PortalFile#load what else is known then
     */
    public static PortalConfig load(RuleSource source) throws IOException, InvalidRulesException {
        return PortalFile.load(source).config();
    }

    /**
     * The public address.
     *
     * @param host {@code host}: the address to listen on, a name or a literal; default {@code 0.0.0.0}
     * @param port {@code port}: 0 for any free one; default 8448 with TLS, 8008 without
     * @param tls {@code tls}, or null for HTTP in clear, where something in front of the portal ends TLS
     * @param maxConnections {@code max_connections}: connections at a time, further ones wait in the system's queue; 1 to 1,000,000,
     *     default 10,000
     */
    public record Listen(String host, int port, @Nullable Tls tls, int maxConnections) {

        public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    }

    /**
     * A certificate in PEM files, which are read again when they change.
     *
     * @param certificate {@code certificate}: the certificate, then those of its issuers
     * @param key {@code key}: its private key, PKCS #8, not encrypted
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * Where operators come in: health and metrics, in clear.
     *
     * @param host {@code host}: default {@code 127.0.0.1}
     * @param port {@code port}: must be given; 0 for any free one
     */
    public record Admin(String host, int port) {}

    /** What {@code GET /login} and {@code GET /versions} answer. */
    public sealed interface Flows {}

    /** {@code flows_from: NAME}: what that target answers, less the flows that do not work at the portal. */
    public record FlowsOfTarget(String target) implements Flows {}

    /**
     * {@code flows_from: [{type: m.login.password}, ...]}, and without the key {@code m.login.password}; to which those of single sign-on are
     * added where that is configured.
     *
     * @param json each flow, a JSON object with a string {@code type}, in JSON
     */
    public record ListedFlows(List<String> json) implements Flows {

        public static final ListedFlows PASSWORD = new ListedFlows(List.of("{\"type\":\"m.login.password\"}"));

        public ListedFlows {
            json = List.copyOf(json);
        }
    }

    /**
     * Single sign-on through the portal.
     *
     * @param keys {@code key}: a string of at least 32 characters, or a list of such: login tokens are signed with the first, and accepted
     *     with any, so that a key can be changed while portals run. The same on all portals of an address
     * @param tokenLifetime {@code token_lifetime}: how long the portal's login tokens are good; 10s to 10m, default 2m
     * @param loginLifetime {@code login_lifetime}: how long a user may take at the target's single sign-on; 1m to 2h, default 30m
     * @param redirectUrls {@code redirect_urls}: where clients may ask to be sent back to, at least one
     * @param targets {@code targets}: the names of the targets that have single sign-on, with those that the selection page shows, in its
     *     order; at least one
     * @param identityProviders {@code identity_providers}: those that clients may show; default none
     * @param rules {@code rules}: say which target a browser is sent to; the first that matches. Default none. Where none matches, the user
     *     chooses, if there is more than one target
     */
    public record SingleSignOn(
            List<Secret> keys,
            Duration tokenLifetime,
            Duration loginLifetime,
            List<RedirectUrl> redirectUrls,
            Map<String, String> targets,
            List<IdentityProvider> identityProviders,
            List<SsoRule> rules) {

        public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofMinutes(2);
        public static final Duration DEFAULT_LOGIN_LIFETIME = Duration.ofMinutes(30);

        public SingleSignOn {
            keys = List.copyOf(keys);
            redirectUrls = List.copyOf(redirectUrls);
            targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
            identityProviders = List.copyOf(identityProviders);
            rules = List.copyOf(rules);
        }
    }

    /** A text that no message, log or {@code toString} shows. */
    public record Secret(String value) {

        @Override
        public String toString() {
            return "Secret";
        }
    }

    /**
     * A URL that clients may ask to be sent back to.
     *
     * @param url absolute, of any scheme, without fragment and user info
     * @param isPrefix it was written with a {@code *} at its end, which only may stand after the path's first slash: URLs of the same scheme
     *     and authority are meant whose path begins like this one's
     */
    public record RedirectUrl(URI url, boolean isPrefix) {

        /**
         * Reads a URL as the configuration has it.
         *
         * @throws IllegalArgumentException where it is none; the message says what is wrong and what was expected, and does not
         *     repeat the URL
         */
        public static RedirectUrl parse(String text) {
            return RedirectUrlReader.read(text);
        }
    }

    /**
     * An identity provider that clients may show as a button (Matrix specification, client-server API, "Client login via SSO").
     *
     * @param id {@code id}: what clients ask the portal for; unique, one to 255 of {@code A-Z a-z 0-9 . _ ~ -}, not {@code .}
     *     or {@code ..}
     * @param name {@code name}: what users read
     * @param icon {@code icon}: an {@code mxc://} URL, or null
     * @param brand {@code brand}: for a client's own icon, or null
     * @param target {@code target}: of {@code sso.targets}
     * @param targetId {@code target_id}: what it is called at the target; null where the target is asked for its single sign-on without a
     *     provider
     */
    public record IdentityProvider(
            String id,
            String name,
            @Nullable String icon,
            @Nullable String brand,
            String target,
            @Nullable String targetId) {}

    /**
     * Chooses a target by what a browser asks for; all that is given must match. Patterns are those of rules files.
     *
     * @param providers {@code idp}: the identity provider, which is passed on to the target as it is; null for any and none
     * @param hosts <code>host</code>: the host that was asked, without port, in lower case; null for any
     * @param query {@code query}: query parameters by name; empty for any
     * @param target {@code target}: of {@code sso.targets}
     */
    public record SsoRule(
            @Nullable TextMatcher providers,
            @Nullable TextMatcher hosts,
            Map<String, TextMatcher> query,
            String target) {

        public SsoRule {
            query = Map.copyOf(query);
        }
    }

    /** Says whether a text is meant. */
    @FunctionalInterface
    public interface TextMatcher {
        boolean matches(String text);
    }

    /**
     * How long things may take; each 100ms to 10m.
     *
     * @param request {@code request}: for a client to send a whole request; default 10s
     * @param connect {@code connect}: for a target to accept a connection; default 5s
     * @param response {@code response}: for a target to answer a login as a whole; default 30s
     * @param stop {@code stop}: for logins in flight to finish when the portal is stopped; default 35s
     */
    public record Timeouts(Duration request, Duration connect, Duration response, Duration stop) {

        /** A homeserver has time enough for a slow password hash with a queue in front of it. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(35));
    }

    /**
     * How targets are asked for {@code /_matrix/client/versions}.
     *
     * @param interval {@code interval}: 1s to 1h, default 10s
     * @param timeout {@code timeout}: how long an answer may take, 100ms to 1m, default 5s
     */
    public record Probe(Duration interval, Duration timeout) {

        public static final Probe DEFAULT = new Probe(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /**
     * Where requests are logged, a line each: address, time, method, path without query, status, bytes, time taken.
     *
     * @param file null with {@code stdout} and {@code none}; a file is begun anew each day, and kept for 31 days
     * @param isOn not so with {@code none}
     */
    public record AccessLog(@Nullable Path file, boolean isOn) {

        public static final AccessLog STDOUT = new AccessLog(null, true);
        public static final AccessLog NONE = new AccessLog(null, false);
    }

    /** A portal in clear with nothing but rules, to which the rest is added. */
    public static Builder builder(String host, int port, RuleSource rules) {
        return new Builder(host, port, rules);
    }

    /** Gathers what a portal needs to know; what is not set has the default that the file would have. Not safe for use by many threads. */
    public static final class Builder {

        private final Listen listen;
        private final RuleSource rules;
        private @Nullable Tls tls;
        private int maxConnections = Listen.DEFAULT_MAX_CONNECTIONS;
        private @Nullable BaseUrl publicBaseUrl;
        private @Nullable String serverName;
        private Flows flows = ListedFlows.PASSWORD;
        private boolean redirect;
        private List<AddressRange> trustedProxies = List.of();
        private @Nullable Admin admin;
        private @Nullable SingleSignOn singleSignOn;
        private @Nullable String registration;
        private @Nullable String passwordReset;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Probe probe = Probe.DEFAULT;
        private AccessLog accessLog = AccessLog.NONE;

        private Builder(String host, int port, RuleSource rules) {
            this.listen = new Listen(host, port, null, Listen.DEFAULT_MAX_CONNECTIONS);
            this.rules = rules;
        }

        public Builder tls(@Nullable Tls value) {
            tls = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder publicBaseUrl(@Nullable BaseUrl value) {
            publicBaseUrl = value;
            return this;
        }

        public Builder serverName(@Nullable String value) {
            serverName = value;
            return this;
        }

        public Builder flows(Flows value) {
            flows = value;
            return this;
        }

        public Builder redirect(boolean value) {
            redirect = value;
            return this;
        }

        public Builder trustedProxies(List<AddressRange> value) {
            trustedProxies = value;
            return this;
        }

        public Builder admin(@Nullable Admin value) {
            admin = value;
            return this;
        }

        public Builder singleSignOn(@Nullable SingleSignOn value) {
            singleSignOn = value;
            return this;
        }

        public Builder registration(@Nullable String value) {
            registration = value;
            return this;
        }

        public Builder passwordReset(@Nullable String value) {
            passwordReset = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Builder probe(Probe value) {
            probe = value;
            return this;
        }

        public Builder accessLog(AccessLog value) {
            accessLog = value;
            return this;
        }

        /** What was gathered. */
        public PortalConfig build() {
            return new PortalConfig(
                    new Listen(listen.host(), listen.port(), tls, maxConnections),
                    publicBaseUrl,
                    rules,
                    serverName,
                    flows,
                    redirect,
                    trustedProxies,
                    admin,
                    singleSignOn,
                    registration,
                    passwordReset,
                    timeouts,
                    probe,
                    accessLog);
        }
    }
}
