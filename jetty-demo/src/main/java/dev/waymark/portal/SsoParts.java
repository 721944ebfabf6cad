// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Rules;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a portal has where single sign-on is configured.
 *
 * @param tokens knows the login tokens that it ends with
 * @param flows the flows that {@code GET /login} shows of it, each a JSON object
 * @param servlet what browsers ask, at {@link SsoServlet#PATHS}; null where there is no single sign-on
 */
record SsoParts(
        TokenLogins tokens, List<String> flows, @Nullable SsoServlet servlet) {

    private static final SsoParts NONE = new SsoParts(TokenLogins.NONE, List.of(), null);

    /**
     * The parts of a portal.
     *
     * @param rules those in force; null where there are none for the moment
     * @param ownUrl where browsers reach the portal, where the configuration does not say
     */
    static SsoParts of(PortalConfig config, Supplier<@Nullable Rules> rules, Supplier<BaseUrl> ownUrl) {
        SingleSignOn sso = config.singleSignOn();
        if (sso == null) {
            return NONE;
        }
        BaseUrl given = config.publicBaseUrl();
        Clock clock = Clock.systemUTC();
        return new SsoParts(
                new LoginTokens(sso, clock),
                SsoFlows.json(sso),
                new SsoServlet(sso, rules, given == null ? ownUrl : () -> given, clock));
    }
}
