// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.rule.BaseUrl;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** What the portal answers the public with: filters and servlets, by their paths. */
final class PublicContext {

    private final ServletContextHandler context = new ServletContextHandler();

    PublicContext(
            PortalConfig config,
            LoginRedirectFilter filter,
            TargetClient client,
            Probing probing,
            SsoParts sso,
            LoginParts login,
            Supplier<BaseUrl> ownUrl,
            Map<String, HttpServlet> pages) {
        context.setContextPath("/");
        add(new Cors(), EnumSet.of(DispatcherType.REQUEST));
        // As an operator installs it in code.
        add(filter, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD));
        add("login", new LoginServlet(config, client, login), LoginServlet.PATHS);
        add("account", new AccountServlet(config, client, filter::rules), AccountServlet.PATHS);
        if (sso.servlet() != null) {
            add("sso", sso.servlet(), SsoServlet.PATHS);
        }
        add(
                "client-api",
                new ClientApiServlet(probing.discovery().versions(), new OwnUrl(config.publicBaseUrl(), ownUrl)),
                List.of("/"));
        pages.forEach((path, page) -> context.addServlet(new ServletHolder(page), path));
    }

    private void add(Filter added, Set<DispatcherType> types) {
        FilterHolder holder = new FilterHolder(added);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.copyOf(types));
    }

    private void add(String name, HttpServlet servlet, List<String> paths) {
        ServletHolder holder = new ServletHolder(name, servlet);
        holder.setAsyncSupported(true);
        for (String path : paths) {
            context.addServlet(holder, path);
        }
    }

    ServletContextHandler handler() {
        return context;
    }
}
