// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.LiveRules;
import dev.waymark.config.RuleSource;
import dev.waymark.metrics.DirectoryFigures;
import dev.waymark.metrics.RulesMetrics;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rules of one filter: followed, ready for use, and shown to operators. Safe for use by many threads. */
final class FilterRules implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoginRedirectFilter.class.getName());

    private final LiveRules rules;
    private final AtomicReference<@Nullable Rewriting> ready;
    private final RulesMetrics metrics;

    private FilterRules(LiveRules rules, AtomicReference<@Nullable Rewriting> ready, RulesMetrics metrics) {
        this.rules = rules;
        this.ready = ready;
        this.metrics = metrics;
    }

    /**
     * Loads the rules of a source and follows them.
     *
     * @throws ServletException where anything in them is wrong; nothing then is left open
     */
    static FilterRules start(RuleSource source, FilterConfig config) throws ServletException {
        AtomicReference<@Nullable Rewriting> ready = new AtomicReference<>();
        LiveRules rules;
        try {
            rules = LiveRules.start(source, file -> ready.set(new Rewriting(file)));
        } catch (IOException | InvalidRulesException e) {
            throw RuleLocation.cannotStart(e);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Waymark: {0} rules and {1} targets from {2}",
                rules.current().rules().inOrder().size(),
                rules.current().rules().targets().size(),
                source.name());
        String path = config.getServletContext().getContextPath();
        String filter = config.getFilterName();
        return new FilterRules(
                rules,
                ready,
                RulesMetrics.show(
                        rules,
                        path == null || path.isEmpty() ? "/" : path,
                        filter == null ? Registrations.FILTER_NAME : filter));
    }

    /** What is in force now, for one login from its beginning to its end. */
    Rewriting current() {
        Rewriting current = ready.get();
        if (current == null) {
            throw new IllegalStateException("rules came into force unprepared");
        }
        return current;
    }

    LiveRules.Status status() {
        return rules.status();
    }

    Map<String, DirectoryFigures> directoryFigures() {
        return RulesMetrics.directoryFigures(rules);
    }

    @Override
    public void close() {
        metrics.close();
        rules.close();
    }
}
