// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.AddressRange;
import dev.waymark.rule.BaseUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is known of where a URL leads, without asking anybody. */
final class Addresses {

    private static final AddressRange LOOPBACK = AddressRange.parse("127.0.0.0/8");
    private static final AddressRange LOOPBACK_OF_IPV6 = AddressRange.parse("::1");

    private Addresses() {}

    /** Whether two base URLs are written for the same place: a default port may stand there or not. */
    static boolean areSame(BaseUrl one, BaseUrl other) {
        return withPort(one).equals(withPort(other));
    }

    private static String withPort(BaseUrl url) {
        URI uri = URI.create(url.toString());
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        return uri.getScheme() + "://" + uri.getHost() + ":" + port + uri.getRawPath();
    }

    /** Whether what is sent there can be read on the way: in clear, and to another machine. */
    static boolean isInClear(URI url) {
        return "http".equals(url.getScheme()) && !isLoopback(url.getHost());
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equals("localhost")
                        || host.endsWith(".localhost")
                        || LOOPBACK.match(host) != null
                        || LOOPBACK_OF_IPV6.match(host) != null);
    }
}
