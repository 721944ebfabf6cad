// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import dev.waymark.config.InvalidRulesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.LogManager;

/** Starts the demo from the command line. Exit code 1 where it cannot start, 2 for bad usage. */
public final class Main {

    private static final int CANNOT_START = 1;
    private static final int BAD_USAGE = 2;

    /** What is worth a line on the terminal, a line each; the requests are told by the demo itself. */
    private static final String LOGGING = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            java.util.logging.SimpleFormatter.format = %4$s %3$s: %5$s%6$s%n
            """;

    private Main() {}

    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("waymark: " + e.getMessage());
            return BAD_USAGE;
        }
        if (options.help()) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            configureLogging();
            Demo demo = Demo.start(
                    options.port(),
                    options.rules(),
                    (server, method, path, status) -> out.println(server + ": " + method + " " + path + " " + status));
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
            announce(demo, out);
            return 0;
        } catch (IOException | InvalidRulesException e) {
            err.println("waymark: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static void configureLogging() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(LOGGING.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void announce(Demo demo, PrintStream out) {
        demo.addresses().forEach((name, address) -> out.println(name + ": " + address));
        for (DemoHomeserver homeserver : demo.homeservers()) {
            for (DemoUser user : homeserver.users()) {
                out.println(
                        "user: @" + user.localpart() + ":" + homeserver.serverName() + " password: " + user.password());
            }
        }
        out.println("Each request is shown below. Stop with Ctrl-C.");
    }
}
