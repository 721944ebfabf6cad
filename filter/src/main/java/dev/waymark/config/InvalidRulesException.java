// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rules file, or the configuration of a portal, that cannot be used. Its message lists every problem, one a line (ten
 * thousand of a file where there are more).
 */
public final class InvalidRulesException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final int count;
    private final transient Set<Path> secretFiles;

    /** @param whoHas how the message begins: {@code the rules file has} */
    InvalidRulesException(String whoHas, List<Problem> problems, int count, Set<Path> secretFiles) {
        super(message(whoHas, problems, count));
        this.problems = List.copyOf(problems);
        this.count = count;
        this.secretFiles = Set.copyOf(secretFiles);
    }

    private static String message(String whoHas, List<Problem> problems, int count) {
        String of = problems.size() < count ? ", of which these are " + problems.size() : "";
        return whoHas + " " + (count == 1 ? "1 problem" : count + " problems") + of + ":\n"
                + problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** The problems, in the order of their places: all of them, or ten thousand where there are more. */
    public List<Problem> problems() {
        return problems;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The files that <code>${file:...}</code> names: once one of them has changed, the rules file may be a good one. */
    public Set<Path> secretFiles() {
        return secretFiles;
    }
}
