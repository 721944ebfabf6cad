// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import dev.waymark.demo.Readme;
import dev.waymark.demo.Readme.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The commands and files of a document's section, as a script that does what a reader does, in one shell, in the same order. Each {@code sh} block's
 * output goes to a file; a {@code json} block behind it shows that output. What is labelled {@code <!-- file: NAME -->} is written
 * to that file, and what is labelled {@code <!-- done: by the build -->} has been done.
 */
final class Guide {

    private static final String FILE = "file: ";
    private static final String BUILT = "done: by the build";
    private static final String END = "END_OF_FILE";

    private final List<Block> blocks;
    private final Map<String, String> replacements;

    /**
     * A guide.
     *
     * @param heading the line that the section begins with; it ends before the next that begins so
     * @param replacements what stands in the document, and what in its place for this run
     */
    Guide(Path document, String heading, Map<String, String> replacements) throws IOException {
        List<String> lines = Files.readAllLines(document);
        int start = lines.indexOf(heading);
        String level = heading.substring(0, heading.indexOf(' ') + 1);
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).startsWith(level)) {
            end++;
        }
        int last = end;
        this.blocks = Readme.blocks(document).stream()
                .filter(block -> start >= 0 && block.line() > start && block.line() <= last)
                .toList();
        this.replacements = replacements;
    }

    /** The commands that have been run already. */
    List<String> built() {
        return blocks.stream()
                .filter(block -> block.label().equals(BUILT))
                .map(block -> block.text().strip())
                .toList();
    }

    /** The script, whose blocks write into a directory. */
    String script(Path outputs) {
        StringBuilder script = new StringBuilder("set -eu -o pipefail\n");
        for (Block block : blocks) {
            if (block.label().startsWith(FILE)) {
                String file = block.label().substring(FILE.length());
                script.append("cat > '%s' <<'%s'\n%s%s\n".formatted(file, END, forThisRun(block.text()), END));
            } else if (block.language().equals("sh") && !block.label().equals(BUILT)) {
                script.append("exec > '%s'\n%s".formatted(output(outputs, block), forThisRun(block.text())));
            }
        }
        return script.toString();
    }

    /** What was shown, and what was printed; JSON values, written in one way. */
    record Shown(Block block, List<String> expected, List<String> actual) {}

    /** What the script has printed, where the document shows it. */
    List<Shown> shown(Path outputs) throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (int i = 1; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.language().equals("json") && block.label().isEmpty()) {
                String printed = Files.readString(output(outputs, blocks.get(i - 1)));
                shown.add(new Shown(block, Readme.values(forThisRun(block.text())), Readme.values(printed)));
            }
        }
        return shown;
    }

    private static Path output(Path outputs, Block block) {
        return outputs.resolve(block.line() + ".out");
    }

    private String forThisRun(String text) {
        String replaced = text;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            replaced = replaced.replace(replacement.getKey(), replacement.getValue());
        }
        return replaced;
    }
}
