// SPDX-License-Identifier: Apache-2.0
package dev.waymark.spi;

/**
 * A type of directory: {@code {"type": "...", ...}} below {@code directories} in the rules file. Found by
 * {@link java.util.ServiceLoader}; needs a public constructor without arguments.
 */
public interface DirectoryProvider {

    /** The {@code type} in the rules file, which no other provider has. */
    String type();

    /**
     * Opens a directory. Wrong settings are reported to {@link Settings}, as many as there are; then the rules file is
     * refused, and what was returned is closed. A server that does not answer is no reason to fail: homeservers must be
     * able to start without it.
     *
     * @param settings without the keys that any directory has: {@code type}, {@code timeout}, {@code cache},
     *     {@code on_error}, {@code allowed_hosts}, {@code max_concurrent}
     */
    Directory open(Settings settings);
}
