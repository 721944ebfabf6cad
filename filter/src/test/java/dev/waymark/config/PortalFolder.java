// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with all that the configuration of a portal may name. */
final class PortalFolder {

    static final String RULES = """
            targets:
              eng:  {base_cs_url: "https://matrix.eng.ac.cdl"}
              hist: {base_cs_url: "https://matrix.hist.ac.cdl"}
            rules:
              - {name: the rest, target: eng}
            """;

    private final Path folder;
    private final Map<String, String> environment;

    PortalFolder(Path folder, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = environment;
        write("rules.yaml", RULES);
        write("portal.crt", "a certificate");
        write("portal.key", "a private key");
        write("sso.key", "0123456789abcdef0123456789abcdef\n");
    }

    PortalFolder(Path folder) throws IOException {
        this(folder, Map.of());
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    PortalFile load(String name, String text) throws InvalidRulesException {
        try {
            write(name, text);
            return PortalFile.load(RuleSource.file(name, folder.resolve(name)), environment::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code portal.yaml} says, which is good. */
    PortalConfig config(String yaml) {
        try {
            return load("portal.yaml", yaml).config();
        } catch (InvalidRulesException e) {
            throw new AssertionError(e);
        }
    }

    /** The warnings of a good {@code portal.yaml}: {@code file:line:column: /path: message}. */
    List<String> warnings(String yaml) {
        try {
            return load("portal.yaml", yaml).warnings().stream().map(this::told).toList();
        } catch (InvalidRulesException e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong in {@code portal.yaml} and what it names: {@code file:line:column: /path: message}. */
    List<String> problems(String yaml) {
        try {
            load("portal.yaml", yaml);
            return List.of();
        } catch (InvalidRulesException e) {
            return e.problems().stream().map(this::told).toList();
        }
    }

    private String told(Problem problem) {
        return inShort(problem.toString());
    }

    /** Without the folder's path. */
    String inShort(String text) {
        return text.replace(folder + File.separator, "");
    }
}
