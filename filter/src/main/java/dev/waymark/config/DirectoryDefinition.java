// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.nio.file.Path;
import java.util.Set;

/**
 * All that a directory is opened from: one that comes from an equal definition need not be opened again.
 *
 * @param settings its value in the rules file, see {@link PlainValues}; it may hold passwords
 * @param folder what its paths are relative to
 * @param targets the names that it may answer, by which its content may have been checked
 */
record DirectoryDefinition(String name, Class<?> provider, Object settings, Path folder, Set<String> targets) {

    DirectoryDefinition {
        targets = Set.copyOf(targets);
    }

    /** Without the settings. */
    @Override
    public String toString() {
        return "directory \"" + name + "\"";
    }
}
