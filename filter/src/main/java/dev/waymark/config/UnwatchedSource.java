// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A source that is read once. */
final class UnwatchedSource implements RuleSource {

    private final RuleSource source;

    UnwatchedSource(RuleSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String read() throws IOException {
        return source.read();
    }

    @Override
    public @Nullable Path folder() {
        return source.folder();
    }

    @Override
    public Watch watch() {
        return new Watch() {
            private boolean taken;

            @Override
            public @Nullable String next() throws IOException {
                if (taken) {
                    return null;
                }
                String text = read();
                taken = true;
                return text;
            }

            @Override
            public @Nullable Duration interval() {
                return null;
            }
        };
    }
}
