// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells, without reading it, that a file is another than before: where it really is (which a swapped symbolic link
 * changes), its file key (which a rename onto it changes), its size, and when it was written to.
 *
 * <p>No record, since the JDK keeps hold of the class loader of one that was compared.
 */
final class FileStamp {

    private final Path real;
    private final @Nullable Object key;
    private final long size;
    private final Instant modified;
    private final boolean regular;
    /** When anything of it changed, which no {@code touch} can set back; null where the file system does not tell. */
    private final @Nullable Object changed;

    private FileStamp(Path real, BasicFileAttributes attributes, @Nullable Object changed) {
        this.real = real;
        this.key = attributes.fileKey();
        this.size = attributes.size();
        this.modified = attributes.lastModifiedTime().toInstant();
        this.regular = attributes.isRegularFile();
        this.changed = changed;
    }

    /** @throws IOException where there is no such file */
    static FileStamp of(Path path) throws IOException {
        Path real = path.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        boolean isUnix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new FileStamp(real, attributes, isUnix ? Files.getAttribute(real, "unix:ctime") : null);
    }

    boolean isSameAs(@Nullable FileStamp other) {
        return other != null
                && real.equals(other.real)
                && (key == null ? other.key == null : key.equals(other.key))
                && size == other.size
                && modified.equals(other.modified)
                && regular == other.regular
                && (changed == null ? other.changed == null : changed.equals(other.changed));
    }

    Instant modified() {
        return modified;
    }

    /** Whether it can be read twice. */
    boolean isRegular() {
        return regular;
    }
}
