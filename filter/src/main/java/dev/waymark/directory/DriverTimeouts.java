// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The time limits of well-known drivers, for connecting and for reading, which JDBC leaves to each of them. Without
 * one, a server that takes a connection and then is silent would hold the pool's one thread that connects for ever.
 */
final class DriverTimeouts {

    private enum Unit {
        SECONDS,
        MILLIS
    }

    private record Limit(String prefix, String connect, Unit connectUnit, String read, Unit readUnit) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("jdbc:postgresql:", "connectTimeout", Unit.SECONDS, "socketTimeout", Unit.SECONDS),
            new Limit("jdbc:mysql:", "connectTimeout", Unit.MILLIS, "socketTimeout", Unit.MILLIS),
            new Limit("jdbc:mariadb:", "connectTimeout", Unit.MILLIS, "socketTimeout", Unit.MILLIS),
            new Limit("jdbc:sqlserver:", "loginTimeout", Unit.SECONDS, "socketTimeout", Unit.MILLIS),
            new Limit(
                    "jdbc:oracle:thin:",
                    "oracle.net.CONNECT_TIMEOUT",
                    Unit.MILLIS,
                    "oracle.jdbc.ReadTimeout",
                    Unit.MILLIS));

    private DriverTimeouts() {}

    /**
     * Adds the limits to a driver's properties, where neither these nor the URL name them.
     *
     * @param connect whole seconds
     * @param read whole seconds
     */
    static void add(Properties properties, String url, Duration connect, Duration read) {
        for (Limit limit : LIMITS) {
            if (url.regionMatches(true, 0, limit.prefix, 0, limit.prefix.length())) {
                add(properties, url, limit.connect, limit.connectUnit, connect);
                add(properties, url, limit.read, limit.readUnit, read);
            }
        }
    }

    private static void add(Properties properties, String url, String key, Unit unit, Duration value) {
        boolean isNamed = properties.stringPropertyNames().stream().anyMatch(key::equalsIgnoreCase)
                || url.toLowerCase(Locale.ROOT).contains(key.toLowerCase(Locale.ROOT));
        if (!isNamed) {
            properties.setProperty(key, Long.toString(unit == Unit.SECONDS ? value.toSeconds() : value.toMillis()));
        }
    }
}
