// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A rules file that cannot be used. Its message lists every problem, one a line (ten thousand where there are more). */
public final class InvalidRulesException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidRulesException(List<Problem> problems, int count) {
        super(message(problems, count));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<Problem> problems, int count) {
        String of = problems.size() < count ? ", of which these are " + problems.size() : "";
        return "the rules file has " + (count == 1 ? "1 problem" : count + " problems") + of + ":\n"
                + problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** The problems, in the order of their places: all of them, or ten thousand where there are more. */
    public List<Problem> problems() {
        return problems;
    }
}
