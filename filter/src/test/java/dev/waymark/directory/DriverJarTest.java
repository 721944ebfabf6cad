// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DriverJarTest {

    private static final String H2 = "org.h2.Driver";
    private static final String POSTGRESQL = "org.postgresql.Driver";

    private static final String URL = "jdbc:h2:mem:;INIT=create table users(id varchar(99)\\, target varchar(99))"
            + "\\;insert into users values('@ada:ac.cdl'\\, 'hist')";

    private static Path jarOf(String driver) throws Exception {
        return Path.of(Class.forName(driver)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Directory open(String url, Path jar) {
        JdbcSettings settings = JdbcSettings.empty()
                .with("url", url)
                .with("driver_jar", jar.toString())
                .with("query", "select target from users where id = :user_id");
        Directory directory = new JdbcProvider().open(settings);
        assertThat(settings.problems()).isEmpty();
        return directory;
    }

    /** As look-ups are made: threads keep what drivers leave in them. */
    private static <T> T inThread(Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(what);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }

    @Test
    void driver_isLoadedApart() throws Exception {
        try (DriverJar jar = DriverJar.open(jarOf(H2))) {
            Driver driver = Objects.requireNonNull(Drivers.in(jar, "jdbc:h2:mem:"));
            assertThat(driver).isNotInstanceOf(org.h2.Driver.class);
            assertThat(driver.getClass().getClassLoader()).isSameAs(jar);
            assertThat(driver.getClass().getName()).isEqualTo("org.h2.Driver");
            assertThat(Drivers.in(jar, "jdbc:postgresql:")).isNull();
        }
    }

    @Test
    void folderOfJars_isSearched(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("readme.txt"), "no driver");
        Files.copy(jarOf(POSTGRESQL), folder.resolve("a.jar"));
        Files.copy(jarOf(H2), folder.resolve("b.jar"));
        try (DriverJar jar = DriverJar.open(folder)) {
            assertThat(Drivers.in(jar, "jdbc:h2:mem:")).isNotNull();
            assertThat(Drivers.in(jar, "jdbc:postgresql:")).isNotNull();
            assertThat(Drivers.in(jar, "jdbc:mysql:")).isNull();
        }
    }

    @Test
    void directory_looksUpWithADriverOfItsOwn() throws Exception {
        try (Directory directory = open(URL, jarOf(H2))) {
            assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("hist");
        }
        Patience.awaitThat(() -> Patience.poolThreads().isEmpty());
    }

    /** Whatever kept it, a driver that stayed registered, a thread, a shutdown hook, would keep its class loader. */
    @ParameterizedTest
    @ValueSource(strings = {URL, "jdbc:postgresql://127.0.0.1:1/users"})
    void nothingKeepsTheDriver_onceTheDirectoryIsClosed(String url) throws Exception {
        Path jar = jarOf(url.contains("h2") ? H2 : POSTGRESQL);
        long registered = DriverManager.drivers().count();
        WeakReference<ClassLoader> loader = inThread(() -> {
            try (Directory directory = open(url, jar)) {
                try {
                    directory.find(Login.of("@ada:ac.cdl"));
                } catch (DatabaseFailure e) {
                    assertThat(e.getMessage()).contains("cannot be reached");
                }
                return new WeakReference<>(loaderOf(directory));
            }
        });
        Patience.awaitThat(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(DriverManager.drivers().count()).isEqualTo(registered);
    }

    private static ClassLoader loaderOf(Directory directory) throws ReflectiveOperationException {
        Object pool = field(directory, "connections");
        return (ClassLoader) field(pool, "jar");
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        var field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
