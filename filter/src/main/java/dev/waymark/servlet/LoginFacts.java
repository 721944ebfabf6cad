// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.LoginOrigin;
import dev.waymark.login.LoginRequest;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a login by its request, as far as the rules look at it. Where it came from is noted before the
 * homeserver gets it; its body is known as far as the homeserver has read it; its headers are looked up when the rules
 * ask for one.
 */
final class LoginFacts implements Consumer<Login.Builder> {

    private final HttpServletRequest request;
    private final @Nullable String clientIp;
    private final @Nullable String host;
    private final @Nullable RequestCopy body;

    /**
     * @param request as it came to the filter
     * @param asked the facts that the rules look at
     * @param maxBody the most of a body that is read, in bytes or characters; of a request it is
     *     {@value RequestCopy#LARGEST} at most
     */
    LoginFacts(HttpServletRequest request, Set<Fact> asked, int maxBody) {
        this.request = request;
        clientIp = asked.contains(Fact.CLIENT_IP) ? LoginOrigin.clientIp(request.getRemoteAddr()) : null;
        host = asked.contains(Fact.HOST) ? LoginOrigin.host(request.getServerName()) : null;
        body = isBodyWanted(asked) ? new RequestCopy(Math.min(maxBody, RequestCopy.LARGEST)) : null;
    }

    private static boolean isBodyWanted(Set<Fact> asked) {
        for (Fact fact : asked) {
            if (fact.isOfRequestBody()) {
                return true;
            }
        }
        return false;
    }

    /** What copies the body while the homeserver reads it, or null where no rule looks at it. */
    @Nullable
    RequestCopy body() {
        return body;
    }

    @Override
    public void accept(Login.Builder login) {
        LoginRequest read = body == null ? null : body.read();
        if (read != null) {
            read.addTo(login);
        }
        login.with(Fact.CLIENT_IP, clientIp).with(Fact.HOST, host).headers(this::headers);
    }

    private List<String> headers(String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values == null ? List.of() : Collections.list(values);
    }
}
