// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalFile;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** A rules file that was named on the command line: a path, an http(s) URL, or {@code -} for standard input. */
final class RulesArgument {

    static final String DESCRIPTION = "The rules file: a path, an http(s) URL, or - for standard input.";

    private RulesArgument() {}

    static RuleSource source(String argument, Terminal terminal) throws UnusableException {
        String lower = argument.toLowerCase(Locale.ROOT);
        try {
            if (argument.equals("-")) {
                // Left open: it is not ours.
                return RuleSource.of("<stdin>", () -> new FilterInputStream(terminal.in()) {
                    @Override
                    public void close() {}
                });
            }
            if (lower.startsWith("http://") || lower.startsWith("https://")) {
                return RuleSource.url(URI.create(argument));
            }
            if (argument.contains("://")) {
                throw UnusableException.usage("expected an http or https URL, or a path");
            }
            return RuleSource.file(Path.of(argument));
        } catch (InvalidPathException e) {
            throw UnusableException.usage("not a path: " + argument);
        } catch (IllegalArgumentException e) {
            throw UnusableException.usage("not a valid http(s) URL");
        }
    }

    /** The rules, or the end of the command where they cannot be read or anything is wrong in them. */
    static RulesFile load(String argument, Terminal terminal) throws UnusableException {
        try {
            RuleSource source = RuleSource.once(source(argument, terminal));
            if (PortalFile.isOne(source)) {
                throw UnusableException.usage(
                        source.name() + " is the configuration of a portal; expected the rules file that it names");
            }
            return load(source, terminal);
        } catch (IOException e) {
            throw UnusableException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static RulesFile load(RuleSource source, Terminal terminal) throws IOException, UnusableException {
        try {
            return RulesFile.load(source);
        } catch (InvalidRulesException e) {
            new ProblemPrinter(terminal, terminal.err()).errors(e.problems());
            throw UnusableException.problems("the rules file " + source.name() + " has problems");
        }
    }
}
