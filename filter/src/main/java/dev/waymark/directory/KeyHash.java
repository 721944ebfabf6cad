// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

/** A hash of bytes. Safe for use by many threads. */
@FunctionalInterface
interface KeyHash {

    /** The hash of the bytes from {@code from} to {@code to}; all of its bits are used. */
    long of(byte[] bytes, int from, int to);
}
