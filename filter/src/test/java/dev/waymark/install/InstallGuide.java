// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/**
 * {@code docs/install.md} as something to be followed. It is in sections, one for each heading of any level, and what is
 * in a section is done in its order:
 *
 * <ul>
 *   <li>a fenced block in the line after {@code <!-- file: NAME -->} is a file to be written. In its name, as in a shell,
 *       {@code $VARIABLE} stands for what the reader has in that variable;
 *   <li>an {@code sh} block is a list of commands, run by bash in the repository's folder.
 * </ul>
 *
 * <p>Any other block is for the reader, or for a test that asks for it.
 */
final class InstallGuide {

    private static final String FENCE = "```";
    private static final String FILE = "<!-- file: ";
    private static final String COMMENT_END = "-->";

    /**
     * A fenced block.
     *
     * @param file the name of the file that it is, with its variables, or empty
     * @param line the line that it begins in, from 1
     */
    record Block(String language, String file, String text, int line) {

        boolean isFile() {
            return !file.isEmpty();
        }

        boolean isCommands() {
            return !isFile() && language.equals("sh");
        }
    }

    private final Path path;
    private final List<String> lines;
    private final Map<String, List<Block>> sections = new LinkedHashMap<>();

    private InstallGuide(Path path, List<String> lines) {
        this.path = path;
        this.lines = lines;
        parse();
    }

    /** The project's own. */
    static InstallGuide read() throws IOException {
        Path path = Repository.ROOT.resolve("docs/install.md");
        return new InstallGuide(path, Files.readAllLines(path));
    }

    /** A guide with this text. */
    static InstallGuide of(String text) {
        return new InstallGuide(Path.of("a guide"), text.lines().toList());
    }

    private void parse() {
        List<Block> blocks = new ArrayList<>();
        sections.put("", blocks);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(FENCE)) {
                int end = end(i);
                String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
                String file = i == 0 ? "" : file(lines.get(i - 1).strip());
                blocks.add(new Block(line.substring(FENCE.length()).strip(), file, text, i + 1));
                i = end;
            } else if (line.matches("#+ .*")) {
                blocks = new ArrayList<>();
                String heading = line.replaceFirst("#+ +", "");
                if (sections.put(heading, blocks) != null) {
                    throw new IllegalStateException(path + " has two sections \"" + heading + "\"");
                }
            }
        }
    }

    private int end(int start) {
        for (int i = start + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(FENCE)) {
                return i;
            }
        }
        throw new IllegalStateException(path + ":" + (start + 1) + ": a block without an end");
    }

    private static String file(String comment) {
        return comment.startsWith(FILE) && comment.endsWith(COMMENT_END)
                ? comment.substring(FILE.length(), comment.length() - COMMENT_END.length())
                        .strip()
                : "";
    }

    /** The headings, in their order. */
    List<String> headings() {
        return sections.keySet().stream().filter(heading -> !heading.isEmpty()).toList();
    }

    /** The lines of the whole guide. */
    List<String> lines() {
        return lines;
    }

    /** The blocks of a section, if there are any. */
    List<Block> allBlocks(String heading) {
        return List.copyOf(sections.getOrDefault(heading, List.of()));
    }

    /** The blocks of a section that has some, without those of the sections below it. */
    List<Block> blocks(String heading) {
        List<Block> blocks = allBlocks(heading);
        if (blocks.isEmpty()) {
            throw new IllegalStateException(path + " has no section \"" + heading + "\" with blocks");
        }
        return blocks;
    }

    /** The texts of a section's blocks in a language that are no files and no commands. */
    List<String> blocks(String heading, String language) {
        return blocks(heading).stream()
                .filter(block -> block.language().equals(language) && !block.isFile())
                .map(Block::text)
                .toList();
    }

    /** The text of a section's only such block. */
    String block(String heading, String language) {
        List<String> found = blocks(heading, language);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    path + ": section \"" + heading + "\" has " + found.size() + " blocks of " + language);
        }
        return found.get(0);
    }

    /** A reader of the guide with these variables set. */
    Reader reader(Map<String, String> variables) {
        return new Reader(this, variables, UnaryOperator.identity());
    }

    /**
     * Someone who does what the guide says.
     *
     * @param wording what the reader has to put in other words, where the guide says so
     */
    record Reader(InstallGuide guide, Map<String, String> variables, UnaryOperator<String> wording) {

        /** The same for a container with {@code javax.servlet}, who takes the files with that name. */
        Reader onJavax() {
            return new Reader(
                    guide,
                    variables,
                    text -> wording.apply(text)
                            .replaceAll("\\b(standalone|overlay)(?=\\.jar|\\.war|</classifier>| -D)", "$1-javax"));
        }

        /** The same with other words for some. */
        Reader saying(String words, String other) {
            return new Reader(guide, variables, text -> wording.apply(text).replace(words, other));
        }

        /** Writes the files and runs the commands of a section. */
        void follow(String heading) throws IOException, InterruptedException {
            List<Block> toDo = guide.blocks(heading).stream()
                    .filter(block -> block.isFile() || block.isCommands())
                    .toList();
            if (toDo.isEmpty()) {
                throw new IllegalStateException(guide.path + ": nothing to do in section \"" + heading + "\"");
            }
            for (Block block : toDo) {
                if (block.isFile()) {
                    Path file = Repository.ROOT.resolve(expand(block));
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, wording.apply(block.text()));
                } else {
                    Commands.run(wording.apply(block.text()), variables);
                }
            }
        }

        private String expand(Block block) {
            String name = block.file();
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                name = name.replaceAll(
                        "\\$" + variable.getKey() + "\\b", Matcher.quoteReplacement(variable.getValue()));
            }
            if (name.contains("$")) {
                throw new IllegalStateException(
                        guide.path + ":" + block.line() + ": no such variable in " + block.file());
            }
            return name;
        }
    }
}
