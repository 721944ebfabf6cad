// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of a directory as a map, and the problems that were reported. */
final class JdbcSettings implements Settings {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(2);

    /** Without keys. */
    static JdbcSettings empty() {
        return new JdbcSettings();
    }

    JdbcSettings with(String key, Object value) {
        values.put(key, value);
        return this;
    }

    JdbcSettings timeout(Duration duration) {
        timeout = duration;
        return this;
    }

    /** {@code key: message}, in the order in which they were reported; unknown keys last. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        values.keySet().stream()
                .filter(key -> !asked.contains(key))
                .map(key -> key + ": unknown")
                .forEach(all::add);
        return all;
    }

    private @Nullable Object get(String key) {
        asked.add(key);
        return values.get(key);
    }

    @Override
    public String name() {
        return "users";
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public String text(String key) {
        String value = text(key, null);
        if (value == null) {
            problem(key, "missing");
            return "nothing";
        }
        return value;
    }

    @Override
    public @Nullable String text(String key, @Nullable String otherwise) {
        Object value = get(key);
        return value == null ? otherwise : (String) value;
    }

    @Override
    public long number(String key, long otherwise, long min, long max) {
        Object value = get(key);
        return value == null ? otherwise : (Integer) value;
    }

    @Override
    public Map<String, String> map(String key) {
        Map<String, String> strings = new LinkedHashMap<>();
        if (get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> strings.put((String) name, (String) value));
        }
        return strings;
    }

    @Override
    public Path file(String key) {
        return Path.of(text(key));
    }

    @Override
    public void problem(String key, String message) {
        problems.add(key + ": " + message);
    }

    @Override
    public String oneOf(String key, String... words) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean flag(String key, boolean otherwise) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> texts(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Settings nested(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void problem(Path file, int line, int column, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String whyNot(String answer) {
        throw new UnsupportedOperationException();
    }
}
