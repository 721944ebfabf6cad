// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import dev.waymark.config.LiveRules;
import dev.waymark.directory.ManagedDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads everything at the moment at which it is asked. */
final class RulesBean implements RulesMXBean {

    private final LiveRules rules;

    RulesBean(LiveRules rules) {
        this.rules = rules;
    }

    @Override
    public String getSource() {
        return rules.status().source();
    }

    @Override
    public String getLastLoad() {
        return rules.status().lastLoad().toString();
    }

    @Override
    public long getLastLoadEpochSeconds() {
        return rules.status().lastLoad().getEpochSecond();
    }

    @Override
    public long getLastAttemptEpochSeconds() {
        return rules.status().lastAttempt().getEpochSecond();
    }

    @Override
    public long getLoads() {
        return rules.status().loads();
    }

    @Override
    public long getLoadFailures() {
        return rules.status().failures();
    }

    @Override
    public @Nullable String getLastProblem() {
        return rules.status().lastProblem();
    }

    @Override
    public int getRules() {
        return rules.current().rules().inOrder().size();
    }

    @Override
    public int getTargets() {
        return rules.current().rules().targets().size();
    }

    @Override
    public int getDirectories() {
        return rules.current().directories().size();
    }

    @Override
    public Map<String, DirectoryFigures> getDirectoryFigures() {
        Map<String, DirectoryFigures> figures = new LinkedHashMap<>();
        for (ManagedDirectory directory : rules.current().directories()) {
            figures.put(directory.name(), new DirectoryFigures(directory.type(), directory.counts()));
        }
        return figures;
    }
}
