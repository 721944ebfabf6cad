// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.login.LoginOrigin;
import dev.waymark.login.LoginRequest;
import dev.waymark.login.LoginToken;
import dev.waymark.portal.TokenLogins.TokenLogin;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which homeserver a login goes to: by the rules, or, where it has a login token, by that alone. Immutable, and safe for use by many
 * threads; a decision may wait for a directory.
 */
final class LoginDirector {

    private static final System.Logger LOG = System.getLogger(LoginDirector.class.getName());

    private final @Nullable String serverName;
    private final Predicate<String> up;
    private final TokenLogins tokens;

    /**
     * A director.
     *
     * @param serverName what bare localparts belong to, or null where that is not known
     * @param up which targets answer, by their names
     */
    LoginDirector(@Nullable String serverName, Predicate<String> up, TokenLogins tokens) {
        this.serverName = serverName;
        this.up = up;
        this.tokens = tokens;
    }

    /** Where a login goes, and what is sent there. */
    static final class Directed {

        private final Target target;
        private final byte[] body;

        private Directed(Target target, byte[] body) {
            this.target = target;
            this.body = body;
        }

        Target target() {
            return target;
        }

        /** The request's body as it came, or with the homeserver's own login token in the place of the portal's. */
        byte[] body() {
            return body;
        }
    }

    /**
     * Decides.
     *
     * @param request the request that the body came with
     * @throws RefusedLoginException where it goes nowhere
     */
    Directed direct(Rules rules, HttpServletRequest request, byte[] body) throws RefusedLoginException {
        LoginRequest login = LoginRequest.read(body);
        if (login == null) {
            throw new RefusedLoginException(MatrixError.NOT_JSON, LoginOutcome.REFUSED);
        }
        return LoginToken.LOGIN_TYPE.equals(login.type())
                ? directByToken(rules, body)
                : new Directed(directByRules(rules, request, login), body);
    }

    private Directed directByToken(Rules rules, byte[] body) throws RefusedLoginException {
        LoginToken sent = LoginToken.in(body);
        TokenLogin opened = sent == null ? null : tokens.open(sent.value());
        if (sent == null || opened == null) {
            throw new RefusedLoginException(MatrixError.FOREIGN_TOKEN, LoginOutcome.BAD_TOKEN);
        }
        Target target = rules.target(opened.target());
        if (target == null) {
            throw new RefusedLoginException(MatrixError.TOKEN_WITHOUT_HOMESERVER, LoginOutcome.NO_HOMESERVER);
        }
        return new Directed(target, sent.replacedBy(opened.token()));
    }

    private Target directByRules(Rules rules, HttpServletRequest request, LoginRequest login)
            throws RefusedLoginException {
        Target target;
        try {
            target = rules.decide(facts(login, request)).target();
        } catch (DecisionException e) {
            LOG.log(System.Logger.Level.WARNING, "a login could not be directed: {0}", e.getMessage());
            throw new RefusedLoginException(MatrixError.UNDECIDED, LoginOutcome.UNDECIDED);
        }
        if (target != null) {
            return target;
        }
        throw isIdentified(login, rules)
                ? new RefusedLoginException(MatrixError.NO_HOMESERVER, LoginOutcome.NO_HOMESERVER)
                : new RefusedLoginException(MatrixError.NO_USER, LoginOutcome.REFUSED);
    }

    /** All that is known before a homeserver was asked. */
    private Login facts(LoginRequest login, HttpServletRequest request) {
        Login.Builder facts = Login.builder();
        login.addTo(facts);
        return facts.with(Fact.USER_ID, login.userId(serverName))
                .with(Fact.CLIENT_IP, LoginOrigin.clientIp(request.getRemoteAddr()))
                .with(Fact.HOST, LoginOrigin.host(request.getServerName()))
                .headers(name -> Collections.list(request.getHeaders(name)))
                .up(up)
                .build();
    }

    /** Whether the request says who logs in, in a way that the rules may know of. */
    private boolean isIdentified(LoginRequest login, Rules rules) {
        return login.userId(serverName) != null
                || (login.address() != null && rules.facts().contains(Fact.ADDRESS))
                || (login.identifier() != null && rules.facts().contains(Fact.IDENTIFIER));
    }
}
