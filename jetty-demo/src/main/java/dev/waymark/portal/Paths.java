// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Paths as the container routes them: decoded, normalised, without query and parameters; and queries. */
final class Paths {

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What a query may hold as it is (RFC 3986, section 3.4), besides letters, digits and escapes. */
    private static final String IN_QUERY = "-._~!$&'()*+,;=:@/?";

    private Paths() {}

    /** A query as it may stand in a URL: what browsers and clients leave unescaped in it, though they should not, is escaped. */
    static String query(String sent) {
        StringBuilder query = new StringBuilder(sent.length());
        for (byte b : sent.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || IN_QUERY.indexOf(c) >= 0);
            if (plain || c == '%') {
                query.append(c);
            } else {
                query.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return BROKEN_ESCAPE.matcher(query).replaceAll("%25");
    }

    static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
