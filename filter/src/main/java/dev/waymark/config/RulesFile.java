// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.ManagedDirectory;
import dev.waymark.login.Injection;
import dev.waymark.rule.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that a rules file says. Immutable, but for the directories, which are open until it is closed.
 *
 * @param rules the targets, and the rules in order
 * @param directories those that the file names, whether rules use them or not, in its order
 * @param injection what is injected
 * @param onFailure what a client gets where that fails
 * @param maxBody the largest login response that is read, in bytes or characters; a larger one passes untouched
 * @param secretFiles those that <code>${file:...}</code> was filled in from
 * @param warnings what is no problem, and probably not meant: rules that no login can reach, and texts in conditions that no login
 *     can have
 * @param reload how often to look for changes, zero for never, or null where the file does not say; see {@link LiveRules}
 */
public record RulesFile(
        Rules rules,
        List<ManagedDirectory> directories,
        Injection injection,
        OnFailure onFailure,
        int maxBody,
        Set<Path> secretFiles,
        List<Problem> warnings,
        @Nullable Duration reload)
        implements AutoCloseable {

    /** The default of {@link #maxBody()}: 1 MiB, some thousand times a login response. */
    public static final int DEFAULT_MAX_BODY = 1 << 20;

    public RulesFile {
        directories = List.copyOf(directories);
        secretFiles = Set.copyOf(secretFiles);
        warnings = List.copyOf(warnings);
    }

    /**
     * Loads a rules file, and opens its directories.
     *
     * @throws IOException where the source cannot be read; the message names it
     * @throws InvalidRulesException where there is anything wrong in it; the message says all that is, and where. Nothing
     *     is left open then
     */
    public static RulesFile load(RuleSource source) throws IOException, InvalidRulesException {
        return load(source, null);
    }

    /**
     * Loads a rules file anew. Directories that the previous one has open, and that are defined as they were, are taken
     * over with what they know; both files own them then, so that the previous one must not be closed as a whole, but
     * only {@linkplain #notIn what the new one does not use}. A file with problems leaves the previous one as it is.
     *
     * @param previous a file that is not closed, or null
     * @throws IOException where the source cannot be read; the message names it
     * @throws InvalidRulesException where there is anything wrong in it; the message says all that is, and where
     */
    public static RulesFile load(RuleSource source, @Nullable RulesFile previous)
            throws IOException, InvalidRulesException {
        return load(source, previous, System::getenv);
    }

    /** @param environment where <code>${env:...}</code> looks */
    static RulesFile load(
            RuleSource source, @Nullable RulesFile previous, Function<String, @Nullable String> environment)
            throws IOException, InvalidRulesException {
        return load(source, previous, environment, names -> {});
    }

    /** @param targetNames takes the names of the targets, where so much could be read, whatever else is wrong */
    static RulesFile load(
            RuleSource source,
            @Nullable RulesFile previous,
            Function<String, @Nullable String> environment,
            Consumer<Set<String>> targetNames)
            throws IOException, InvalidRulesException {
        Problems problems = new Problems(source.name());
        Path folder = source.folder();
        Substitution substitution = new Substitution(environment, folder, problems);
        Node root = RulesText.read(source.name(), source.read(), substitution, problems);
        try (OpenedDirectories opened = new OpenedDirectories(previous == null ? List.of() : previous.directories())) {
            Path base = folder == null ? Path.of("") : folder;
            RulesFile file = root == null
                    ? null
                    : new RulesFileReader(problems, base, substitution.files(), opened, targetNames).read(root);
            problems.throwIfAny();
            if (file == null) {
                throw new IllegalStateException("a rules file with neither rules nor problems");
            }
            opened.handOver();
            return file;
        }
    }

    /** The directories that are open for this file and not for the next, and can be closed when no login uses them. */
    public List<ManagedDirectory> notIn(RulesFile next) {
        return directories.stream()
                .filter(directory -> next.directories.stream().noneMatch(directory::isSameAs))
                .toList();
    }

    /** Closes the directories. Logins that look up in one of them fail from then on. */
    @Override
    public void close() {
        directories.forEach(Retired::close);
    }
}
