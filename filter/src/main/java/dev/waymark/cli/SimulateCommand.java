// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.RulesFile;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code simulate}: decides for every user of a file. */
@Command(
        name = "simulate",
        description = {
            "Decides for every user of a file, and counts them per target and per rule.",
            "Reads row by row, so that there may be any number of users. Directories are really asked."
        },
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RULES", description = RulesArgument.DESCRIPTION)
    private String rulesArgument = "";

    @Parameters(index = "1", paramLabel = "USERS.csv", description = UsersFile.DESCRIPTION)
    private String usersArgument = "";

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the bar charts to this file, as SVG.")
    private @Nullable Path svg;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final Tally targets = new Tally();
    private final Tally perRule = new Tally();
    private long count;
    private long left;
    private final Failures failures = new Failures();

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableException {
        if (rulesArgument.equals("-") && usersArgument.equals("-")) {
            throw UnusableException.usage("only one of RULES and USERS.csv can be - (standard input)");
        }
        try (RulesFile file = RulesArgument.load(rulesArgument, terminal);
                UsersFile users = UsersFile.open(usersArgument, terminal)) {
            new TreeSet<>(file.rules().targets().keySet()).forEach(targets::expect);
            file.rules().inOrder().stream().map(Rule::name).forEach(perRule::expect);
            decideAll(file.rules(), users);
            if (svg != null) {
                write(svg);
            }
            if (json) {
                printJson();
            } else {
                print();
            }
            boolean allRowsGood = users.reportTo(terminal);
            boolean allDecided = failures.reportTo(terminal);
            return allRowsGood && allDecided ? Main.GOOD : Main.PROBLEMS;
        }
    }

    private void decideAll(Rules rules, UsersFile users) throws UnusableException {
        Decider decider = Decider.each(rules);
        Progress progress = new Progress(terminal, users);
        for (Login login = users.next(); login != null; login = users.next()) {
            Destination destination = decider.decide(login);
            if (destination.rule() != null) {
                perRule.add(destination.rule());
            }
            if (destination.failure() != null) {
                failures.add(destination.failure());
            } else if (destination.isLeft()) {
                left++;
            } else {
                targets.add(destination.label());
            }
            progress.step(++count);
        }
        progress.end();
    }

    /** What is in no target's count stands below them. */
    private Map<String, Long> perTarget() {
        Map<String, Long> counts = targets.bySize();
        counts.put(Destination.LEFT, left);
        if (failures.users() > 0) {
            counts.put(Destination.FAILED, failures.users());
        }
        return counts;
    }

    private void print() {
        Chart chart = new Chart(terminal);
        chart.print("Users per target", perTarget(), count);
        chart.print("Users per rule", perRule.inOrder(), count);
        terminal.out().println(String.format(Locale.ROOT, "%,d users", count));
    }

    private void printJson() {
        Json.print(terminal.out(), object -> {
            object.writeNumberProperty("users", count);
            Json.counts(object, "targets", targets.inOrder());
            Json.counts(object, "rules", perRule.inOrder());
            object.writeNumberProperty("left", left);
            object.writeNumberProperty("failed", failures.users());
        });
    }

    private void write(Path file) throws UnusableException {
        SvgChart chart = new SvgChart("Where " + count + " users go");
        chart.add("Users per target", perTarget(), count);
        chart.add("Users per rule", perRule.inOrder(), count);
        try {
            Files.writeString(file, chart.toString());
        } catch (IOException e) {
            throw UnusableException.usage("the file " + file + " cannot be written");
        }
    }
}
