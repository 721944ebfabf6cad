// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command-line tool: {@code java -jar waymark-filter-standalone.jar COMMAND ...}. */
@Command(
        name = "waymark",
        description =
                "Checks, explains and tries out the rules by which Matrix clients are told where to go after login.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:good", " 1:there are problems, which are told", " 2:bad usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  waymark check rules.json",
            "  waymark explain rules.yaml @ada:ac.cdl --type m.login.password --ip 10.1.2.3",
            "  waymark simulate rules.json users.csv --svg users.svg",
            "  waymark diff rules.json new-rules.json users.csv",
        })
public final class Main implements Runnable {

    /** What is asked for was done, and nothing is wrong. */
    static final int GOOD = 0;
    /** There are problems, which were told. */
    static final int PROBLEMS = 1;
    /** The command line, or a file that it names, is not usable. */
    static final int BAD_USAGE = 2;

    @Spec
    private CommandSpec spec;

    private Main() {
        spec = CommandSpec.create();
    }

    /** Runs one command, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofSystem(), args));
    }

    /** Runs one command. */
    static int run(Terminal terminal, String... args) {
        CommandLine tool = new CommandLine(new Main())
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new SimulateCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isColoured() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(terminal.width())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof UnusableException unusable) {
                        terminal.err().println(terminal.red("error: ") + unusable.getMessage());
                        return unusable.exitCode();
                    }
                    throw e;
                });
        int code = tool.execute(args);
        terminal.flush();
        if (terminal.out().checkError()) {
            terminal.err().println(terminal.red("error: ") + "the output could not be written");
            return PROBLEMS;
        }
        return code;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? Expected one of check, explain, simulate, diff, completion, help");
    }

    /** What the JAR says of itself. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"waymark " + (version == null ? "(not from a JAR)" : version)};
        }
    }
}
