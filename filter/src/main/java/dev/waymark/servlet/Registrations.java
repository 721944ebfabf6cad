// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;

/** How the filter is registered, on every way but {@code META-INF/web-fragment.xml}, which says the same. */
final class Registrations {

    static final String FILTER_NAME = "waymark";

    private Registrations() {}

    static void map(FilterRegistration registration) {
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD), false, "/*");
        // A forward to a servlet by its name has no path.
        registration.addMappingForServletNames(EnumSet.of(DispatcherType.FORWARD), false, "*");
    }

    /** Whether the filter is registered. Known by its name, since another copy of the JAR has another class. */
    static boolean isThere(ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> LoginRedirectFilter.class.getName().equals(registration.getClassName()));
    }

    /** What log lines call a web application. */
    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
