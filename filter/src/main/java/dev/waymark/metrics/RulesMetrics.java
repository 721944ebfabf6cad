// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import dev.waymark.config.LiveRules;
import java.util.Map;

/**
 * Shows rules to operators, by an MXBean of the platform's server:
 * {@code dev.waymark:type=Rules,name="/chat",filter="waymark"}. Where that name is taken (another host of the same
 * container), a number follows: {@code name="/chat#2"}.
 *
 * <p>Nothing depends on it: without permission, or without the module {@code java.management}, there is no bean, and a
 * line in the log that says why.
 */
public final class RulesMetrics implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RulesMetrics.class.getName());

    private final Runnable hide;

    private RulesMetrics(Runnable hide) {
        this.hide = hide;
    }

    /**
     * Shows rules until the result is closed.
     *
     * @param name what the operator knows them by: the context path
     * @param filter the filter's name
     */
    public static RulesMetrics show(LiveRules rules, String name, String filter) {
        return show(() -> JmxRegistration.register(rules, name, filter));
    }

    /** How the directories of rules do, by their names. */
    public static Map<String, DirectoryFigures> directoryFigures(LiveRules rules) {
        return new RulesBean(rules).getDirectoryFigures();
    }

    /** Registers something, and returns what takes that back. */
    @FunctionalInterface
    interface Registration {
        Runnable register();
    }

    static RulesMetrics show(Registration registration) {
        try {
            return new RulesMetrics(registration.register());
        } catch (RuntimeException | LinkageError e) {
            // A linkage error, where the JVM has no java.management: only the registration refers to its classes.
            LOG.log(System.Logger.Level.INFO, "Waymark is not shown in JMX: {0}", e.toString());
            return new RulesMetrics(() -> {});
        }
    }

    /** Shows them no longer. */
    @Override
    public void close() {
        try {
            hide.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Waymark could not be taken out of JMX: {0}", e.toString());
        }
    }
}
