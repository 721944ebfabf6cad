// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.rule.Rules;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;

/** All that the portal asks targets on its own behalf, from when it is in service to when it stops. */
final class Probing implements AutoCloseable {

    private final Timer timer;
    private final TargetProbes targets;
    private final Discovery discovery;

    /**
     * Asks nothing yet.
     *
     * @param http running by the time that this is started, and stopped later than this is closed
     * @param ssoFlows the flows of the portal's own single sign-on, in JSON; empty where it has none
     * @param rules those in force; null where there are none for the moment
     */
    Probing(PortalConfig config, HttpClient http, List<String> ssoFlows, Supplier<@Nullable Rules> rules) {
        ProbeClient client = new ProbeClient(http, config.probe().timeout());
        timer = new Timer(http::getScheduler);
        targets = new TargetProbes(client, timer, rules, config.probe());
        discovery = Discovery.of(config, ssoFlows, client, timer, rules);
    }

    void start() {
        targets.start();
        discovery.start();
    }

    TargetProbes targets() {
        return targets;
    }

    Discovery discovery() {
        return discovery;
    }

    /** Asks no more, and hears no more of what was asked. */
    @Override
    public void close() {
        timer.close();
        targets.stop();
    }
}
