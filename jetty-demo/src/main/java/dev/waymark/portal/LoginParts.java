// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * What {@code /login} needs of the rest of the portal. Each part is safe for use by many threads.
 *
 * @param flows answers {@code GET /login}
 * @param up whether a target, by its name, answers; rules may ask
 * @param tokens knows the portal's own login tokens
 * @param events hears of each login's end
 */
record LoginParts(Flows flows, Predicate<String> up, TokenLogins tokens, LoginEvents events) {

    /** Logins by password alone; all targets are taken to answer, there is no single sign-on, and nobody listens. */
    static final LoginParts DEFAULT = new LoginParts(
            (request, response) -> Json.send(response, "{\"flows\":[{\"type\":\"m.login.password\"}]}"),
            target -> true,
            TokenLogins.NONE,
            LoginEvents.NONE);

    /** These flows, the others' tokens, and both of what is left: a target is up where both say so, and both hear of logins. */
    LoginParts with(LoginParts others) {
        return new LoginParts(flows, up.and(others.up), others.tokens, (outcome, target, status, took) -> {
            events.ended(outcome, target, status, took);
            others.events.ended(outcome, target, status, took);
        });
    }

    /** Answers {@code GET /login}. */
    @FunctionalInterface
    interface Flows {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }
}
