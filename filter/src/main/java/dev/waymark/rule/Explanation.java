// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of a login, and why. It repeats what is known of the login, though never the value of a header,
 * since a token may stand there: it is for whoever asks about a login, on the command line or on a page, and never
 * for logs. Immutable.
 *
 * @param decision what is decided, or null where that fails
 * @param failure why it fails, as {@link Rules#decide} says it; or null where it does not
 * @param rules each rule, in order
 */
public record Explanation(
        @Nullable Decision decision, @Nullable String failure, List<OfRule> rules) {

    public Explanation {
        rules = List.copyOf(rules);
    }

    /**
     * What one rule says.
     *
     * @param name the rule's name
     * @param matched whether it is the rule that decided; or that failed, and kept later ones from being tried
     * @param why what of it holds, or the first thing that does not, in words for a reader; what users sent is
     *     escaped and cut in it so that it can be printed on a terminal
     */
    public record OfRule(String name, boolean matched, String why) {}
}
