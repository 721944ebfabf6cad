// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The order in which servers are tried: as they are listed, but those that failed a short while ago come last, so that not
 * every connection waits for them. Safe for use by many threads.
 */
final class LdapServerOrder {

    /** How long a server that failed comes last. */
    static final Duration PENALTY = Duration.ofSeconds(30);

    private final List<LdapServer> servers;
    private final LongSupplier nanos;
    private final Map<LdapServer, Long> failures = new HashMap<>();

    LdapServerOrder(List<LdapServer> servers, LongSupplier nanos) {
        this.servers = List.copyOf(servers);
        this.nanos = nanos;
    }

    synchronized List<LdapServer> order() {
        long now = nanos.getAsLong();
        failures.values().removeIf(since -> now - since >= PENALTY.toNanos());
        List<LdapServer> order = new ArrayList<>(servers.size());
        servers.stream().filter(server -> !failures.containsKey(server)).forEach(order::add);
        servers.stream().filter(failures::containsKey).forEach(order::add);
        return order;
    }

    synchronized void failed(LdapServer server) {
        failures.put(server, nanos.getAsLong());
    }

    synchronized void worked(LdapServer server) {
        failures.remove(server);
    }
}
