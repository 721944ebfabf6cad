// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells logins from all other requests: {@code POST /_matrix/client/(api/v1|r0|v1|v3|unstable)/login}, below any context
 * path. The servlet path and path info are what is matched: decoded, normalised and without path parameters, so what the
 * container routes to the homeserver's login is seen as one, and {@code /login/get_token} is not.
 */
final class LoginPath {

    private static final String PREFIX = "/_matrix/client/";
    private static final String SUFFIX = "/login";
    private static final Set<String> VERSIONS = Set.of("api/v1", "r0", "v1", "v3", "unstable");

    private LoginPath() {}

    /** Allocates nothing for a request that is no POST, or whose path does not end as a login's does. */
    static boolean isLogin(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && matches(request.getServletPath(), request.getPathInfo());
    }

    private static boolean matches(String servletPath, @Nullable String pathInfo) {
        String end = pathInfo == null ? servletPath : pathInfo;
        if (!end.endsWith(SUFFIX)) {
            return false;
        }
        String path = pathInfo == null ? servletPath : servletPath.isEmpty() ? pathInfo : servletPath + pathInfo;
        return path.startsWith(PREFIX)
                && path.length() > PREFIX.length() + SUFFIX.length()
                && VERSIONS.contains(path.substring(PREFIX.length(), path.length() - SUFFIX.length()));
    }
}
