// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.ManagedDirectory;
import dev.waymark.spi.Directory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a file that is being read: those that the file before it has open already, and those that were
 * opened for this one, which are closed where nothing comes of it. For use by one thread.
 */
final class OpenedDirectories implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OpenedDirectories.class.getName());

    private final List<ManagedDirectory> previous;
    private final List<ManagedDirectory> all = new ArrayList<>();
    private final List<ManagedDirectory> opened = new ArrayList<>();

    OpenedDirectories(List<ManagedDirectory> previous) {
        this.previous = previous;
    }

    @Nullable
    ManagedDirectory previous(DirectoryDefinition definition) {
        for (ManagedDirectory directory : previous) {
            if (directory.isDefinedBy(definition)) {
                return directory;
            }
        }
        return null;
    }

    /** One that is open already. */
    ManagedDirectory keep(ManagedDirectory directory) {
        all.add(directory);
        return directory;
    }

    /** One that was opened. */
    ManagedDirectory add(ManagedDirectory directory) {
        opened.add(directory);
        return keep(directory);
    }

    List<ManagedDirectory> all() {
        return all;
    }

    /** The file was read: it owns them now. */
    void handOver() {
        opened.clear();
    }

    @Override
    public void close() {
        opened.forEach(Retired::close);
    }

    /** Closes one that was opened in vain. */
    void closeAtOnce(String name, Directory directory) {
        try {
            directory.close();
        } catch (Exception | Error e) {
            // Not the message: what it holds is not known.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "directory \"{0}\" could not be closed: {1}",
                    name,
                    e.getClass().getName());
        }
    }
}
