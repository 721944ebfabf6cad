// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.login.LoginOrigin;
import dev.waymark.login.ThirdPartyAddress;
import dev.waymark.rule.AddressRange;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is given of a login, brought into the form in which the filter knows it. */
final class Facts {

    private static final String EMAIL = "email";

    private final Map<Fact, String> given = new EnumMap<>(Fact.class);

    /** Null and empty texts are facts that are not known. */
    Facts with(Fact fact, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            given.put(fact, value);
        }
        return this;
    }

    /** What is wrong, and what was expected; or null. */
    @Nullable
    String problem() {
        String userId = given.get(Fact.USER_ID);
        if (userId == null) {
            return "there is no user_id";
        }
        if (userId.charAt(0) != '@' || userId.indexOf(':') < 0) {
            return "user_id is not a user ID; expected @localpart:server_name";
        }
        String ip = given.get(Fact.CLIENT_IP);
        return ip == null || isAddress(ip) ? null : "client_ip is not an IP address; expected one such as 192.0.2.7";
    }

    private static boolean isAddress(String text) {
        try {
            AddressRange.parse(text);
            return text.indexOf('/') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Adds them to a login. */
    void addTo(Login.Builder login) {
        given.forEach((fact, value) -> login.with(fact, known(fact, value)));
    }

    private @Nullable String known(Fact fact, String value) {
        return switch (fact) {
            case HOST -> LoginOrigin.host(withoutPort(value));
            case CLIENT_IP -> LoginOrigin.clientIp(value);
            case ADDRESS -> EMAIL.equals(given.get(Fact.MEDIUM)) ? ThirdPartyAddress.email(value) : value;
            default -> value;
        };
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean isPort = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
        return isPort ? host.substring(0, colon) : host;
    }
}
