// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Runs the contract kit with a container's own JARs and the JAR of Waymark that is made for it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ContainerContract {

    private static final String API = "jakarta.servlet.";
    private static final String EE10 = "org.eclipse.jetty.ee10.";

    private final String directory;
    private final Class<? extends Container> starter;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<KitLoader> loaders = new ArrayList<>();
    private final Http2Client http2 = new Http2Client();
    private boolean javax;

    /**
     * @param directory where the container's JARs are, below {@code containers}
     * @param starter what starts it
     */
    ContainerContract(String directory, Class<? extends Container> starter) {
        this.directory = directory;
        this.starter = starter;
    }

    /** The container has the API of before Jakarta EE 9. */
    final void javax() {
        javax = true;
        names.put(API, "javax.servlet.");
    }

    /** The container, or the proxy that is run on it, is another Jetty than that of ee10. */
    final void jetty(String packages) {
        names.put(EE10, packages);
    }

    /** Names of scenarios whose answer is not the same on this container, with the reason. */
    Map<String, String> exclusions() {
        return Map.of();
    }

    /** Names of scenarios that are not run, since without the filter they do not always end the same, with the reason. */
    Map<String, String> unsteady() {
        return Map.of();
    }

    private boolean isSteady(String test) {
        return unsteady().keySet().stream().noneMatch(scenario -> isOf(scenario, test));
    }

    private static boolean isOf(String scenario, String test) {
        return test.endsWith(": " + scenario);
    }

    @TestFactory
    Stream<DynamicTest> isKept() throws Exception {
        KitLoader loader = new KitLoader(jars(), names);
        loaders.add(loader);
        try {
            Map<?, ?> tests = (Map<?, ?>) loader.loadClass(LoginContract.class.getName())
                    .getMethod("tests", String.class, Map.class, Function.class)
                    .invoke(null, starter.getName(), exclusions(), http2);
            assertThat(unsteady().keySet())
                    .as("names of scenarios")
                    .allMatch(scenario -> tests.keySet().stream().anyMatch(test -> isOf(scenario, (String) test)));
            return tests.entrySet().stream()
                    .filter(test -> isSteady((String) test.getKey()))
                    .map(test -> DynamicTest.dynamicTest(
                            (String) test.getKey(),
                            () -> run((String) test.getKey(), (Callable<?>) test.getValue(), loader)));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the kit cannot be loaded for " + directory, e.getCause());
        }
    }

    /** Containers look for their services by the thread. */
    private void run(String name, Callable<?> test, ClassLoader loader) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object race = test.call();
            if (race != null) {
                System.out.println("contract kit, " + directory + ": " + name + ": " + race);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private List<URL> jars() throws IOException {
        Path lib = Path.of("containers", directory, "target", "lib");
        assertThat(lib).as("the container's JARs, which the build puts there").isDirectory();
        List<URL> jars = new ArrayList<>();
        jars.add(url(Path.of(System.getProperty(javax ? "waymark.standalone-javax.jar" : "waymark.standalone.jar"))));
        try (Stream<Path> files = Files.list(lib)) {
            for (Path file : files.sorted().toList()) {
                jars.add(url(file));
            }
        }
        return jars;
    }

    private static URL url(Path file) throws MalformedURLException {
        assertThat(file).isRegularFile();
        return file.toUri().toURL();
    }

    @AfterAll
    void close() throws IOException {
        http2.close();
        for (KitLoader loader : loaders) {
            loader.close();
        }
    }
}
