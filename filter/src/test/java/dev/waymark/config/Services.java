// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs something where a class loader knows services that other tests do not. */
public final class Services {

    private Services() {}

    /** With the files of {@code META-INF/services} in a folder, as if it were a JAR of the web application's. */
    public static <T> T in(Path folder, Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] urls = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, Services.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Names providers of a service in a folder. */
    static void register(Path folder, Class<?> service, List<String> providers) throws IOException {
        Path files = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(files.resolve(service.getName()), providers);
    }
}
