// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged while it is open, and nothing of it on the console. */
final class LogLines extends Handler {

    private record Line(Level level, String text) {}

    // Held, for a logger that nobody holds forgets its level.
    private static final Map<Logger, Level> LOGGERS =
            Map.of(Logger.getLogger("dev.waymark"), Level.ALL, Logger.getLogger("org.eclipse.jetty"), Level.INFO);

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        setLevel(Level.ALL);
    }

    void open() {
        LOGGERS.forEach((logger, level) -> {
            logger.setLevel(level);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        });
    }

    @Override
    public void close() {
        LOGGERS.keySet().forEach(logger -> {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        });
    }

    void clear() {
        lines.clear();
    }

    List<String> all() {
        return lines.stream().map(Line::text).toList();
    }

    /** What an operator would be woken by. */
    List<String> warnings() {
        return lines.stream()
                .filter(line -> line.level().intValue() >= Level.WARNING.intValue())
                .map(Line::text)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new Line(entry.getLevel(), new SimpleFormatter().format(entry)));
    }

    @Override
    public void flush() {}
}
