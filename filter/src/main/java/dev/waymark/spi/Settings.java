// SPDX-License-Identifier: Apache-2.0
package dev.waymark.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a directory or condition in the rules file: an object, read key by key. What is wrong is reported with its
 * place, and something sound is returned instead, so that the reading can go on. A key that nobody asked for is reported
 * as unknown. For use by one thread while the file is read.
 */
public interface Settings {

    /**
     * What messages and threads call it: the directory's name in the rules file; for a condition, its {@code type}. The
     * same for {@link #nested} settings.
     */
    String name();

    /**
     * How long a look-up may take: the directory's {@code timeout}, after which its thread is interrupted. For what must be
     * told the server as well. Zero for a condition, which must not wait; the same for {@link #nested} settings.
     */
    Duration timeout();

    /** Whether the key is there. */
    boolean has(String key);

    /** A string that is not empty; reported where there is none. */
    String text(String key);

    /** A string that is not empty, or the default where the key is missing. */
    @Nullable
    String text(String key, @Nullable String otherwise);

    /** One of a few words; the first of them where the key is missing. */
    String oneOf(String key, String... words);

    /** A whole number from {@code min} to {@code max}, or the default where the key is missing. */
    long number(String key, long otherwise, long min, long max);

    /** True or false, or the default where the key is missing. */
    boolean flag(String key, boolean otherwise);

    /**
     * A time such as {@code "500ms"}, {@code "2s"}, {@code "10m"}, {@code "1h"} or {@code "1d"}, from {@code min} to
     * {@code max}; or the default where the key is missing.
     */
    Duration duration(String key, Duration otherwise, Duration min, Duration max);

    /** A list of strings that are not empty, or a single one; none where the key is missing. */
    List<String> texts(String key);

    /** An object of strings, in order; none where the key is missing. */
    Map<String, String> map(String key);

    /** The path of a file, relative to the rules file's folder; reported where there is none. */
    Path file(String key);

    /** An object as settings of its own; where the key is missing, one without keys. */
    Settings nested(String key);

    /** Reports what is wrong with the value of a key, or with the whole where there is no such key: what, and what was expected. */
    void problem(String key, String message);

    /**
     * Reports what is wrong in a file that the settings name.
     *
     * @param line from 1
     * @param column from 1
     */
    void problem(Path file, int line, int column, String message);

    /**
     * Whether the directory may answer this: the name of a target of the rules file, or a base URL that
     * {@code allowed_hosts} allows.
     *
     * @return null where it may; otherwise what is wrong with it, and what was expected
     */
    @Nullable
    String whyNot(String answer);
}
