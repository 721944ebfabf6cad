// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.login.Injection;
import dev.waymark.rule.Rules;
import java.io.IOException;

/**
 * All that a rules file says. Immutable.
 *
 * @param rules the targets, and the rules in order
 * @param injection what is injected
 * @param onFailure what a client gets where that fails
 * @param maxBody the largest login response that is read, in bytes or characters; a larger one passes untouched
 */
public record RulesFile(Rules rules, Injection injection, OnFailure onFailure, int maxBody) {

    /** The default of {@link #maxBody()}: 1 MiB, some thousand times a login response. */
    public static final int DEFAULT_MAX_BODY = 1 << 20;

    /**
     * Loads a rules file.
     *
     * @throws IOException where the source cannot be read; the message names it
     * @throws InvalidRulesException where there is anything wrong in it; the message says all that is, and where
     */
    public static RulesFile load(RuleSource source) throws IOException, InvalidRulesException {
        Problems problems = new Problems(source.name());
        Node root = JsonTree.read(source.read(), problems);
        RulesFile file = root == null ? null : new RulesFileReader(problems).read(root);
        problems.throwIfAny();
        if (file == null) {
            throw new IllegalStateException("a rules file with neither rules nor problems");
        }
        return file;
    }
}
