// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows where users belong: a directory, to the rules. Implementations are safe for use by many threads. */
public interface Finder {

    /** What messages call it. */
    String name();

    /** The facts of a login that it looks at. */
    Set<Fact> facts();

    /**
     * Where the user of a login belongs.
     *
     * @return null where the directory does not know the user
     * @throws DecisionException where the directory cannot say, and no later rule shall be tried then
     */
    @Nullable
    Target find(Login login);
}
