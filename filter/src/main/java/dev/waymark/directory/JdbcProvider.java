// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code "type": "jdbc"}: a database. Its keys:
 *
 * <ul>
 *   <li>{@code query}: SQL, with named parameters such as {@code :user_id} and {@code :localpart}; see {@link
 *       Fact#key}. The first column of the row is the answer. No row, or null: not found. More than one row: a
 *       failure
 *   <li>either {@code data_source}, the JNDI name of a {@link javax.sql.DataSource} that the container keeps,
 *   <li>or {@code url}, of JDBC; with {@code user}, {@code password}, {@code properties} for the driver,
 *       {@code driver_jar} (a JAR, or a folder of JARs, where the driver is found; otherwise it must be beside
 *       Waymark) and {@code pool_size} (10)
 * </ul>
 */
public final class JdbcProvider implements DirectoryProvider {

    private static final int POOL_SIZE = 10;
    private static final int MAX_POOL_SIZE = 1000;

    /** For the database to be heard when it gives up, after the query's own timeout. */
    private static final int GRACE_SECONDS = 1;

    /** What a directory that is refused has in place of its query. */
    private static final NamedQuery NO_QUERY = new NamedQuery("", List.of(Fact.USER_ID));

    private static final List<String> ONLY_WITH_URL = List.of("user", "password", "driver_jar");

    /** Makes the only one that is needed: it keeps nothing. */
    public JdbcProvider() {}

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public Directory open(Settings settings) {
        NamedQuery query = query(settings);
        ConnectionSource connections = settings.has("data_source") ? ofContainer(settings) : pool(settings);
        return new JdbcDirectory(
                query, connections, Math.toIntExact(queryTimeout(settings).toSeconds()));
    }

    private static NamedQuery query(Settings settings) {
        boolean there = settings.has("query");
        String text = settings.text("query");
        if (!there) {
            return NO_QUERY;
        }
        try {
            return NamedQuery.parse(text);
        } catch (IllegalArgumentException e) {
            settings.problem("query", String.valueOf(e.getMessage()));
            return NO_QUERY;
        }
    }

    /** Whole seconds, which is all that JDBC knows; rounded up, and not more than drivers can count in milliseconds. */
    private static Duration queryTimeout(Settings settings) {
        long seconds = settings.timeout().plusMillis(999).toSeconds();
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, Integer.MAX_VALUE / 1000 - GRACE_SECONDS)));
    }

    private static ConnectionSource ofContainer(Settings settings) {
        String name = settings.text("data_source");
        if (settings.has("url")) {
            settings.text("url");
            settings.problem("url", "there is a data_source already; expected one of both");
        }
        for (String key : ONLY_WITH_URL) {
            if (settings.has(key)) {
                settings.text(key);
                onlyWithUrl(settings, key);
            }
        }
        if (settings.has("pool_size")) {
            poolSize(settings);
            onlyWithUrl(settings, "pool_size");
        }
        if (settings.has("properties")) {
            settings.map("properties");
            onlyWithUrl(settings, "properties");
        }
        return new JndiSource(name);
    }

    private static void onlyWithUrl(Settings settings, String key) {
        settings.problem(key, "goes with a url only; a data_source has its own");
    }

    private static int poolSize(Settings settings) {
        return Math.toIntExact(settings.number("pool_size", POOL_SIZE, 1, MAX_POOL_SIZE));
    }

    private static ConnectionSource pool(Settings settings) {
        String url = url(settings);
        Properties properties = properties(settings);
        int size = poolSize(settings);
        @Nullable DriverJar jar = driverJar(settings);
        @Nullable Driver driver = url.isEmpty() ? null : driver(settings, url, jar);
        if (driver == null) {
            return new NoConnections(jar);
        }
        Duration query = queryTimeout(settings);
        Duration read = query.plusSeconds(GRACE_SECONDS);
        DriverTimeouts.add(properties, url, query, read);
        DriverDataSource connections = new DriverDataSource(driver, url, properties, read);
        return new ConnectionPool(
                "waymark-" + settings.name(), connections, size, settings.timeout(), takesReadOnly(url), jar);
    }

    /** It is a hint to a database. SQLite's driver takes no hints once it is connected. */
    private static boolean takesReadOnly(String url) {
        return !url.startsWith("jdbc:sqlite:");
    }

    private static String url(Settings settings) {
        if (!settings.has("url")) {
            settings.problem("url", "neither \"url\" nor \"data_source\" is there; expected one of them");
            return "";
        }
        String url = settings.text("url");
        if (url.startsWith("jdbc:")) {
            return url;
        }
        settings.problem(
                "url",
                "not a JDBC URL; expected jdbc: and what the driver says, jdbc:postgresql://HOST/DATABASE"
                        + " for instance");
        return "";
    }

    private static Properties properties(Settings settings) {
        Properties properties = new Properties();
        Map<String, String> further = settings.map("properties");
        properties.putAll(further);
        for (String key : List.of("user", "password")) {
            String value = settings.text(key, null);
            if (value != null) {
                if (further.containsKey(key)) {
                    settings.problem("properties", key + " stands beside it already; expected it once");
                }
                properties.setProperty(key, value);
            }
        }
        return properties;
    }

    private static @Nullable DriverJar driverJar(Settings settings) {
        if (!settings.has("driver_jar")) {
            return null;
        }
        Path path = settings.file("driver_jar");
        try {
            return DriverJar.open(path);
        } catch (IOException e) {
            settings.problem("driver_jar", "cannot be read; expected the JAR of a JDBC driver, or a folder of JARs");
            return null;
        }
    }

    /** The URL is not repeated: it may hold a password. */
    private static @Nullable Driver driver(Settings settings, String url, @Nullable DriverJar jar) {
        if (settings.has("driver_jar")) {
            Driver driver = jar == null ? null : Drivers.in(jar, url);
            if (jar != null && driver == null) {
                settings.problem("driver_jar", "holds no JDBC driver that takes the url");
            }
            return driver;
        }
        Driver driver = Drivers.visible(url);
        if (driver == null) {
            settings.problem(
                    "url",
                    "no JDBC driver takes this URL; put the driver's JAR beside Waymark's, or name it by driver_jar");
        }
        return driver;
    }

    /** In a directory that is refused. */
    private record NoConnections(@Nullable DriverJar jar) implements ConnectionSource {

        @Override
        public Connection borrow() throws DatabaseFailure {
            throw DatabaseFailure.of("the directory is refused");
        }

        @Override
        public void close() {
            if (jar != null) {
                jar.close();
            }
        }
    }
}
