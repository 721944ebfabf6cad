// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command-line tool in this JVM, on a terminal of the test's own. */
public final class Tool {

    private boolean interactive;
    private Charset charset = StandardCharsets.UTF_8;
    private String in = "";

    /** One on which nobody looks, in UTF-8. */
    public Tool() {}

    /** What a command did. */
    public record Result(int code, String out, String err) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    /** Somebody looks. */
    Tool interactive() {
        interactive = true;
        return this;
    }

    Tool charset(Charset other) {
        charset = other;
        return this;
    }

    Tool in(String text) {
        in = text;
        return this;
    }

    public Result run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, err, charset, interactive, 100);
        int code = Main.run(terminal, texts);
        return new Result(code, out.toString(charset), err.toString(charset));
    }
}
