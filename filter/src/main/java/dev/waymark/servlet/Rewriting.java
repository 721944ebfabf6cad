// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.OnFailure;
import dev.waymark.config.RulesFile;
import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.rule.Rules;
import jakarta.servlet.http.HttpServletRequest;

/** What the rules file asks for, ready for use. Immutable. */
record Rewriting(Rules rules, LoginRewriter rewriter, OnFailure onFailure, int maxBody) {

    Rewriting(RulesFile file) {
        this(file.rules(), new LoginRewriter(file.rules(), file.injection()), file.onFailure(), file.maxBody());
    }

    /** Whether a login response can begin with this byte or character. */
    static boolean mayBegin(int first) {
        return switch (first) {
            case '{', ' ', '\t', '\r', '\n' -> true;
            // A byte order mark as a byte and as a character, and the magic number of gzip.
            case 0xef, 0xfeff, 0x1f -> true;
            default -> false;
        };
    }

    /** What the homeserver's own code says of the target, which wins over the rules. */
    static Instruction instruction(HttpServletRequest request) {
        Object target = request.getAttribute(Instruction.TARGET_ATTRIBUTE);
        Object url = request.getAttribute(Instruction.BASE_CS_URL_ATTRIBUTE);
        return target == null && url == null ? Instruction.NONE : new Instruction(target, url);
    }
}
