// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories of the type {@code diary}, which answer with the key {@code target}, and write into a file what is done with
 * them. A refresh fails while there is a file {@code bad} beside it.
 */
public final class DiaryProvider implements DirectoryProvider {

    /** For the service loader. */
    public DiaryProvider() {}

    /** A context class loader by which these directories are found. */
    public static URLClassLoader loader(Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(DirectoryProvider.class.getName()), DiaryProvider.class.getName());
        return new URLClassLoader(new URL[] {url(folder)}, DiaryProvider.class.getClassLoader());
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    @Override
    public String type() {
        return "diary";
    }

    @Override
    public Directory open(Settings settings) {
        return new Diary(settings.file("file"), settings.text("target"));
    }

    private record Diary(Path file, String target) implements Directory {

        Diary {
            write(file, "open " + target);
        }

        private static void write(Path file, String line) {
            try {
                Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Set<Fact> facts() {
            return Set.of(Fact.USER_ID);
        }

        @Override
        public @Nullable String find(Login login) {
            return target.isBlank() ? null : target;
        }

        @Override
        public boolean isInMemory() {
            return false;
        }

        @Override
        public boolean refresh() throws IOException {
            if (Files.exists(file.resolveSibling("bad"))) {
                throw new IOException("line 1: \u001b[31mbad\nline 2: bad, too");
            }
            return false;
        }

        @Override
        public void close() {
            write(file, "close " + target);
        }
    }
}
