// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.List;

/**
 * The threads of HTTP directories. Not the JVM's Keep-Alive-Timer: it comes where a server does not say that it closes its
 * connection, knows nothing of us, and ends by itself when the JVM has closed that.
 */
final class HttpThreads {

    private HttpThreads() {}

    static List<String> all() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("waymark-directory-"))
                .toList();
    }
}
