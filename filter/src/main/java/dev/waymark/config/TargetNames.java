// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads names of targets that must be known; one that is not is reported. */
final class TargetNames {

    private final Problems problems;
    private final Values values;
    private final @Nullable Collection<String> known;
    private final String where;

    /**
     * @param known null where that could not be read, so that any name may be right
     * @param where the known ones are, for a message: {@code in the rules}
     */
    TargetNames(Problems problems, @Nullable Collection<String> known, String where) {
        this.problems = problems;
        this.values = new Values(problems);
        this.known = known;
        this.where = where;
    }

    /** The name that a value is; null where it is none, or is not known. */
    @Nullable
    String read(Node node) {
        String name = values.text(node, "the name of a target");
        return name != null && node instanceof Node.Text text && isKnown(name, text.written(), node.place())
                ? name
                : null;
    }

    /** Whether a name is known. */
    boolean isKnown(String name, String written, Node.Place place) {
        if (known == null || known.contains(name)) {
            return true;
        }
        problems.add(
                place,
                "no target " + where + " has the name " + values.misspelt(written, known) + "; "
                        + (known.isEmpty()
                                ? "and there are no targets"
                                : "expected one of " + Values.listed(known.stream())));
        return false;
    }
}
