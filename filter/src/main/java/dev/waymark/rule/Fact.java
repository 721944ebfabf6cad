// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import org.jspecify.annotations.Nullable;

/** Something known of a login that a condition can look at; {@link #key()} is its name in the rules file. */
public enum Fact {
    /** The full user ID, {@code @localpart:server_name}. */
    USER_ID("user_id"),
    /** The part of the user ID between {@code @} and the first colon. */
    LOCALPART("localpart"),
    /** The part of the user ID after the first colon: a host name, perhaps with a port. */
    SERVER_NAME("server_name"),
    /** The device ID. */
    DEVICE_ID("device_id"),
    /** The login type of the request, {@code m.login.password} for instance. */
    LOGIN_TYPE("login_type"),
    /** What the user typed: the {@code user} of an {@code m.id.user}, or the address of an {@code m.id.thirdparty}. */
    IDENTIFIER("identifier"),
    /** The medium of a login by a third-party identifier: {@code email} or {@code msisdn}. */
    MEDIUM("medium"),
    /** The address of a login by a third-party identifier: an email address, a telephone number. */
    ADDRESS("address"),
    /** The IP address of the client, as a literal. */
    CLIENT_IP("client_ip"),
    /** The host that the client asked, without its port, in lower case. */
    HOST("host");

    private final String key;

    Fact(String key) {
        this.key = key;
    }

    /** The name in the rules file and in URL templates. */
    public String key() {
        return key;
    }

    /** Whether it is read from the body of the login request. */
    public boolean isOfRequestBody() {
        return switch (this) {
            case LOGIN_TYPE, IDENTIFIER, MEDIUM, ADDRESS -> true;
            case USER_ID, LOCALPART, SERVER_NAME, DEVICE_ID, CLIENT_IP, HOST -> false;
        };
    }

    /** The fact of that name, or null where there is none. */
    public static @Nullable Fact ofKey(String key) {
        for (Fact fact : values()) {
            if (fact.key.equals(key)) {
                return fact;
            }
        }
        return null;
    }
}
