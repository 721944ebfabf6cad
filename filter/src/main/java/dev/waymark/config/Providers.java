// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.CsvProvider;
import dev.waymark.directory.HttpProvider;
import dev.waymark.directory.JdbcProvider;
import dev.waymark.directory.LdapProvider;
import dev.waymark.spi.ConditionProvider;
import dev.waymark.spi.DirectoryProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of directories, or of conditions, that there are: Waymark's own, and those that {@link ServiceLoader} finds
 * by the context class loader of this thread and by Waymark's own.
 *
 * @param <P> the kind of provider
 */
final class Providers<P> {

    private final Map<String, List<P>> byType = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    private Providers(Class<P> kind, List<P> builtIn, Function<P, String> type) {
        List<P> all = new ArrayList<>(builtIn);
        Set<String> classes = new HashSet<>();
        builtIn.forEach(provider -> classes.add(provider.getClass().getName()));
        // The web application's own first, where both know a class of that name.
        Stream.of(Thread.currentThread().getContextClassLoader(), Providers.class.getClassLoader())
                .distinct()
                .forEach(loader -> find(kind, loader, classes, all));
        all.forEach(provider -> add(provider, type));
    }

    /** The types of directories. */
    static Providers<DirectoryProvider> ofDirectories() {
        return new Providers<>(DirectoryProvider.class, builtInDirectories(), DirectoryProvider::type);
    }

    /** The types of conditions, of which Waymark has none of its own. */
    static Providers<ConditionProvider> ofConditions() {
        return new Providers<>(ConditionProvider.class, List.of(), ConditionProvider::type);
    }

    /** Here, and in no file of services: those of several JARs get lost where somebody packs them into one. */
    private static List<DirectoryProvider> builtInDirectories() {
        return List.of(new CsvProvider(), new JdbcProvider(), new LdapProvider(), new HttpProvider());
    }

    private void add(P provider, Function<P, String> type) {
        try {
            byType.computeIfAbsent(Objects.requireNonNull(type.apply(provider)), absent -> new ArrayList<>())
                    .add(provider);
        } catch (RuntimeException | LinkageError e) {
            broken.add(provider.getClass().getName() + " has no type: "
                    + e.getClass().getName());
        }
    }

    private void find(Class<P> kind, @Nullable ClassLoader loader, Set<String> classes, List<P> found) {
        Iterator<P> services = ServiceLoader.load(kind, loader).iterator();
        // An error does not end the iteration; one of the iteration itself may come again and again.
        for (int errors = 0; errors < 100; ) {
            try {
                if (!services.hasNext()) {
                    return;
                }
                P provider = services.next();
                if (classes.add(provider.getClass().getName())) {
                    found.add(provider);
                }
            } catch (ServiceConfigurationError e) {
                errors++;
                broken.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The provider of a type; where there is none, or more than one, that is reported, and null is given. */
    @Nullable
    P get(Node node, String type, Problems problems) {
        String shown = node instanceof Node.Text text ? text.written() : type;
        List<P> providers = byType.getOrDefault(type, List.of());
        if (providers.size() == 1) {
            return providers.get(0);
        }
        if (providers.isEmpty()) {
            problems.add(
                    node,
                    "unknown type " + new Values(problems).misspelt(shown, byType.keySet()) + "; "
                            + (byType.isEmpty()
                                    ? "there is none on the class path"
                                    : "expected one of " + Values.listed(byType.keySet().stream()))
                            + (broken.isEmpty()
                                    ? ""
                                    : "; of others, a provider could not be loaded: " + broken.get(0)));
        } else {
            problems.add(
                    node,
                    "more than one provider has the type " + Values.quoted(shown) + ": "
                            + Values.listed(providers.stream()
                                    .map(provider -> provider.getClass().getName()))
                            + "; expected one");
        }
        return null;
    }
}
