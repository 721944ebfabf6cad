// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A rules file that cannot be used. Its message lists every problem, one a line. */
public final class InvalidRulesException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidRulesException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return "the rules file has " + count + ":\n"
                + problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** The problems, in the order of their places. */
    public List<Problem> problems() {
        return problems;
    }
}
