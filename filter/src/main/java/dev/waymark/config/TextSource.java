// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A text in memory, which never changes. */
final class TextSource implements RuleSource {

    private final String name;
    private final String text;
    private final @Nullable Path folder;

    /** @param folder what paths in it are relative to, if not the working directory */
    TextSource(String name, String text, @Nullable Path folder) {
        this.name = name;
        this.text = text;
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String read() {
        return text;
    }

    @Override
    public @Nullable Path folder() {
        return folder;
    }

    @Override
    public Watch watch() {
        return new UnwatchedSource(this).watch();
    }
}
