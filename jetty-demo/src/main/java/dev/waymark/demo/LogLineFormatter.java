// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A line for each message: {@code 2026-11-25T03:31:43.123Z WARNING dev.waymark.portal.Portal: text}, in UTC. Line breaks in a text become
 * {@code " | "}, so that nothing looks like a line of its own; a stack trace, which is a bug's, follows in lines that begin with a tab.
 */
final class LogLineFormatter extends Formatter {

    @Override
    public String format(LogRecord line) {
        StringBuilder text = new StringBuilder();
        text.append(line.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(line.getLevel().getName())
                .append(' ')
                .append(line.getLoggerName())
                .append(": ")
                .append(formatMessage(line).strip().replaceAll("\\s*\\R\\s*", " | "))
                .append('\n');
        Throwable thrown = line.getThrown();
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            trace.toString()
                    .lines()
                    .forEach(part -> text.append('\t').append(part.strip()).append('\n'));
        }
        return text.toString();
    }
}
