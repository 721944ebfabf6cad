// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalFile;
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

/** {@code check}: every problem in a rules file, or in the configuration of a portal and the rules that it names. */
@Command(
        name = "check",
        description = {
            "Tells every problem in a rules file, with its place, and warns of rules that can never match;",
            "the same of the configuration of a portal, with the rules file that it names.",
            "Directories are opened, and CSV files read; servers are not asked."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "RULES", description = RulesArgument.DESCRIPTION + " Or the configuration of a portal.")
    private String file = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableException {
        try {
            RuleSource source = RuleSource.once(RulesArgument.source(file, terminal));
            return PortalFile.isOne(source) ? checkPortal(source) : checkRules(source);
        } catch (IOException e) {
            throw UnusableException.usage(String.valueOf(e.getMessage()));
        }
    }

    private int checkRules(RuleSource source) throws IOException {
        try (RulesFile rules = RulesFile.load(source)) {
            tellWarnings(rules.warnings());
            tellGood(source.name(), Contents.of(rules), rules.warnings());
            return Main.GOOD;
        } catch (InvalidRulesException e) {
            tellProblems(e, source.name() + " has ");
            return Main.PROBLEMS;
        }
    }

    private int checkPortal(RuleSource source) throws IOException {
        try {
            PortalFile portal = PortalFile.load(source);
            String rules = portal.config().rules().name();
            tellWarnings(portal.warnings());
            tellGood(source.name(), Contents.of(portal.config()), of(source.name(), portal.warnings()));
            tellGood(rules, Contents.of(portal.rules()), of(rules, portal.warnings()));
            return Main.GOOD;
        } catch (InvalidRulesException e) {
            boolean areAllHere = of(source.name(), e.problems()).size() == e.count();
            tellProblems(e, source.name() + (areAllHere ? " has " : " and its rules have "));
            return Main.PROBLEMS;
        }
    }

    private static List<Problem> of(String name, List<Problem> all) {
        return all.stream().filter(problem -> problem.file().equals(name)).toList();
    }

    private void tellWarnings(List<Problem> warnings) {
        if (json) {
            printJson(List.of(), warnings);
        } else {
            new ProblemPrinter(terminal, terminal.out()).warnings(warnings);
        }
    }

    private void tellGood(String name, String contents, List<Problem> warnings) {
        if (!json) {
            String counted = warnings.isEmpty() ? "" : ", and " + Contents.counted(warnings.size(), "warning");
            terminal.out().println(terminal.green("good: ") + name + " has " + contents + counted);
        }
    }

    private void tellProblems(InvalidRulesException e, String whoHas) {
        if (json) {
            printJson(e.problems(), List.of());
        } else {
            new ProblemPrinter(terminal, terminal.out()).errors(e.problems());
            terminal.out().println(whoHas + Contents.counted(e.count(), "problem"));
        }
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
