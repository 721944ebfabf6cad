// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.PortalFile;
import dev.waymark.config.RuleSource;
import dev.waymark.portal.Portal;
import dev.waymark.rule.BaseUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The portal alone, in front of real homeservers, until the process is told to end. */
final class PortalCommand {

    private PortalCommand() {}

    /**
     * Starts it, and returns 0 when it takes logins.
     *
     * @throws InvalidRulesException where anything in the configuration or in the rules is wrong
     * @throws IOException where it cannot start; the message says why
     */
    static int run(PortalOptions options, PrintStream out) throws IOException, InvalidRulesException {
        String file = options.config();
        if (file == null) {
            out.print(PortalOptions.USAGE);
            return 0;
        }
        Logging.ofPortal();
        System.Logger log = System.getLogger(PortalCommand.class.getName());
        PortalFile read = PortalFile.load(RuleSource.file(Path.of(file)));
        read.warnings().forEach(warning -> log.log(System.Logger.Level.WARNING, "{0}", warning));
        Portal portal = Portal.start(read.config(), out);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(portal, log), "stop"));
        out.println("portal: " + portal.baseUrl());
        BaseUrl admin = portal.adminUrl();
        if (admin != null) {
            out.println("admin: " + admin);
        }
        return 0;
    }

    private static void stop(Portal portal, System.Logger log) {
        log.log(System.Logger.Level.INFO, "stopping: logins in flight may finish, others are refused");
        try {
            portal.close();
            log.log(System.Logger.Level.INFO, "stopped");
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.WARNING, "stopped, but not cleanly", e);
        }
    }
}
