// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the portal answers to {@code GET /login} and {@code GET /versions}: what its configuration lists, or what a target does. The latter
 * is asked for as often as targets are probed.
 */
final class Discovery {

    private static final String LOGIN = "/_matrix/client/v3/login";

    private final ProbeAnswer login;
    private final ProbeAnswer versions;
    private final List<KeptAnswer> kept;

    private Discovery(ProbeAnswer login, ProbeAnswer versions, List<KeptAnswer> kept) {
        this.login = login;
        this.versions = versions;
        this.kept = kept;
    }

    /**
     * As configured.
     *
     * @param ssoFlows the flows of the portal's own single sign-on, in JSON; empty where it has none
     * @param rules those in force; null where there are none for the moment
     */
    static Discovery of(
            PortalConfig config,
            List<String> ssoFlows,
            ProbeClient client,
            Timer timer,
            Supplier<@Nullable Rules> rules) {
        if (config.flows() instanceof PortalConfig.FlowsOfTarget source) {
            Supplier<@Nullable Target> target = () -> {
                Rules current = rules.get();
                return current == null ? null : current.target(source.target());
            };
            KeptAnswer login = new KeptAnswer(
                    "what target " + source.target() + " answers to GET /login",
                    () -> ask(client, target.get(), LOGIN, json -> LoginFlows.atPortal(json, ssoFlows)),
                    timer,
                    config.probe().interval());
            KeptAnswer versions = new KeptAnswer(
                    "what target " + source.target() + " answers to GET /versions",
                    () -> ask(client, target.get(), TargetProbes.VERSIONS, Versions::read),
                    timer,
                    config.probe().interval());
            return new Discovery(new ProbeAnswer(login), new ProbeAnswer(versions), List.of(login, versions));
        }
        List<String> flows = new ArrayList<>(((PortalConfig.ListedFlows) config.flows()).json());
        flows.addAll(ssoFlows);
        return new Discovery(ProbeAnswer.of(LoginFlows.of(flows)), ProbeAnswer.of(Versions.DEFAULT), List.of());
    }

    private static CompletableFuture<Fetched> ask(
            ProbeClient client, @Nullable Target target, String path, Fetched.JsonReader reader) {
        if (target == null) {
            return CompletableFuture.completedFuture(Fetched.failed(Fault.NOT_IN_RULES));
        }
        return client.get(target.reachedAt(), path).thenApply(answer -> answer.read(reader));
    }

    /** Begins to ask, where there is somebody to ask. */
    void start() {
        kept.forEach(KeptAnswer::start);
    }

    ProbeAnswer login() {
        return login;
    }

    ProbeAnswer versions() {
        return versions;
    }
}
