// SPDX-License-Identifier: Apache-2.0
package dev.waymark.spi;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A type of condition: {@code "custom": {"type": "...", ...}} in a rule of the rules file. Found by
 * {@link java.util.ServiceLoader}; needs a public constructor without arguments.
 */
public interface ConditionProvider {

    /** The {@code type} in the rules file, which no other provider has. */
    String type();

    /**
     * Makes a condition. Wrong settings are reported to {@link Settings}.
     *
     * @param settings without the key {@code type}
     * @return whether the condition holds for a login. It is asked by many threads at once, must not wait for anything, and
     *     finds a fact that is not known to be null
     */
    Predicate<Login> create(Settings settings);

    /** The facts that its conditions look at; all of them, unless it says otherwise. What is not named may be unknown. */
    default Set<Fact> facts() {
        return EnumSet.allOf(Fact.class);
    }
}
