// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules file that a portal's configuration names: a path, a relative one from the configuration's folder, or an http(s) URL. It is
 * loaded once, so that all that is wrong in it is known, and closed again.
 */
final class NamedRules {

    private static final String EXPECTED = "the rules file: a path or an http(s) URL";

    private final RuleSource configuration;
    private final Problems problems;
    private final Values values;
    private final Function<String, @Nullable String> environment;
    private @Nullable RuleSource source;
    private @Nullable RulesFile file;
    private @Nullable Set<String> targets;
    private @Nullable InvalidRulesException invalid;

    /** @param problems of the configuration */
    NamedRules(RuleSource configuration, Problems problems, Function<String, @Nullable String> environment) {
        this.configuration = configuration;
        this.problems = problems;
        this.values = new Values(problems);
        this.environment = environment;
    }

    /** Loads the rules that a value names. */
    void load(Node node) {
        String location = values.text(node, EXPECTED);
        source = location == null ? null : source((Node.Text) node, location);
        if (source == null) {
            return;
        }
        try (RulesFile loaded = RulesFile.load(source, null, environment, names -> targets = Set.copyOf(names))) {
            file = loaded;
        } catch (InvalidRulesException e) {
            invalid = e;
        } catch (IOException e) {
            problems.add(node, unreadable((Node.Text) node, e));
        }
    }

    /** What went wrong at a URL may be told in its own words, by its host for instance. */
    private static String unreadable(Node.Text node, IOException e) {
        return node.isFilledIn()
                ? "the rules file " + Values.quoted(node) + " cannot be read; expected " + EXPECTED
                : e.getMessage() + "; expected " + EXPECTED;
    }

    private @Nullable RuleSource source(Node.Text node, String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("http://") || lower.startsWith("https://")) {
                UrlSource url = new UrlSource(URI.create(location));
                return node.isFilledIn() ? url.calling(node.written()) : url;
            }
            if (!location.contains("://")) {
                return file(node, location);
            }
        } catch (IllegalArgumentException e) {
            // Said below. An InvalidPathException is one, too.
        }
        problems.add(node, "not a path or http(s) URL; expected " + EXPECTED);
        return null;
    }

    private RuleSource file(Node.Text node, String location) {
        Path folder = configuration.folder();
        Path path = folder == null ? Path.of(location) : folder.resolve(location);
        return RuleSource.file(node.isFilledIn() ? node.written() : beside(folder, location, path), path);
    }

    /** What messages call the rules file: as they call the configuration, where that is a file. */
    private String beside(@Nullable Path folder, String location, Path path) {
        try {
            Path named = Path.of(configuration.name());
            boolean isFile =
                    folder != null && folder.equals(named.toAbsolutePath().getParent());
            return isFile ? named.resolveSibling(location).toString() : path.toString();
        } catch (InvalidPathException e) {
            return path.toString();
        }
    }

    /** Where they come from; null where that is not known. */
    @Nullable
    RuleSource source() {
        return source;
    }

    /** The rules, closed; null where there is anything wrong with them. */
    @Nullable
    RulesFile file() {
        return file;
    }

    /** What messages call them. */
    String name() {
        return source == null ? "the rules" : source.name();
    }

    /** The names of the targets; null where they could not be read. */
    @Nullable
    Set<String> targets() {
        return targets;
    }

    /** All that is wrong in the rules; null where nothing is, or they could not be read, which is a problem of the configuration's. */
    @Nullable
    InvalidRulesException invalid() {
        return invalid;
    }
}
