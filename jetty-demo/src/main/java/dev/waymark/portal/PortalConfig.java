// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.RuleSource;
import java.time.Duration;

/**
 * What a portal needs to know.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param serverName the Matrix server name that a login with a bare localpart is taken to mean
 * @param rules decide on the login request, before it is forwarded
 * @param loginTimeout how long a homeserver may take to answer a login; afterwards the client gets a 504
 */
public record PortalConfig(String host, int port, String serverName, RuleSource rules, Duration loginTimeout) {

    /** Time enough for a slow password hash with a queue in front of it. */
    public static final Duration DEFAULT_LOGIN_TIMEOUT = Duration.ofSeconds(30);
}
