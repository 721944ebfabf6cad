// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.FileVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a file's content has changed. It is read where its {@link FileVersion} has, and as long as that is so young
 * that another write might leave it the same; then the contents are compared, of which only a digest is kept.
 *
 * <p>A changed content is taken once the file has rested, so that one which is still being written is not taken for the
 * whole: half a file may be good YAML. For use by one thread at a time.
 */
final class WatchedFile {

    /** How long a changed file must not have been written to. */
    static final Duration REST = Duration.ofSeconds(1);

    private final Path path;
    private final int maxBytes;
    private final Clock clock;

    private @Nullable FileVersion seen;
    private boolean fresh;
    private byte @Nullable [] taken;
    private byte @Nullable [] candidate;
    private Instant candidateSince = Instant.EPOCH;

    /** @param maxBytes of a larger file no more than these and one more are read */
    WatchedFile(Path path, int maxBytes, Clock clock) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * The content: at the first time always, then where it is another than the one that was returned last, and has rested.
     *
     * @return null where it is the same, or may still be being written
     * @throws IOException where it cannot be read
     */
    byte @Nullable [] next() throws IOException {
        FileVersion before = FileVersion.of(path);
        if (taken != null && (!before.isRegular() || (isUnchanged(before) && candidate == null))) {
            return null;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        Instant now = clock.instant();
        byte[] digest = RuleText.digest(bytes);
        if (taken != null && !Arrays.equals(taken, digest) && !hasRested(before, digest, now)) {
            return null;
        }
        seen = before;
        fresh = before.modified().plus(FileVersion.TICK).isAfter(now);
        candidate = null;
        if (Arrays.equals(taken, digest)) {
            return null;
        }
        taken = digest;
        return bytes;
    }

    private boolean isUnchanged(FileVersion now) {
        return seen != null && now.isSameAs(seen) && !fresh;
    }

    /** By its time of writing; where that is not to be relied on (another machine's clock), by when it was first seen. */
    private boolean hasRested(FileVersion before, byte[] digest, Instant now) throws IOException {
        if (!Arrays.equals(candidate, digest)) {
            candidate = digest;
            candidateSince = now;
        }
        Instant restedSince = now.minus(REST);
        return before.isSameAs(FileVersion.of(path))
                && (!before.modified().isAfter(restedSince) || !candidateSince.isAfter(restedSince));
    }

    /** Whether there is another content, which has not rested yet. */
    boolean isSettling() {
        return candidate != null;
    }
}
