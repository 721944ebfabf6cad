// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What managed directories log, until this is closed. */
final class LoggedWarnings extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(ManagedDirectory.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LoggedWarnings() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
