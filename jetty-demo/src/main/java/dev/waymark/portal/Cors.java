// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets web clients of any origin use the portal (Matrix specification, client-server API, "Web Browser Clients"): the
 * headers on every response, errors included, and an answer to every preflight request.
 */
public final class Cors extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "access-control-";

    private static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";

    /** The longest list of headers in a preflight that is looked at, in characters. */
    private static final int MAX_REQUESTED = 1024;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Set<String> USUAL = Set.of("x-requested-with", "content-type", "authorization");

    /** The headers that the specification recommends. */
    static final Map<String, String> HEADERS = Map.of(
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Allow-Methods",
            "GET, POST, PUT, DELETE, OPTIONS",
            ALLOW_HEADERS,
            "X-Requested-With, Content-Type, Authorization");

    static void addTo(HttpServletResponse response) {
        HEADERS.forEach(response::setHeader);
    }

    /** Whether a header is one of a homeserver's own, which would stand beside the portal's and make both invalid. */
    static boolean isOne(String header) {
        return header.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Allows the headers that a preflight asks for besides the usual: an application may send its own with every request, to a portal as
     * to a homeserver. A star would not do: browsers do not take {@code Authorization} to be part of it.
     */
    private static void allowRequested(@Nullable String requested, HttpServletResponse response) {
        if (requested == null || requested.length() > MAX_REQUESTED) {
            return;
        }
        String more = Arrays.stream(requested.split(","))
                .map(String::strip)
                .filter(name -> NAME.matcher(name).matches() && !USUAL.contains(name.toLowerCase(Locale.ROOT)))
                .map(name -> ", " + name)
                .collect(Collectors.joining());
        if (!more.isEmpty()) {
            response.setHeader(ALLOW_HEADERS, HEADERS.get(ALLOW_HEADERS) + more);
            response.setHeader("Vary", "Access-Control-Request-Headers");
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        addTo(response);
        if ("OPTIONS".equals(request.getMethod())) {
            allowRequested(request.getHeader("Access-Control-Request-Headers"), response);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            chain.doFilter(request, response);
        }
    }
}
