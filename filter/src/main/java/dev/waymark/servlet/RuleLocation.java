// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds where a web application's rules are: the first place that says so wins. */
final class RuleLocation {

    static final String INIT_PARAM = "rules";
    static final String PROPERTY = "waymark.rules";
    static final String ENVIRONMENT = "WAYMARK_RULES";
    static final String DEFAULT = "/WEB-INF/waymark.json";

    private static final String WEB_INF = "/WEB-INF/";
    private static final String CLASSPATH = "classpath:";

    private RuleLocation() {}

    /** The source of the rules. */
    static RuleSource find(FilterConfig config) throws ServletException {
        return find(config.getInitParameter(INIT_PARAM), config.getServletContext());
    }

    /** The same for what the filter's init parameter holds, if there is one. */
    static RuleSource find(@Nullable String initParam, ServletContext context) throws ServletException {
        List<String> looked = new ArrayList<>();
        String location = said("the filter's init parameter " + INIT_PARAM, initParam, looked);
        if (location == null) {
            location = ofApplication(context, looked);
        }
        if (location == null) {
            throw new ServletException("Waymark cannot start: no rules were found. Not set: "
                    + String.join(", ", looked) + "; and there is no " + DEFAULT);
        }
        return source(location, context);
    }

    /** Whether a filter without init parameters would find rules in this web application. */
    static boolean isKnown(ServletContext context) {
        return ofApplication(context, new ArrayList<>()) != null;
    }

    /** The rules of a source. */
    static RulesFile load(RuleSource source) throws ServletException {
        try {
            return RulesFile.load(source);
        } catch (IOException | InvalidRulesException e) {
            throw new ServletException("Waymark cannot start: " + e.getMessage(), e);
        }
    }

    private static @Nullable String ofApplication(ServletContext context, List<String> looked) {
        String location = said("the context parameter " + PROPERTY, context.getInitParameter(PROPERTY), looked);
        if (location == null) {
            location = said("the system property " + PROPERTY, System.getProperty(PROPERTY), looked);
        }
        if (location == null) {
            location = said("the environment variable " + ENVIRONMENT, System.getenv(ENVIRONMENT), looked);
        }
        if (location == null && exists(context, DEFAULT)) {
            location = DEFAULT;
        }
        return location;
    }

    private static @Nullable String said(String where, @Nullable String value, List<String> looked) {
        looked.add(where);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static boolean exists(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return in != null;
        } catch (IOException e) {
            // It failed while closing, so it was there; reading it will say what is wrong.
            return true;
        }
    }

    private static RuleSource source(String location, ServletContext context) throws ServletException {
        String lower = location.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return url(location);
        }
        if (location.startsWith(CLASSPATH)) {
            String path = location.substring(CLASSPATH.length());
            String resource = path.startsWith("/") ? path.substring(1) : path;
            return RuleSource.of(location, () -> found(loader(context).getResourceAsStream(resource)));
        }
        if (location.startsWith(WEB_INF)) {
            return RuleSource.of(location, () -> found(context.getResourceAsStream(location)));
        }
        try {
            return RuleSource.file(Path.of(location));
        } catch (InvalidPathException e) {
            throw new ServletException("Waymark cannot start: the location of the rules is not a path: " + location, e);
        }
    }

    private static RuleSource url(String location) throws ServletException {
        try {
            return RuleSource.url(URI.create(location));
        } catch (IllegalArgumentException e) {
            // Without the text: a URL may hold a password.
            throw new ServletException("Waymark cannot start: the location of the rules is not a valid http(s) URL");
        }
    }

    private static ClassLoader loader(ServletContext context) {
        ClassLoader loader = context.getClassLoader();
        return loader != null ? loader : RuleLocation.class.getClassLoader();
    }

    private static InputStream found(@Nullable InputStream in) throws FileNotFoundException {
        if (in == null) {
            throw new FileNotFoundException("there is no such resource");
        }
        return in;
    }
}
