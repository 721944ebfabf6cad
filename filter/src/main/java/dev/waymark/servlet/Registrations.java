// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the filter is registered by code, as {@code META-INF/web-fragment.xml} does; where it is; whether it is on. */
final class Registrations {

    static final String FILTER_NAME = "waymark";

    /** An init parameter of the filter. */
    static final String ENABLED_PARAM = "enabled";

    /** A context parameter. */
    static final String ENABLED = "waymark.enabled";

    private Registrations() {}

    static EnumSet<DispatcherType> dispatcherTypes() {
        return EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD);
    }

    static void map(FilterRegistration registration) {
        registration.addMappingForUrlPatterns(dispatcherTypes(), false, "/*");
        // A forward to a servlet by its name has no path.
        registration.addMappingForServletNames(EnumSet.of(DispatcherType.FORWARD), false, "*");
    }

    /** The registrations of the filter. Known by its name, since another copy of the JAR has another class. */
    static List<FilterRegistration> of(ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .filter(registration -> LoginRedirectFilter.class.getName().equals(registration.getClassName()))
                .<FilterRegistration>map(registration -> registration)
                .toList();
    }

    /** Whether every filter in the web application is switched off, whoever registers it. */
    static boolean isOff(ServletContext context) throws ServletException {
        return isFalse("the context parameter " + ENABLED, context.getInitParameter(ENABLED));
    }

    /** Whether this one is, or every one. */
    static boolean isOff(FilterConfig config) throws ServletException {
        return isFalse("the filter's init parameter " + ENABLED_PARAM, config.getInitParameter(ENABLED_PARAM))
                || isOff(config.getServletContext());
    }

    private static boolean isFalse(String what, @Nullable String value) throws ServletException {
        String said = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
        return switch (said) {
            case "", "true" -> false;
            case "false" -> true;
            default -> throw new ServletException("Waymark cannot start: " + what + " is neither true nor false");
        };
    }

    /** What log lines call a web application. */
    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
