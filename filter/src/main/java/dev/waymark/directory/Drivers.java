// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the JDBC driver that takes a URL. */
final class Drivers {

    private Drivers() {}

    /**
     * Among the drivers that are there anyway: those that are registered, those of the web application, those beside
     * Waymark.
     *
     * @return null where none takes the URL
     */
    static @Nullable Driver visible(String url) {
        Driver registered = first(DriverManager.drivers().toList(), url);
        if (registered != null) {
            return registered;
        }
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        Driver ofContext = context == null ? null : first(all(context), url);
        return ofContext != null ? ofContext : first(all(Drivers.class.getClassLoader()), url);
    }

    /**
     * Among the drivers of a JAR, all of which are loaded, and none of which stays registered.
     *
     * @return null where none takes the URL
     */
    static @Nullable Driver in(DriverJar jar, String url) {
        List<Driver> drivers = all(jar);
        jar.deregister();
        return first(drivers, url);
    }

    private static @Nullable Driver first(List<Driver> drivers, String url) {
        for (Driver driver : drivers) {
            try {
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            } catch (SQLException | RuntimeException e) {
                // It says no in a strange way; another may say yes.
            }
        }
        return null;
    }

    private static List<Driver> all(@Nullable ClassLoader loader) {
        List<Driver> drivers = new ArrayList<>();
        Iterator<Driver> found = ServiceLoader.load(Driver.class, loader).iterator();
        // The iterator goes on after a provider that cannot be loaded; not for ever, should it be broken itself.
        for (int failures = 0; failures < 100; ) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                drivers.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
            }
        }
        return drivers;
    }
}
