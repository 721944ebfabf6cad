// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers the filter in every web application that it sees and that has rules. It is for what
 * {@code META-INF/web-fragment.xml} does not reach: the JAR in a library folder of the container's own, and applications
 * that are {@code metadata-complete}.
 *
 * <p>The container calls it. It registers nothing where the filter is registered already, or switched off, and stops an
 * application whose rules are wrong. Most web applications of a container are no homeservers: where the context
 * parameter, the system property, the environment and {@code WEB-INF} name no rules, it registers nothing.
 */
public final class WaymarkInitializer implements ServletContainerInitializer {

    private static final System.Logger LOG = System.getLogger(WaymarkInitializer.class.getName());

    /** For the container. */
    public WaymarkInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        if (Registrations.isOff(context)) {
            return;
        }
        List<FilterRegistration> earlier = Registrations.of(context);
        if (!earlier.isEmpty()) {
            for (FilterRegistration registration : earlier) {
                check(registration, context);
            }
            return;
        }
        if (!RuleLocation.isKnown(context)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Waymark: no rules for the web application {0}, so its logins are left alone",
                    Registrations.name(context));
            return;
        }
        FilterRegistration.Dynamic registration =
                context.addFilter(Registrations.FILTER_NAME, LoginRedirectFilter.class);
        if (registration == null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Waymark: the web application {0} has a filter called {1} of its own, so none was registered",
                    Registrations.name(context),
                    Registrations.FILTER_NAME);
            return;
        }
        check(registration, context);
        registration.setAsyncSupported(true);
        Registrations.map(registration);
    }

    /**
     * Reads the rules, so that wrong ones stop the web application here. The filter reads them too, but there are servers
     * that start an application whose filter failed (Payara), or ask a filter at the first request only (WildFly).
     */
    private static void check(FilterRegistration registration, ServletContext context) throws ServletException {
        String rules = registration.getInitParameter(RuleLocation.INIT_PARAM);
        boolean isOff = "false".equalsIgnoreCase(registration.getInitParameter(Registrations.ENABLED_PARAM));
        // Where none are found now, whoever registered it may still say where they are.
        if (!isOff && (rules != null || RuleLocation.isKnown(context))) {
            RuleLocation.check(RuleLocation.find(rules, context));
        }
    }
}
