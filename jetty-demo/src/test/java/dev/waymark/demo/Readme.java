// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fenced code blocks of a Markdown file. Tests of other packages follow documents too. */
public final class Readme {

    private static final String FENCE = "```";
    private static final List<String> VARYING = List.of("access_token", "device_id");

    /**
     * A block.
     *
     * @param label the HTML comment in the line before it, without its marks, or empty
     * @param line the line that it begins in, from 1
     */
    public record Block(String language, String label, String text, int line) {

        @Override
        public String toString() {
            return "line " + line;
        }
    }

    private Readme() {}

    /** All blocks, in their order. */
    public static List<Block> blocks(Path file) throws IOException {
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

    /** The JSON values of a text, written in one way, without what is another each time: a document shows dots there. */
    public static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        try (MappingIterator<JsonNode> all =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(text)) {
            while (all.hasNext()) {
                JsonNode value = all.next();
                if (value instanceof ObjectNode object) {
                    VARYING.stream().filter(object::has).forEach(field -> object.put(field, "..."));
                }
                values.add(value.toString());
            }
        }
        return values;
    }

    private static String label(String line) {
        return line.startsWith("<!--") && line.endsWith("-->")
                ? line.substring(4, line.length() - 3).strip()
                : "";
    }
}
