// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import dev.waymark.config.InvalidRulesException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * The command line: the demo, the portal alone, and the command-line tool. Exit code 1 where it cannot start, 2 for bad usage.
 */
public final class Main {

    static final int CANNOT_START = 1;
    static final int BAD_USAGE = 2;

    /** What the command-line tool does. */
    private static final Set<String> TOOL = Set.of("check", "explain", "simulate", "diff", "completion");

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && TOOL.contains(arguments[0])) {
            // Ends the JVM itself.
            dev.waymark.cli.Main.main(arguments);
            return;
        }
        int code = run(List.of(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            if (!arguments.isEmpty() && arguments.get(0).equals("portal")) {
                return PortalCommand.run(PortalOptions.parse(arguments.subList(1, arguments.size())), out);
            }
            return demo(Options.parse(arguments), out);
        } catch (IllegalArgumentException e) {
            err.println("waymark: " + e.getMessage());
            return BAD_USAGE;
        } catch (IOException | InvalidRulesException e) {
            err.println("waymark: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static int demo(Options options, PrintStream out) throws IOException, InvalidRulesException {
        if (options.help()) {
            out.print(Options.USAGE);
            return 0;
        }
        if (options.version()) {
            out.println("waymark " + version());
            return 0;
        }
        Logging.ofDemo();
        Demo demo = Demo.start(
                options.port(),
                options.rules(),
                (server, method, path, status) -> out.println(server + ": " + method + " " + path + " " + status));
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
        announce(demo, out);
        return 0;
    }

    /** What the JAR says of itself. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a JAR)" : version;
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
