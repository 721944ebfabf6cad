// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the text of a rules file comes from. Implementations are safe for use by many threads. */
public interface RuleSource {

    /** The largest rules file that is read, in bytes: 64 MiB, some hundreds of thousands of rules. */
    int MAX_BYTES = 64 << 20;

    /** How long a rules file's server may take to accept a connection, and each time to send something. */
    Duration TIMEOUT = Duration.ofSeconds(10);

    /** How long a rules file's server may take to send all of it. */
    Duration TOTAL_TIMEOUT = Duration.ofMinutes(1);

    /** How often a file is looked at, unless the rules file says otherwise. */
    Duration FILE_INTERVAL = Duration.ofSeconds(2);

    /** How often any other source is asked, unless the rules file says otherwise. */
    Duration OTHER_INTERVAL = Duration.ofSeconds(30);

    /** What messages call it: a path or a URL. */
    String name();

    /**
     * The text as it is now.
     *
     * @throws IOException where it cannot be had; the message names the source and says why
     */
    String read() throws IOException;

    /**
     * The folder that paths in the rules file are relative to, or null where it is the working directory: the file's own
     * for one in the file system.
     */
    default @Nullable Path folder() {
        return null;
    }

    /** A watch, to be closed by who asked for it. Unless a source knows better, it is read again and compared. */
    default Watch watch() {
        return new ReadingWatch(this);
    }

    /**
     * Asks a source again and again whether it has changed. For use by one thread at a time, except for {@link #close}.
     */
    interface Watch extends AutoCloseable {

        /**
         * The text: at the first time always, then where it is another than the one that was returned last.
         *
         * @return null where it is the same, or where it may still be being written
         * @throws IOException where it cannot be had; the message names the source and says why. The next call tries again
         */
        @Nullable
        String next() throws IOException;

        /** How long to wait between two calls of {@link #next}, or null where the text never changes. */
        @Nullable
        Duration interval();

        /** Whether there is a change that may still be being written, so that it is worth asking again soon. */
        default boolean isSettling() {
            return false;
        }

        /** Breaks off a call of {@link #next} in another thread; those that follow fail. Does not wait for it. */
        @Override
        default void close() {}
    }

    /** Opens the bytes of a source; for {@link RuleSource#of(String, Opener)}. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /** A source of bytes in UTF-8. */
    static RuleSource of(String name, Opener opener) {
        return new RuleSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String read() throws IOException {
                try (InputStream in = opener.open()) {
                    return RuleText.read(in);
                } catch (IOException e) {
                    throw RuleText.unreadable(name, e);
                }
            }
        };
    }

    /** A file. */
    static RuleSource file(Path path) {
        return file(path.toString(), path);
    }

    /** A file that messages call by another name. */
    static RuleSource file(String name, Path path) {
        return new FileSource(name, path);
    }

    /** A text in memory. */
    static RuleSource text(String name, String text) {
        return new TextSource(name, text, null);
    }

    /**
     * An http or https URL. No connection is kept. Its query may be a secret, so its name leaves that out. User info is not
     * sent. A watch asks by {@code ETag} and {@code Last-Modified}, where the server tells them.
     *
     * @throws IllegalArgumentException where it is another kind of URL
     */
    static RuleSource url(URI url) {
        return new UrlSource(url);
    }

    /**
     * The same source with its text as it is now, which is read here and not again: standard input can be read but once.
     *
     * @throws IOException where it cannot be had; the message names the source and says why
     */
    static RuleSource once(RuleSource source) throws IOException {
        return new TextSource(source.name(), source.read(), source.folder());
    }

    /** The same source, taken for one that never changes. */
    static RuleSource unwatched(RuleSource source) {
        return new UnwatchedSource(source);
    }
}
