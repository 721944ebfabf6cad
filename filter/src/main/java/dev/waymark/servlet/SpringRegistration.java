// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.web.context.ServletContextAware;

/**
 * The filter among Spring Boot's. A Boot application that runs as a WAR has the filter already, by the JAR's fragment or
 * the initializer; that one is then given its place, unless the application has a filter of its own.
 */
final class SpringRegistration extends FilterRegistrationBean<LoginRedirectFilter> implements ServletContextAware {

    /**
     * Behind what makes the request and the outermost response right (characters, forwarded headers, observation, error
     * pages: the highest precedence and the one after it), before sessions and security.
     */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final String SECOND_NAME = "waymark-bean";

    private final boolean own;
    private final ObjectProvider<FilterRegistrationBean<?>> all;
    /** Registered before Spring came. */
    private List<FilterRegistration> earlier = List.of();

    /**
     * @param filter the application's own filter, if it has one
     * @param all all registrations of the application's
     */
    SpringRegistration(@Nullable LoginRedirectFilter filter, ObjectProvider<FilterRegistrationBean<?>> all) {
        super(filter == null ? new LoginRedirectFilter() : filter);
        this.own = filter != null;
        this.all = all;
        setName(Registrations.FILTER_NAME);
        setOrder(ORDER);
        setDispatcherTypes(Registrations.dispatcherTypes());
    }

    @Override
    public void setServletContext(ServletContext context) {
        earlier = Registrations.of(context);
    }

    /** Not where the application registers a filter itself. */
    @Override
    public boolean isEnabled() {
        return super.isEnabled() && !isRegisteredByApplication();
    }

    private boolean isRegisteredByApplication() {
        return all.stream().anyMatch(bean -> bean != this && bean.getFilter() instanceof LoginRedirectFilter);
    }

    /** What was registered earlier stays in the container, but has no say where the application has a filter of its own. */
    void switchOffReplaced() {
        if (own || isRegisteredByApplication()) {
            earlier.forEach(registration -> registration.setInitParameter(Registrations.ENABLED_PARAM, "false"));
        }
    }

    @Override
    protected FilterRegistration.Dynamic addRegistration(String description, ServletContext context) {
        if (!earlier.isEmpty() && !own) {
            return new EarlierRegistration(earlier.get(0));
        }
        if (!earlier.isEmpty()) {
            setName(SECOND_NAME);
        }
        return super.addRegistration(description, context);
    }
}
