// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one filter. Public since JMX asks that of it; made by {@link RulesMetrics}. No attribute holds a secret, or
 * anything that a user sent.
 */
public interface RulesMXBean {

    /** Where the rules are from: a path, or a URL without its query. */
    String getSource();

    /** When the rules in force were loaded, in ISO 8601, in UTC. */
    String getLastLoad();

    /** The same in seconds since 1970. */
    long getLastLoadEpochSeconds();

    /** When the source was last looked at, in seconds since 1970. */
    long getLastAttemptEpochSeconds();

    /** How often rules came into force, the first time included. */
    long getLoads();

    /** How often something was bad, and what was in force stayed. */
    long getLoadFailures();

    /** What is wrong now, a problem a line; null where nothing is. */
    @Nullable
    String getLastProblem();

    /** The number of rules in force. */
    int getRules();

    /** The number of targets. */
    int getTargets();

    /** The number of directories. */
    int getDirectories();

    /** How the directories do, by their names. */
    Map<String, DirectoryFigures> getDirectoryFigures();
}
