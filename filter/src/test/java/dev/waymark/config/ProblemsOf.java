// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** What is reported of a rules file. */
final class ProblemsOf {

    private ProblemsOf() {}

    /** The problems, one a line: {@code line:column: /path: message}. */
    static List<String> file(String json) {
        InvalidRulesException e = catchThrowableOfType(
                InvalidRulesException.class, () -> RulesFile.load(RuleSource.text("waymark.json", json)));
        assertThat(e).as("a file with problems").isNotNull();
        assertThat(e.problems()).extracting(Problem::file).containsOnly("waymark.json");
        return e.problems().stream()
                .map(problem -> problem.toString().substring("waymark.json:".length()))
                .toList();
    }
}
