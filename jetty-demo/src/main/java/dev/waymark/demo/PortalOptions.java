// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code portal}.
 *
 * @param config where its configuration is: a file, {@code classpath:...}, or an http(s) URL; null where only the usage is wanted
 */
record PortalOptions(@Nullable String config) {

    static final String USAGE = """
            usage: java -jar jetty-demo.jar portal --config FILE

            Starts a login portal in front of the homeservers that a configuration file names,
            and prints its addresses. Stop it with Ctrl-C or SIGTERM: it then takes no new logins,
            and lets those in flight finish.

              --config FILE  its configuration, in YAML or JSON
              --help         print this

            Exit codes: 1 where it cannot start, 2 for bad usage, 143 and 130 after a signal.
            "java -jar jetty-demo.jar check FILE" finds all that is wrong in a configuration.
            """;

    /** @throws IllegalArgumentException where something is wrong; the message says what, and what was expected */
    static PortalOptions parse(List<String> arguments) {
        String config = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--help", "-h" -> {
                    return new PortalOptions(null);
                }
                case "--config" -> config = Options.value(option, rest);
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + option + " of portal; expected --config FILE or --help");
            }
        }
        if (config == null) {
            throw new IllegalArgumentException("portal needs --config FILE");
        }
        return new PortalOptions(config);
    }
}
