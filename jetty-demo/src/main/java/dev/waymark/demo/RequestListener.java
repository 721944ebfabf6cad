// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** Hears of every request that a demo homeserver answers. */
@FunctionalInterface
interface RequestListener {

    /**
     * Called once a request, when its answer is settled and before the last byte of it leaves: who has read an answer
     * can rely on the call having been made. Comes from any thread, and must not throw.
     *
     * @param path as the client sent it, percent-encoded, without the query, which may hold an access token
     */
    void answered(String homeserver, String method, String path, int status);
}
