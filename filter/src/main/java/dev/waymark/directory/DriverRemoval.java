// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Objects;

/**
 * Takes from {@link DriverManager} the drivers that were loaded by the class loader that loaded this class. Does
 * nothing but in a {@link DriverJar}, and uses the JDK only, since there is nothing else there.
 */
final class DriverRemoval implements Runnable {

    DriverRemoval() {}

    @Override
    public void run() {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (Objects.equals(driver.getClass().getClassLoader(), DriverRemoval.class.getClassLoader())) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
