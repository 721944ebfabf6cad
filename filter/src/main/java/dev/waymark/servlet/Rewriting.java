// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.config.OnFailure;
import dev.waymark.config.RulesFile;
import dev.waymark.login.LoginRewriter;

/** What the rules file asks for, ready for use. Immutable. */
record Rewriting(LoginRewriter rewriter, OnFailure onFailure, int maxBody) {

    Rewriting(RulesFile file) {
        this(new LoginRewriter(file.rules(), file.injection()), file.onFailure(), file.maxBody());
    }
}
