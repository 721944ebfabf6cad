// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced code blocks of a Markdown file. */
final class Readme {

    private static final String FENCE = "```";

    /**
     * A block.
     *
     * @param label the HTML comment in the line before it, without its marks, or empty
     * @param line the line that it begins in, from 1
     */
    record Block(String language, String label, String text, int line) {

        @Override
        public String toString() {
            return "line " + line;
        }
    }

    private Readme() {}

    static List<Block> blocks(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(FENCE)) {
                int first = i + 1;
                int end = first;
                while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) {
                    end++;
                }
                String text = String.join("\n", lines.subList(first, end)) + "\n";
                blocks.add(new Block(line.substring(FENCE.length()).strip(), label(before), text, first));
                i = end;
            }
            if (!line.isEmpty()) {
                before = line;
            }
        }
        return blocks;
    }

    private static String label(String line) {
        return line.startsWith("<!--") && line.endsWith("-->")
                ? line.substring(4, line.length() - 3).strip()
                : "";
    }
}
