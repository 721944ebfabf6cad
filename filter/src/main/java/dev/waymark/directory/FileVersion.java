// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file from another, without reading it: where the path leads over symbolic links, which file
 * that is, its size, when it was written last, and when anything of it changed.
 *
 * <p>No record, since the JDK keeps hold of the class loader of one that was compared.
 */
final class FileVersion {

    /**
     * How long after a change another one may bear the same time: clocks of file systems tick every two seconds at the
     * slowest (FAT).
     */
    private static final Duration TICK = Duration.ofSeconds(3);

    private final Path real;
    private final BasicFileAttributes attributes;
    private final @Nullable Object changed;

    private FileVersion(Path real, BasicFileAttributes attributes, @Nullable Object changed) {
        this.real = real;
        this.attributes = attributes;
        this.changed = changed;
    }

    /**
     * The version that is there now.
     *
     * @throws IOException where there is none; its message says why
     */
    static FileVersion of(Path path) throws IOException {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new IOException("it is no file" + (attributes.isDirectory() ? ", but a folder" : ""));
            }
            boolean isUnix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
            return new FileVersion(real, attributes, isUnix ? Files.getAttribute(real, "unix:ctime") : null);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("access is denied", e);
        }
    }

    boolean isSameAs(FileVersion other) {
        return real.equals(other.real)
                && Objects.equals(attributes.fileKey(), other.attributes.fileKey())
                && size() == other.size()
                && attributes.lastModifiedTime().equals(other.attributes.lastModifiedTime())
                && Objects.equals(changed, other.changed);
    }

    /** Whether it was written so short a time ago that a later change might not show. */
    boolean isFresh(Instant now) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return Duration.between(modified, now).abs().compareTo(TICK) < 0;
    }

    /** Where the path leads, over symbolic links. */
    Path real() {
        return real;
    }

    /** In bytes. */
    long size() {
        return attributes.size();
    }
}
