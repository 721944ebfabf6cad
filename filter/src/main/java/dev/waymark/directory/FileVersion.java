// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file from another, without reading it: where the path leads over symbolic links (one that is
 * swapped changes it), which file that is (a rename onto it changes it), its size, when it was written last, and when anything
 * of it changed, which no {@code touch} can set back.
 *
 * <p>Public for those who watch the rules file and its kin. No record, since the JDK keeps hold of the class loader of one that
 * was compared. Immutable.
 */
public final class FileVersion {

    /**
     * How long after a change another one may bear the same time: clocks of file systems tick every two seconds at the
     * slowest (FAT).
     */
    public static final Duration TICK = Duration.ofSeconds(3);

    private final Path real;
    private final BasicFileAttributes attributes;
    /** Null where the file system does not tell. */
    private final @Nullable Object changed;

    private FileVersion(Path real, BasicFileAttributes attributes, @Nullable Object changed) {
        this.real = real;
        this.attributes = attributes;
        this.changed = changed;
    }

    /**
     * The version that is there now.
     *
     * @throws IOException where there is no such file, or it cannot be looked at
     */
    public static FileVersion of(Path path) throws IOException {
        Path real = path.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        boolean isUnix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new FileVersion(real, attributes, isUnix ? Files.getAttribute(real, "unix:ctime") : null);
    }

    /** Whether the other is the same version of the same file. */
    public boolean isSameAs(FileVersion other) {
        return real.equals(other.real)
                && Objects.equals(attributes.fileKey(), other.attributes.fileKey())
                && size() == other.size()
                && isRegular() == other.isRegular()
                && attributes.lastModifiedTime().equals(other.attributes.lastModifiedTime())
                && Objects.equals(changed, other.changed);
    }

    /** Whether it was written so short a time ago that a later change might not show. */
    boolean isFresh(Instant now) {
        return Duration.between(modified(), now).abs().compareTo(TICK) < 0;
    }

    /** When it was written last, by the clock of where it lies. */
    public Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }

    /** Whether it is a plain file, which can be read twice. */
    public boolean isRegular() {
        return attributes.isRegularFile();
    }

    boolean isFolder() {
        return attributes.isDirectory();
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
