// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of a JDBC driver that are in a JAR of their own, or in a folder of JARs. They see the JDK and nothing
 * else, so that neither their version nor that of what they need can clash with another.
 *
 * <p>Drivers register themselves with {@link java.sql.DriverManager}, which would keep their classes for ever, so
 * that is taken back. Only a class beside the driver's is allowed to do that: {@link DriverRemoval} is loaded here
 * once more.
 */
final class DriverJar extends URLClassLoader {

    private static final String REMOVAL = DriverRemoval.class.getName();

    /** MySQL's driver starts a thread that ends in no other way. */
    private static final String THREAD_OF_MYSQL = "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread";

    static {
        registerAsParallelCapable();
    }

    private DriverJar(URL[] jars) {
        super("JDBC driver", jars, ClassLoader.getPlatformClassLoader());
    }

    /**
     * Opens a JAR, or all JARs of a folder.
     *
     * @throws IOException where there is none that could be read
     */
    static DriverJar open(Path path) throws IOException {
        List<Path> jars = Files.isDirectory(path) ? jars(path) : List.of(path);
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            if (!Files.isReadable(jars.get(i))) {
                throw new IOException("not readable");
            }
            urls[i] = jars.get(i).toUri().toURL();
        }
        return new DriverJar(urls);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.equals(REMOVAL)) {
            return super.findClass(name);
        }
        try (InputStream in = DriverRemoval.class.getResourceAsStream("DriverRemoval.class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Takes back what the drivers of these JARs have registered. */
    void deregister() {
        try {
            var constructor = loadClass(REMOVAL).getDeclaredConstructor();
            constructor.setAccessible(true);
            ((Runnable) constructor.newInstance()).run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DriverRemoval cannot be loaded", e);
        }
    }

    /** Lets go of the JARs, and of all that keeps their classes. No connection is open then. */
    @Override
    public void close() {
        deregister();
        Class<?> thread = findLoadedClass(THREAD_OF_MYSQL);
        if (thread != null) {
            try {
                // Not the checked one, which asks for the thread's context loader to be this.
                thread.getMethod("uncheckedShutdown").invoke(null);
            } catch (ReflectiveOperationException e) {
                // Another version of the driver, which may do without.
            }
        }
        try {
            super.close();
        } catch (IOException e) {
            // A file that was only read.
        }
    }
}
