// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** Whether a request has an access token (Matrix specification, client-server API, "Using access tokens"); which, nobody asks. */
final class AccessTokens {

    private static final Pattern HEADER = Pattern.compile("(?i)bearer +[^ ].*");
    private static final Pattern PARAMETER = Pattern.compile("(^|.*&)access_token=[^&].*");

    private AccessTokens() {}

    static boolean isIn(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        String query = request.getQueryString();
        return (header != null && HEADER.matcher(header).matches())
                || (query != null && PARAMETER.matcher(query).matches());
    }
}
