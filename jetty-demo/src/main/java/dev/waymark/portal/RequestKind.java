// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What requests are counted by. */
enum RequestKind {
    /** {@code POST .../login}. */
    LOGIN("login"),
    /** Single sign-on: where browsers are sent on, and come back to. */
    SSO("sso"),
    /** What clients ask before they log in: versions, login flows, the well-known document, other ways to log in. */
    DISCOVERY("discovery"),
    /** What browsers ask before any of it ({@code OPTIONS}). */
    PREFLIGHT("preflight"),
    /** Registration, and resetting a password. */
    ACCOUNT("account"),
    /** All else of the client-server API, which belongs to a homeserver. */
    CLIENT_API("client_api"),
    /** All else. */
    OTHER("other");

    private static final String CLIENT = "/_matrix/client/";
    private static final Pattern LOGIN_PATH = Pattern.compile("/_matrix/client/(api/v1|r0|v1|v3|unstable)/login");
    private static final Pattern SSO_PATH = Pattern.compile(LOGIN_PATH + "/(sso|cas)/.*");
    private static final Pattern DISCOVERY_PATH = Pattern.compile("/_matrix/client/(versions|[^/]+/auth_metadata"
            + "|unstable/org\\.matrix\\.msc2965/auth_(metadata|issuer))|/\\.well-known/matrix/.*");
    private static final Pattern ACCOUNT_PATH =
            Pattern.compile("/_matrix/client/[^/]+/(register(/.*)?|account/password(/.*)?)");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    /** In metrics. */
    String label() {
        return label;
    }

    /** By the path as it came, without query. */
    static RequestKind of(@Nullable String method, @Nullable String path) {
        if ("OPTIONS".equals(method)) {
            return PREFLIGHT;
        }
        if (path == null) {
            return OTHER;
        }
        if (LOGIN_PATH.matcher(path).matches()) {
            return "POST".equals(method) ? LOGIN : DISCOVERY;
        }
        if (SSO_PATH.matcher(path).matches() || path.startsWith("/_waymark/")) {
            return SSO;
        }
        if (DISCOVERY_PATH.matcher(path).matches()) {
            return DISCOVERY;
        }
        if (ACCOUNT_PATH.matcher(path).matches()) {
            return ACCOUNT;
        }
        return path.startsWith(CLIENT) ? CLIENT_API : OTHER;
    }
}
