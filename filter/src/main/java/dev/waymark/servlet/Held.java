// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.rule.Login;
import java.io.IOException;
import java.util.function.Consumer;

/** What the homeserver has written and the client has not seen: bytes for a stream, characters for a writer. */
interface Held {

    /** How much is held, in bytes or characters. */
    int size();

    /** How long it is in bytes, where each line end is one. */
    long length();

    /** Forgets what is held. */
    void clear();

    /**
     * Changes what is held as the rules say.
     *
     * @param request adds what is known of the login by its request
     * @return false where it stays as it is
     */
    boolean rewrite(LoginRewriter rewriter, Instruction instruction, Consumer<? super Login.Builder> request);

    /** Puts another body, of ASCII, in the place of what is held. */
    void replace(String body);

    /** By how many bytes the changed body is longer than what was held; negative where it is shorter. */
    long growth();

    /** Sends on what is held, changed or not, and calls {@link Capture#sent()} when the container has it all. */
    void send(Marks marks) throws IOException;

    /** Closes the container's own stream or writer. */
    void closeActual() throws IOException;
}
