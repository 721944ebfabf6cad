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
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds where a web application's rules are: the first place that says so wins. */
final class RuleLocation {

    static final String INIT_PARAM = "rules";
    static final String PROPERTY = "waymark.rules";
    static final String ENVIRONMENT = "WAYMARK_RULES";
    static final List<String> DEFAULTS = List.of("/WEB-INF/waymark.json", "/WEB-INF/waymark.yaml");

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
                    + String.join(", ", looked) + "; and there is neither " + String.join(" nor ", DEFAULTS));
        }
        return source(location, context);
    }

    /** Whether a filter without init parameters would find rules in this web application. */
    static boolean isKnown(ServletContext context) {
        return ofApplication(context, new ArrayList<>()) != null;
    }

    /** Loads the rules of a source to see whether they are right, and leaves nothing open. */
    static void check(RuleSource source) throws ServletException {
        try {
            RulesFile.load(source).close();
        } catch (IOException | InvalidRulesException e) {
            throw cannotStart(e);
        }
    }

    static ServletException cannotStart(Exception e) {
        return new ServletException("Waymark cannot start: " + e.getMessage(), e);
    }

    private static @Nullable String ofApplication(ServletContext context, List<String> looked) {
        String location = said("the context parameter " + PROPERTY, context.getInitParameter(PROPERTY), looked);
        if (location == null) {
            location = said("the system property " + PROPERTY, System.getProperty(PROPERTY), looked);
        }
        if (location == null) {
            location = said("the environment variable " + ENVIRONMENT, System.getenv(ENVIRONMENT), looked);
        }
        return location != null
                ? location
                : DEFAULTS.stream()
                        .filter(path -> exists(context, path))
                        .findFirst()
                        .orElse(null);
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
            Path file = file(loader(context).getResource(resource));
            return file != null
                    ? RuleSource.file(location, file)
                    : packed(location, () -> loader(context).getResourceAsStream(resource));
        }
        if (location.startsWith(WEB_INF)) {
            Path file = unpacked(location, context);
            return file != null
                    ? RuleSource.file(location, file)
                    : packed(location, () -> context.getResourceAsStream(location));
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

    /** The file that a resource of the web application's is, unless it is packed. */
    private static @Nullable Path unpacked(String location, ServletContext context) {
        String real = context.getRealPath(location);
        if (real != null && Files.isRegularFile(Path.of(real))) {
            return Path.of(real);
        }
        try {
            return file(context.getResource(location));
        } catch (MalformedURLException e) {
            return null;
        }
    }

    private static @Nullable Path file(@Nullable URL resource) {
        if (resource == null || !"file".equals(resource.getProtocol())) {
            return null;
        }
        try {
            Path file = Path.of(resource.toURI());
            return Files.isRegularFile(file) ? file : null;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null;
        }
    }

    /** A resource in an archive: that is part of what is deployed, and changes with it. */
    private static RuleSource packed(String location, Supplier<@Nullable InputStream> resource) {
        return RuleSource.unwatched(RuleSource.of(location, () -> {
            InputStream in = resource.get();
            if (in == null) {
                throw new FileNotFoundException("there is no such resource");
            }
            return in;
        }));
    }
}
