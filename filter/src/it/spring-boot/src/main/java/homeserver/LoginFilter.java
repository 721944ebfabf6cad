// SPDX-License-Identifier: Apache-2.0
package homeserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers a login itself, as a filter of Spring Security may; no controller is asked. */
final class LoginFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if ("filter".equals(request.getQueryString())) {
            response.setContentType("application/json");
            response.getWriter().write(LoginController.TEXT);
        } else {
            chain.doFilter(request, response);
        }
    }
}
