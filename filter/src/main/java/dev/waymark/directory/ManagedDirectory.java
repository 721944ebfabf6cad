// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Finder;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import dev.waymark.spi.Directory;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A directory as the rules ask it: with a cache, a limit of time, the check of its answers, and a decision about its
 * failures. A directory in memory is asked directly, without cache and limit.
 *
 * <p>A login is looked up once while others wait for the same; none waits longer than the directory's timeout. Failures
 * are not kept. No message holds what is known of a login, or what the directory answered. Safe for use by many threads.
 */
public final class ManagedDirectory implements Finder, AutoCloseable {

    private final String name;
    private final String type;
    private final Object definition;
    private final Limits.OnError onError;
    private final OpenDirectory directory;
    private final RareWarnings warnings;
    private final Map<String, Target> targets;

    private ManagedDirectory(
            String name,
            String type,
            Object definition,
            Limits.OnError onError,
            OpenDirectory directory,
            RareWarnings warnings,
            Map<String, Target> targets) {
        this.name = name;
        this.type = type;
        this.definition = definition;
        this.onError = onError;
        this.directory = directory;
        this.warnings = warnings;
        this.targets = Map.copyOf(targets);
    }

    /**
     * Takes charge of a directory.
     *
     * @param name what rules and messages call it
     * @param type of its provider
     * @param definition all that it was made from; whoever would make another from an equal one can take this instead
     * @param directory is closed with this
     * @param targets those that it may name
     */
    public static ManagedDirectory of(
            String name,
            String type,
            Object definition,
            Directory directory,
            Limits limits,
            AllowedAnswers allowed,
            Map<String, Target> targets) {
        return of(name, type, definition, directory, limits, allowed, targets, System::nanoTime);
    }

    /** With a clock for the ages of answers and warnings. */
    static ManagedDirectory of(
            String name,
            String type,
            Object definition,
            Directory directory,
            Limits limits,
            AllowedAnswers allowed,
            Map<String, Target> targets,
            LongSupplier nanos) {
        OpenDirectory open = new OpenDirectory(name, directory, limits, allowed, nanos);
        return new ManagedDirectory(name, type, definition, limits.onError(), open, new RareWarnings(nanos), targets);
    }

    /** The same directory, with its cache and counts, for targets of the same names that may have other URLs. */
    public ManagedDirectory with(Map<String, Target> others) {
        return new ManagedDirectory(name, type, definition, onError, directory, warnings, others);
    }

    /** Whether the other is the same open directory, perhaps {@linkplain #with with} other targets. */
    public boolean isSameAs(ManagedDirectory other) {
        return other.directory == directory;
    }

    /** Whether it was made from this. */
    public boolean isDefinedBy(Object other) {
        return definition.equals(other);
    }

    @Override
    public String name() {
        return name;
    }

    /** The type of its provider: {@code csv}, {@code jdbc}, {@code ldap}, {@code http}, or another. */
    public String type() {
        return type;
    }

    @Override
    public Set<Fact> facts() {
        return directory.facts;
    }

    /** How often it was asked, and what came of it. */
    public DirectoryCounts counts() {
        return directory.counts;
    }

    @Override
    public @Nullable Target find(Login login) {
        try {
            return directory.ask(login).in(targets);
        } catch (LookupFailure e) {
            String message = "directory \"" + name + "\": " + e.getMessage();
            if (onError == Limits.OnError.FAIL) {
                throw new DecisionException(message);
            }
            warnings.warn(message + "; the next rule is tried");
            return null;
        }
    }

    /**
     * Reads again what was read, where it has changed; see {@link Directory#refresh}. For one thread at a time.
     *
     * @return whether anything was read again
     * @throws Exception where what was read before is kept; the message says why, a problem a line
     */
    public boolean refresh() throws Exception {
        return directory.refresh();
    }

    /**
     * Ends look-ups that are running, and closes the directory. Waits for that at most some seconds. Look-ups that come
     * later fail. Closing it again does nothing.
     */
    @Override
    public void close() {
        directory.close();
    }
}
