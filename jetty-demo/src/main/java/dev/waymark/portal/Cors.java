// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Lets web clients of any origin use the portal (Matrix specification, client-server API, "Web Browser Clients"): the
 * headers on every response, errors included, and an answer to every preflight request.
 */
public final class Cors extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "access-control-";

    /** The headers that the specification recommends. */
    static final Map<String, String> HEADERS = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS",
            "Access-Control-Allow-Headers", "X-Requested-With, Content-Type, Authorization");

    static void addTo(HttpServletResponse response) {
        HEADERS.forEach(response::setHeader);
    }

    /** Whether a header is one of a homeserver's own, which would stand beside the portal's and make both invalid. */
    static boolean isOne(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        addTo(response);
        if ("OPTIONS".equals(request.getMethod())) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            chain.doFilter(request, response);
        }
    }
}
