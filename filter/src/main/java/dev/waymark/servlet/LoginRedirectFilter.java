// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.LiveRules;
import dev.waymark.config.RuleSource;
import dev.waymark.metrics.DirectoryFigures;
import dev.waymark.rule.Rules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells Matrix clients where to go after login: adds {@code base_cs_url} (MSC1730) and {@code well_known} (Matrix
 * specification, client-server API, "Login") to the response of {@code POST /_matrix/client/v3/login} and its older
 * forms, as the rules file says.
 *
 * <p>Any other request goes down the chain untouched. A response that is not a 200 with a JSON object that holds the
 * strings {@code user_id} and {@code access_token}, or that the rules leave alone, leaves as without the filter; a
 * rewritten one differs in the injected fields and in the headers that they make false. It holds however the homeserver
 * answers: stream or writer, synchronously or not. Where a homeserver's own code knows the target it sets the request
 * attribute {@code dev.waymark.target} (the name of a target) or {@code dev.waymark.base_cs_url} (a URL), and that wins.
 *
 * <p>The filter must be registered with async support and, besides {@link DispatcherType#REQUEST}, for
 * {@link DispatcherType#ASYNC} and {@link DispatcherType#FORWARD}; {@code META-INF/web-fragment.xml} does so. It is safe
 * for use by many threads and shares nothing with other instances. It follows its rules: a good change comes into force
 * without a restart, and a login is decided by the rules that were in force when it came in. The thread that looks for
 * changes ends, and directories are closed, when the filter is destroyed.
 */
public final class LoginRedirectFilter implements Filter {

    private final @Nullable RuleSource given;
    private volatile @Nullable FilterRules rules;
    private volatile boolean off;

    /**
     * A filter that finds its rules when it is initialised. The first of these that there is: the filter's init parameter
     * {@code rules}, the context parameter {@code waymark.rules}, the system property {@code waymark.rules}, the
     * environment variable {@code WAYMARK_RULES}, {@code /WEB-INF/waymark.json}, {@code /WEB-INF/waymark.yaml}. Each but the
     * last two holds a file's path, {@code classpath:...}, a path below {@code /WEB-INF/}, or an http(s) URL.
     */
    public LoginRedirectFilter() {
        this.given = null;
    }

    /** A filter with these rules; they are read when it is initialised. */
    public LoginRedirectFilter(RuleSource rules) {
        this.given = rules;
    }

    /**
     * Loads the rules; not where the init parameter {@code enabled} or the context parameter {@code waymark.enabled} is
     * {@code false}, which leaves every login alone.
     *
     * @throws ServletException where there are none, or anything in them is wrong; its message says all that is, and
     *     where. The web application then does not start: it never runs with half a rules file.
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        destroy();
        off = Registrations.isOff(config);
        if (off) {
            return;
        }
        rules = FilterRules.start(given != null ? given : RuleLocation.find(config), config);
    }

    /** How the rules do: when they were loaded, and what is wrong; null where the filter is off, or not in service. */
    public LiveRules.@Nullable Status rulesStatus() {
        FilterRules current = rules;
        return current == null ? null : current.status();
    }

    /** How the directories of the rules in force do, by name; empty where the filter is off, or not in service. */
    public Map<String, DirectoryFigures> directoryFigures() {
        FilterRules current = rules;
        return current == null ? Map.of() : current.directoryFigures();
    }

    /**
     * The rules in force now, for code that decides something for a request that is no login; for a login, those of
     * {@link #rulesOf} are the ones it is decided by. Null where the filter is off, or not in service.
     */
    public @Nullable Rules rules() {
        FilterRules current = rules;
        return current == null ? null : current.current().rules();
    }

    /**
     * The rules that a login in flight is decided by, for code further down the chain that decides something itself.
     *
     * @return null where the request is no login, or came by no filter
     */
    public static @Nullable Rules rulesOf(HttpServletRequest request) {
        return request.getAttribute(Capture.ATTRIBUTE) instanceof Capture running ? running.rules() : null;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (off
                || !(request instanceof HttpServletRequest login)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (login.getDispatcherType() == DispatcherType.FORWARD) {
            if (login.getAttribute(Capture.ATTRIBUTE) instanceof Capture running && running.isOf(this)) {
                running.forward(chain, request, response);
            } else {
                chain.doFilter(request, response);
            }
        } else if (login.getDispatcherType() == DispatcherType.ASYNC
                && login.getAttribute(Capture.ATTRIBUTE) instanceof Capture running
                && running.isOf(this)) {
            running.resume(login, answer, chain);
        } else if (LoginPath.isLogin(login) && login.getAttribute(Capture.ATTRIBUTE) == null) {
            new Capture(this, ready(), login, answer).run(chain);
        } else {
            // No login; or one that a second registration of the filter, further out, has in hand already.
            chain.doFilter(request, response);
        }
    }

    private Rewriting ready() {
        FilterRules current = rules;
        if (current == null) {
            throw new IllegalStateException("the filter was not initialised");
        }
        return current.current();
    }

    // Servlet 3.1 has no default of it.
    @Override
    public void destroy() {
        FilterRules last = rules;
        rules = null;
        if (last != null) {
            last.close();
        }
    }
}
