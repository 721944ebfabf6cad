// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.RulesFile;
import dev.waymark.rule.Login;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: who would be sent elsewhere by other rules. */
@Command(
        name = "diff",
        description = {
            "Tells which users of a file would be sent elsewhere with the new rules: from where, to where, how many, and some"
                    + " of them.",
            "A target that only has another name is not elsewhere. Directories are really asked."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    /** More than anybody reads; the largest come first. */
    private static final int MAX_SHOWN = 50;

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "The rules file that is in force. " + RulesArgument.DESCRIPTION)
    private String oldArgument = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The rules file that it shall be.")
    private String newArgument = "";

    @Parameters(index = "2", paramLabel = "USERS.csv", description = UsersFile.DESCRIPTION)
    private String usersArgument = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final Moves moves = new Moves();
    private final Failures failures = new Failures();
    private long count;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableException {
        if (Stream.of(oldArgument, newArgument, usersArgument)
                        .filter("-"::equals)
                        .count()
                > 1) {
            throw UnusableException.usage("only one of OLD, NEW and USERS.csv can be - (standard input)");
        }
        try (RulesFile before = RulesArgument.load(oldArgument, terminal);
                RulesFile after = RulesArgument.load(newArgument, terminal);
                UsersFile users = UsersFile.open(usersArgument, terminal)) {
            decideAll(Decider.comparing(before.rules()), Decider.comparing(after.rules()), users);
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

    private void decideAll(Decider before, Decider after, UsersFile users) throws UnusableException {
        Progress progress = new Progress(terminal, users);
        for (Login login = users.next(); login != null; login = users.next()) {
            Destination from = before.decide(login);
            Destination to = after.decide(login);
            String failure = from.failure() != null ? from.failure() : to.failure();
            if (failure != null) {
                failures.add(failure);
            } else if (isElsewhere(from, to)) {
                moves.add(from, to, login);
            }
            progress.step(++count);
        }
        progress.end();
    }

    private static boolean isElsewhere(Destination from, Destination to) {
        boolean bothKnown = from.url() != null && to.url() != null;
        return bothKnown ? !Objects.equals(from.url(), to.url()) : !from.label().equals(to.label());
    }

    private void print() {
        List<Moves.Move> sorted = moves.bySize();
        for (Moves.Move move : sorted.subList(0, Math.min(MAX_SHOWN, sorted.size()))) {
            terminal.out()
                    .println(String.format(Locale.ROOT, "%,12d", move.users()) + "  " + terminal.bold(move.from())
                            + " -> " + terminal.bold(move.to()));
            move.samples().forEach(user -> terminal.out().println(" ".repeat(14) + terminal.faint(user)));
            if (move.users() > move.samples().size()) {
                terminal.out().println(" ".repeat(14) + terminal.faint("..."));
            }
        }
        if (sorted.size() > MAX_SHOWN) {
            terminal.out().println(" ".repeat(12) + "  ... and more ways, which --json has");
        }
        if (!sorted.isEmpty()) {
            terminal.out().println();
        }
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "%,d of %,d users would be sent elsewhere%s",
                        moves.users(),
                        count,
                        count == 0 ? "" : " (" + Chart.percent(moves.users(), count) + ")"));
    }

    private void printJson() {
        Json.print(terminal.out(), object -> {
            object.writeNumberProperty("users", count);
            object.writeNumberProperty("moved", moves.users());
            object.writeNumberProperty("failed", failures.users());
            object.writeArrayPropertyStart("moves");
            for (Moves.Move move : moves.bySize()) {
                object.writeStartObject();
                object.writeStringProperty("from", move.from());
                object.writeStringProperty("to", move.to());
                object.writeNumberProperty("users", move.users());
                object.writeArrayPropertyStart("samples");
                move.samples().forEach(object::writeString);
                object.writeEndArray();
                object.writeEndObject();
            }
            object.writeEndArray();
        });
    }
}
