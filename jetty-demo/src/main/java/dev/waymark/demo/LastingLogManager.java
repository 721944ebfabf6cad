// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.logging.LogManager;

/**
 * Goes on logging while the process ends, since that is when logins in flight finish: the JDK's own takes all handlers away as soon as the
 * process is told to end. Public since the JDK makes it, by its name.
 */
public final class LastingLogManager extends LogManager {

    /** For the JDK. */
    public LastingLogManager() {}

    /** Does nothing. */
    @Override
    public void reset() {}
}
