// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** What one would write by hand in an afternoon: Spring's caching wrapper, and Jackson's tree. For logins only, too. */
final class HandWrittenFilter implements Filter {

    private static final Pattern LOGIN = Pattern.compile("/_matrix/client/(api/v1|r0|v1|v3|unstable)/login");

    private final ObjectMapper mapper = new JsonMapper();
    private final Map<String, String> map;

    HandWrittenFilter(Map<String, String> map) {
        this.map = map;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest login = (HttpServletRequest) request;
        if (!"POST".equals(login.getMethod())
                || !LOGIN.matcher(login.getRequestURI()).matches()) {
            chain.doFilter(request, response);
            return;
        }
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper((HttpServletResponse) response);
        chain.doFilter(request, held);
        if (held.getStatus() == HttpServletResponse.SC_OK) {
            byte[] changed = SpliceBenchmark.tree(held.getContentAsByteArray(), mapper, map);
            held.resetBuffer();
            held.getOutputStream().write(changed);
        }
        held.copyBodyToResponse();
    }
}
