// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.Problem;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code check}: every problem in a rules file. */
@Command(
        name = "check",
        description = {
            "Tells every problem in a rules file, with its place, and warns of rules that can never match.",
            "Directories are opened, and CSV files read; servers are not asked."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "RULES", description = RulesArgument.DESCRIPTION)
    private String rules = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableException {
        RuleSource source = RulesArgument.source(rules, terminal);
        try (RulesFile file = RulesFile.load(source)) {
            List<Problem> warnings = file.warnings();
            if (json) {
                printJson(List.of(), warnings);
            } else {
                new ProblemPrinter(terminal, terminal.out()).warnings(warnings);
                terminal.out()
                        .println(terminal.green("good: ") + source.name() + " has "
                                + counted(file.rules().inOrder().size(), "rule") + ", "
                                + counted(file.rules().targets().size(), "target") + " and "
                                + (file.directories().size() == 1
                                        ? "1 directory"
                                        : file.directories().size() + " directories")
                                + (warnings.isEmpty() ? "" : ", and " + counted(warnings.size(), "warning")));
            }
            return Main.GOOD;
        } catch (IOException e) {
            throw UnusableException.usage(String.valueOf(e.getMessage()));
        } catch (InvalidRulesException e) {
            if (json) {
                printJson(e.problems(), List.of());
            } else {
                new ProblemPrinter(terminal, terminal.out()).errors(e.problems());
                terminal.out().println(source.name() + " has " + counted(e.count(), "problem"));
            }
            return Main.PROBLEMS;
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void printJson(List<Problem> problems, List<Problem> warnings) {
        Json.print(terminal.out(), object -> {
            array(object, "problems", problems);
            array(object, "warnings", warnings);
        });
    }

    private static void array(JsonGenerator object, String name, List<Problem> problems) {
        object.writeArrayPropertyStart(name);
        for (Problem problem : problems) {
            object.writeStartObject();
            object.writeStringProperty("file", problem.file());
            object.writeNumberProperty("line", problem.line());
            object.writeNumberProperty("column", problem.column());
            object.writeStringProperty("path", problem.path());
            object.writeStringProperty("message", problem.message());
            object.writeEndObject();
        }
        object.writeEndArray();
    }
}
