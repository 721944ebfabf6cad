// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Says where log lines go, once for the process. */
final class Logging {

    private static final String MANAGER = "java.util.logging.manager";
    private static final String CONFIGURATION = "java.util.logging.config.file";

    /** What is worth a line on the terminal, a line each; the requests are told by the demo itself. */
    private static final String DEMO = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            java.util.logging.SimpleFormatter.format = %4$s %3$s: %5$s%6$s%n
            """;

    private Logging() {}

    /** What is wrong, without the time: somebody looks on. */
    static void ofDemo() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(DEMO.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /**
     * What is wrong, and what Waymark does, to standard error with the time, until the process has ended. An operator's own configuration of
     * the JDK's logging, by the usual system properties, is left alone.
     */
    static void ofPortal() {
        if (System.getProperty(CONFIGURATION) != null || System.getProperty(MANAGER) != null) {
            return;
        }
        System.setProperty(MANAGER, LastingLogManager.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Logger ours = Logger.getLogger("dev.waymark");
        ours.setLevel(Level.INFO);
        root.addHandler(new Lines(System.err, new LogLineFormatter(), ours));
        root.setLevel(Level.WARNING);
    }

    /** Writes each line at once. */
    private static final class Lines extends Handler {

        private final PrintStream out;
        /** Held, for a logger that nobody holds forgets its level. */
        @SuppressWarnings("UnusedVariable")
        private final Logger held;

        Lines(PrintStream out, Formatter formatter, Logger held) {
            this.out = out;
            this.held = held;
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                out.print(getFormatter().format(line));
                out.flush();
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
