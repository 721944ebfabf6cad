// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.Excerpt;
import dev.waymark.config.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Tells problems as a compiler does: the place, what is wrong, and the line itself with a caret. */
final class ProblemPrinter {

    private final Terminal terminal;
    private final PrintWriter to;

    ProblemPrinter(Terminal terminal, PrintWriter to) {
        this.terminal = terminal;
        this.to = to;
    }

    void errors(List<Problem> problems) {
        problems.forEach(problem -> print(problem, terminal.red("error: ")));
    }

    void warnings(List<Problem> problems) {
        problems.forEach(problem -> print(problem, terminal.yellow("warning: ")));
    }

    private void print(Problem problem, String kind) {
        to.println(terminal.bold(problem.file() + ":" + problem.line() + ":" + problem.column() + ": ")
                + kind
                + problem.message()
                + (problem.path().isEmpty() ? "" : terminal.faint("  [" + problem.path() + "]")));
        Excerpt excerpt = problem.excerpt();
        if (excerpt != null) {
            String number = Integer.toString(problem.line());
            to.println(terminal.blue(number + " | ") + excerpt.line());
            to.println(terminal.blue(" ".repeat(number.length()) + " | ") + terminal.red(excerpt.pointer()));
        }
    }
}
