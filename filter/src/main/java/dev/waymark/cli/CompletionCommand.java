// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that completes commands, options and file names. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands, options and file names in bash and zsh:",
            "  source <(java -jar waymark-filter-standalone.jar completion)"
        },
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

    /** Turns off what a command's arguments need: all of them are names of files. */
    private static final String NO_FILES = "compopt +o default";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine tool = spec.root().commandLine();
        terminal.out()
                .println(AutoComplete.bash(spec.root().name(), tool)
                        .lines()
                        .filter(line -> !line.endsWith(NO_FILES))
                        .collect(Collectors.joining("\n")));
        return Main.GOOD;
    }
}
