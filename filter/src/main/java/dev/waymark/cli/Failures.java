// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Users of whom nothing can be decided: how many, and the first few reasons. */
final class Failures {

    private static final int MAX_REASONS = 5;
    private static final String OTHER = "for other reasons";

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long users;

    void add(String reason) {
        users++;
        reasons.merge(reasons.containsKey(reason) || reasons.size() < MAX_REASONS ? reason : OTHER, 1L, Long::sum);
    }

    long users() {
        return users;
    }

    /** Tells the reasons; true where there are none. */
    boolean reportTo(Terminal terminal) {
        reasons.forEach((reason, count) -> terminal.err()
                .println(terminal.red("error: ") + count + (count == 1 ? " user" : " users") + " cannot be decided: "
                        + reason));
        return users == 0;
    }
}
