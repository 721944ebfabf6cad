// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rules file on disk. */
final class FileSource implements RuleSource {

    private final String name;
    private final Path path;

    FileSource(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return RuleText.read(in);
        } catch (IOException e) {
            throw RuleText.unreadable(name, e);
        }
    }

    @Override
    public @Nullable Path folder() {
        return path.toAbsolutePath().getParent();
    }

    @Override
    public Watch watch() {
        return watch(Clock.systemUTC());
    }

    Watch watch(Clock clock) {
        WatchedFile file = new WatchedFile(path, MAX_BYTES, clock);
        return new Watch() {
            // What is wrong with the bytes that were taken last, which are not read again as long as they stay.
            private @Nullable IOException wrong;

            @Override
            public @Nullable String next() throws IOException {
                try {
                    return text(file.next());
                } catch (IOException e) {
                    throw RuleText.unreadable(name, e);
                }
            }

            private @Nullable String text(byte @Nullable [] bytes) throws IOException {
                if (bytes != null) {
                    wrong = null;
                    try {
                        return RuleText.decode(bytes);
                    } catch (IOException e) {
                        wrong = e;
                    }
                }
                if (wrong != null) {
                    throw wrong;
                }
                return null;
            }

            @Override
            public Duration interval() {
                return FILE_INTERVAL;
            }

            @Override
            public boolean isSettling() {
                return file.isSettling();
            }
        };
    }
}
