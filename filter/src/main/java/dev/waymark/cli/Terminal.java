// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine.Help.Ansi;

/** Where a command reads and writes, and what can be shown there: colours and progress only where somebody looks. */
final class Terminal {

    private static final int DEFAULT_WIDTH = 80;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 200;

    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;
    private final boolean blocks;
    private final int width;

    Terminal(InputStream in, OutputStream out, OutputStream err, Charset charset, boolean interactive, int width) {
        this.in = in;
        this.out = new PrintWriter(new OutputStreamWriter(out, charset));
        this.err = new PrintWriter(new OutputStreamWriter(err, charset), true);
        this.interactive = interactive;
        this.blocks = charset.newEncoder().canEncode('█');
        this.width = width;
    }

    /** That of the process. */
    static Terminal ofSystem() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return new Terminal(System.in, System.out, System.err, charset, Ansi.AUTO.enabled(), widthOfSystem());
    }

    private static int widthOfSystem() {
        try {
            return Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(System.getenv("COLUMNS"))));
        } catch (NumberFormatException e) {
            // Not set, or not to a number: shells set it for themselves rather than for what they start.
            return DEFAULT_WIDTH;
        }
    }

    InputStream in() {
        return in;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** In columns. */
    int width() {
        return width;
    }

    boolean isColoured() {
        return interactive;
    }

    /** Whether somebody sees a line that is written over. */
    boolean showsProgress() {
        return interactive;
    }

    /** What bars are made of. */
    char block() {
        return blocks ? '█' : '#';
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String red(String text) {
        return coloured("1;31", text);
    }

    String green(String text) {
        return coloured("32", text);
    }

    String yellow(String text) {
        return coloured("1;33", text);
    }

    String blue(String text) {
        return coloured("34", text);
    }

    String faint(String text) {
        return coloured("2", text);
    }

    private String coloured(String code, String text) {
        return interactive ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
