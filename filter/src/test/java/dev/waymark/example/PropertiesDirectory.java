// SPDX-License-Identifier: Apache-2.0
package dev.waymark.example;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Knows the users whose localparts stand in a file of properties, and reads it again when it changes. */
final class PropertiesDirectory implements Directory {

    private final Path file;
    private final Function<String, @Nullable String> whyNot;
    private volatile Map<String, String> homes = Map.of();
    private @Nullable FileTime read;

    /** @param whyNot what is wrong with an answer; null where nothing is */
    PropertiesDirectory(Path file, Function<String, @Nullable String> whyNot) {
        this.file = file;
        this.whyNot = whyNot;
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.LOCALPART);
    }

    @Override
    public @Nullable String find(Login login) {
        return homes.get(login.get(Fact.LOCALPART));
    }

    /** What is in memory needs neither a cache nor a limit of time. */
    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public boolean refresh() throws IOException {
        FileTime modified = modified();
        if (modified.equals(read)) {
            return false;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a file of properties: " + file, e);
        }
        Map<String, String> next = properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(user -> user, properties::getProperty));
        for (String home : next.values()) {
            String problem = whyNot.apply(home);
            if (problem != null) {
                // Without the user, and without what stands there: it may be logged.
                throw new IOException(file + " holds " + problem);
            }
        }
        homes = next;
        read = modified;
        return true;
    }

    private FileTime modified() throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new IOException("there is no file " + file, e);
        }
    }
}
