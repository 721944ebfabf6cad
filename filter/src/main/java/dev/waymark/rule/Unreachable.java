// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.List;

/**
 * A rule that no login can reach, since earlier rules decide all that it would match.
 *
 * @param rule its place in {@link Rules#inOrder}, from 0
 * @param earlier the places of the rules that take its logins, ascending; more than one where each takes some of a
 *     list of texts. Of many, the first few
 * @param why a sentence for a reader, which names the earlier rules
 */
public record Unreachable(int rule, List<Integer> earlier, String why) {

    public Unreachable {
        earlier = List.copyOf(earlier);
    }
}
