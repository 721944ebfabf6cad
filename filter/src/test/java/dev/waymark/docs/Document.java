// SPDX-License-Identifier: Apache-2.0
package dev.waymark.docs;

import dev.waymark.cli.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document in Markdown, of which some code blocks are made from files, and some by running what they show. */
final class Document {

    private static final Pattern FILE = Pattern.compile("<!-- (\\S+) -->");
    private static final String CONSOLE = "```console";
    private static final String END = "```";
    private static final String COMMAND = "$ waymark ";
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

    private final Iterator<String> lines;
    private final Path docs;
    private final Path folder;
    private final StringBuilder renewed = new StringBuilder();

    /**
     * @param docs what names of files are relative to
     * @param folder where commands are run: has the examples, too
     */
    Document(String text, Path docs, Path folder) {
        this.lines = text.lines().iterator();
        this.docs = docs;
        this.folder = folder;
    }

    /** The text as it should be. */
    String renewed() throws IOException {
        while (lines.hasNext()) {
            String line = lines.next();
            renewed.append(line).append('\n');
            Matcher file = FILE.matcher(line);
            if (file.matches()) {
                showFile(file.group(1));
            } else if (line.equals(CONSOLE)) {
                runCommands();
            }
        }
        return renewed.toString();
    }

    private void showFile(String name) throws IOException {
        renewed.append(lines.next()).append('\n');
        restOfBlock();
        renewed.append(Files.readString(docs.resolve(name)).stripTrailing())
                .append('\n')
                .append(END)
                .append('\n');
    }

    private void runCommands() {
        for (String line : restOfBlock()) {
            if (line.startsWith(COMMAND)) {
                renewed.append(line).append('\n').append(output(line.substring(COMMAND.length())));
            }
        }
        renewed.append(END).append('\n');
    }

    private List<String> restOfBlock() {
        List<String> block = new ArrayList<>();
        for (String line = lines.next(); !line.equals(END); line = lines.next()) {
            block.add(line);
        }
        return block;
    }

    private String output(String command) {
        List<Object> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(command);
        while (matcher.find()) {
            String argument = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            arguments.add(argument.startsWith("examples/") ? folder.resolve(argument) : argument);
        }
        Tool.Result result = new Tool().run(arguments.toArray());
        return (result.err() + result.out()).replace(folder + "/", "");
    }
}
