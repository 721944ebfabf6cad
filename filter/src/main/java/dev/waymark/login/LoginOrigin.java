// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a login came from and what host it asked, in the one form that rules know; servlet containers have several. */
public final class LoginOrigin {

    private LoginOrigin() {}

    /**
     * The IP address of a client as a literal alone: an IPv6 address without the brackets that Jetty puts around it, and
     * without the name of this machine's network card ({@code %eth0}).
     *
     * @param remoteAddr what the container says; null or empty where there is none, as on a Unix domain socket
     */
    public static @Nullable String clientIp(@Nullable String remoteAddr) {
        if (remoteAddr == null || remoteAddr.isEmpty()) {
            return null;
        }
        int start = remoteAddr.charAt(0) == '[' ? 1 : 0;
        int end = remoteAddr.length() - (start == 1 && remoteAddr.endsWith("]") ? 1 : 0);
        int zone = remoteAddr.indexOf('%');
        return remoteAddr.substring(start, zone < 0 ? end : zone);
    }

    /**
     * The host that a client asked: without port, in lower case, an IPv6 address in brackets, as in a URL.
     *
     * @param serverName what the container says
     */
    public static @Nullable String host(@Nullable String serverName) {
        if (serverName == null || serverName.isEmpty()) {
            return null;
        }
        String host = serverName.toLowerCase(Locale.ROOT);
        return host.indexOf(':') >= 0 && host.charAt(0) != '[' ? '[' + host + ']' : host;
    }
}
