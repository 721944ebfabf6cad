// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings from a map, with two targets, east and west, and what was reported, as {@code place: message}. */
final class GivenSettings implements Settings {

    final List<String> problems = new ArrayList<>();

    private final Map<String, Object> values;
    private final Path folder;

    GivenSettings(Path folder, Map<String, Object> values) {
        this.folder = folder;
        this.values = values;
    }

    @Override
    public String name() {
        return "users";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public String text(String key) {
        if (!has(key)) {
            problem(key, "missing");
        }
        return (String) values.getOrDefault(key, "missing");
    }

    @Override
    public @Nullable String text(String key, @Nullable String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    @Override
    public String oneOf(String key, String... words) {
        return (String) values.getOrDefault(key, words[0]);
    }

    @Override
    public long number(String key, long otherwise, long min, long max) {
        return (long) values.getOrDefault(key, otherwise);
    }

    @Override
    public boolean flag(String key, boolean otherwise) {
        return (boolean) values.getOrDefault(key, otherwise);
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return (Duration) values.getOrDefault(key, otherwise);
    }

    @Override
    public List<String> texts(String key) {
        return List.of(text(key));
    }

    @Override
    public Map<String, String> map(String key) {
        return Map.of();
    }

    @Override
    public Path file(String key) {
        return folder.resolve(text(key));
    }

    @Override
    public Settings nested(String key) {
        return new GivenSettings(folder, Map.of());
    }

    @Override
    public void problem(String key, String message) {
        problems.add(key + ": " + message);
    }

    @Override
    public void problem(Path file, int line, int column, String message) {
        problems.add(file.getFileName() + ":" + line + ":" + column + ": " + message);
    }

    @Override
    public @Nullable String whyNot(String answer) {
        if (Set.of("east", "west").contains(answer) || answer.matches("https://[a-z0-9.]+")) {
            return null;
        }
        return "no target \"" + answer + "\"; expected east or west";
    }
}
