// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineFormatterTest {

    @Test
    void message_isOneLine_withItsTime() {
        LogRecord line = line("the rules file has {0} problems:\n  one\r\n  two\n");
        line.setParameters(new Object[] {2});

        assertThat(new LogLineFormatter().format(line))
                .isEqualTo(
                        "2026-11-25T03:31:43.120Z WARNING dev.waymark.X: the rules file has 2 problems: | one | two\n");
    }

    @Test
    void stackTrace_isIndented() {
        LogRecord line = line("a bug");
        line.setThrown(new IllegalStateException("one\n2026-11-25T03:31:43.120Z two"));

        assertThat(new LogLineFormatter().format(line).lines().skip(1))
                .isNotEmpty()
                .allMatch(part -> part.startsWith("\t"));
    }

    private static LogRecord line(String text) {
        LogRecord line = new LogRecord(Level.WARNING, text);
        line.setLoggerName("dev.waymark.X");
        line.setInstant(Instant.parse("2026-11-25T03:31:43.120456Z"));
        return line;
    }
}
