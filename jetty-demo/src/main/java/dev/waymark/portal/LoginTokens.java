// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig.SingleSignOn;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The portal's own login tokens, which single sign-on ends with: each is good for one homeserver, and holds that homeserver's own. Any portal
 * with the same keys can read what another has written ({@link SignedTokens} has the form). That a login token is used once only is seen to
 * by the homeserver. Safe for use by many threads.
 */
final class LoginTokens implements TokenLogins {

    private final SingleSignOn sso;
    private final SignedTokens tokens;

    LoginTokens(SingleSignOn sso, Clock clock) {
        this.sso = sso;
        this.tokens = new SignedTokens(sso.keys(), clock);
    }

    /**
     * A login token for one target, good for {@code token_lifetime}.
     *
     * @param token the target's own, of {@value SignedTokens#MAX_TEXT} bytes at most
     */
    String of(String target, String token) {
        return tokens.sign(SignedTokens.Purpose.LOGIN, sso.tokenLifetime(), target, token);
    }

    /** Null as well where its target has no single sign-on any more. */
    @Override
    public @Nullable TokenLogin open(String token) {
        SignedTokens.Signed signed = tokens.open(SignedTokens.Purpose.LOGIN, token);
        if (signed == null || signed.isExpired() || !sso.targets().containsKey(signed.target())) {
            return null;
        }
        return new TokenLogin(signed.target(), signed.text());
    }
}
