// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** Hears of every request that a server of the demo answers. */
@FunctionalInterface
interface RequestListener {

    /**
     * Called once a request. A homeserver calls before the last byte of its answer leaves: who has read that can rely on
     * the call having been made. The portal calls after it. Comes from any thread, and must not throw.
     *
     * @param server the homeserver's name, or {@code portal}
     * @param path as the client sent it, percent-encoded, without the query, which may hold an access token
     */
    void answered(String server, String method, String path, int status);
}
