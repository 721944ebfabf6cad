// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that cannot say which one they were given. */
final class Ports {

    private Ports() {}

    /** A port of the loopback interface that was free a moment ago. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
