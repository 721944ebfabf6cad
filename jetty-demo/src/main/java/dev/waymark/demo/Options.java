// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param port the portal's port; with 0, the portal and the homeservers take free ones
 * @param rules the rules file to use in place of the demo's own, or null
 * @param help whether only the usage is wanted
 * @param version whether only the version is wanted
 */
record Options(int port, @Nullable Path rules, boolean help, boolean version) {

    static final String USAGE = """
            usage: java -jar jetty-demo.jar [--port N] [--rules FILE]
                   java -jar jetty-demo.jar portal --config FILE
                   java -jar jetty-demo.jar check|explain|simulate|diff|completion ...

            The first starts a login portal on port 8008 and three demo homeservers on ports 8101 to 8103,
            and prints their addresses and users. Stop it with Ctrl-C. The second starts a portal
            in front of real homeservers ("portal --help" says more), and the third is the
            command-line tool for rules and configurations ("check --help" and so on).

              --port N      the portal's port; with 0, the portal and the homeservers take free ports
              --rules FILE  decide by this rules file instead of the demo's own
              --help        print this
              --version     print the version
            """;

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException where something is wrong; the message says what, and what was expected */
    static Options parse(List<String> arguments) {
        int port = Demo.DEFAULT_PORT;
        Path rules = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--help", "-h" -> {
                    return new Options(port, rules, true, false);
                }
                case "--version" -> {
                    return new Options(port, rules, false, true);
                }
                case "--port" -> port = port(value(option, rest));
                case "--rules" -> rules = Path.of(value(option, rest));
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + option + "; expected --port N, --rules FILE, --help or --version, or a"
                                    + " command: portal, check, explain, simulate, diff, completion");
            }
        }
        return new Options(port, rules, false, false);
    }

    /** The value that follows an option. */
    static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " has no value");
        }
        return rest.next();
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number out of range.
        }
        throw new IllegalArgumentException("--port " + value + ": expected a number from 0 to " + MAX_PORT);
    }
}
