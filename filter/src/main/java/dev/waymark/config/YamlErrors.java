// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What the YAML parser does not like, in words that say what was expected. */
final class YamlErrors {

    /** It ended lines in YAML 1.1; the parser still takes it for that within quotes. */
    private static final int NEXT_LINE = 0x85;

    /** Where to look for the mistake: where the parser was, or where what it could not end had begun. */
    private enum At {
        HERE,
        BEGINNING
    }

    /**
     * @param context what the parser was doing, or a part of that
     * @param problem what it says, or a part of that
     */
    private record Known(String context, String problem, At at, String message) {}

    private static final List<Known> KNOWN = List.of(
            known("", "character '@'", At.HERE, quotes("@")),
            known("", "character '`'", At.HERE, quotes("`")),
            known("", "character '%'", At.HERE, quotes("%")),
            known("", "character '|'", At.HERE, quotes("|")),
            known("", "character '>'", At.HERE, quotes(">")),
            known("", "(TAB)", At.HERE, "a tab indents this line; expected spaces"),
            known("", "could not find expected ':'", At.BEGINNING, "expected a key with \": \" behind it in this line"),
            known(
                    "",
                    "mapping values are not allowed here",
                    At.HERE,
                    "a \":\" cannot stand here; expected quotes around a text that holds \": \", or a key of its own line"),
            known(
                    "",
                    "mapping keys are not allowed here",
                    At.HERE,
                    "a key cannot stand here; expected it in a line of its own"),
            known(
                    "",
                    "sequence entries are not allowed here",
                    At.HERE,
                    "an item of a list (\"- \") cannot stand here; expected it in a line of its own"),
            known("", "but found '}'", At.HERE, "a } that closes no {"),
            known("", "but found ']'", At.HERE, "a ] that closes no ["),
            known(
                    "",
                    "expected <block end>",
                    At.HERE,
                    "this goes on no line above: expected the same indentation, and \"- \" only where they have it"),
            known("", "expected ',' or ']'", At.HERE, "expected \",\" or \"]\", to go on with the list or to end it"),
            known("", "expected ',' or '}'", At.HERE, "expected \",\" or \"}\", to go on with the object or to end it"),
            known(
                    "quoted scalar",
                    "found unexpected end of stream",
                    At.BEGINNING,
                    "a text in quotes has no end; expected another quote"),
            known(
                    "quoted scalar",
                    "document separator",
                    At.BEGINNING,
                    "a text in quotes goes over a line that begins with --- or ...; expected another quote before it"),
            known(
                    "double-quoted",
                    "escape",
                    At.HERE,
                    "an escape that YAML does not have; expected \\\\ for a backslash, or the text in single quotes"),
            known(
                    "",
                    "expected '<document start>'",
                    At.HERE,
                    "expected the end of the file; or, behind a directive, ---"),
            known(
                    "",
                    "expected '<document end>'",
                    At.HERE,
                    "a directive stands behind the value; expected the end of the file"),
            known("", "expected the node content", At.HERE, "expected a value"),
            known("", "undefined tag handle", At.HERE, "an unknown tag; " + quotes("!")),
            known("scanning a tag", "", At.BEGINNING, "not a tag; " + quotes("!")),
            known("scanning an alias", "", At.BEGINNING, "not an alias; " + quotes("*")),
            known("scanning an anchor", "", At.BEGINNING, "not an anchor; " + quotes("&")),
            known("directive", "", At.HERE, "not a directive; " + quotes("%")),
            known(
                    "block scalar",
                    "empty lines contain more spaces",
                    At.HERE,
                    "an empty line above holds more spaces"
                            + " than the first line of the text; expected the same indentation"),
            known("scanning a block scalar", "", At.HERE, "expected the end of the line behind | or >"));

    private YamlErrors() {}

    private static Known known(String context, String problem, At at, String message) {
        return new Known(context, problem, at, message);
    }

    private static String quotes(String beginning) {
        return "expected quotes around a text that begins with " + beginning;
    }

    /** @param last the event before */
    static YamlTree.NoTree of(YamlEngineException e, YamlPlaces places, Event last) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return new YamlTree.NoTree(places.of(last.getEndMark(), Node.Path.ROOT), "it cannot be read from here on");
        }
        String context = String.valueOf(marked.getContext());
        String problem = String.valueOf(marked.getProblem());
        Optional<Mark> here = marked.getProblemMark().or(marked::getContextMark);
        for (Known known : KNOWN) {
            if (context.contains(known.context()) && problem.contains(known.problem())) {
                Optional<Mark> at =
                        known.at() == At.BEGINNING ? marked.getContextMark().or(() -> here) : here;
                return new YamlTree.NoTree(places.of(at, Node.Path.ROOT), known.message());
            }
        }
        return new YamlTree.NoTree(places.of(here, Node.Path.ROOT), problem);
    }

    /** The parser reads far ahead, and would tell of a character that it cannot read without its line. */
    static void requirePrintable(String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c) || c == NEXT_LINE) {
                throw new YamlTree.NoTree(
                        new Lines(text).place(i, Node.Path.ROOT),
                        String.format(
                                "the character U+%04X cannot stand in YAML; expected it as an escape, in double"
                                        + " quotes",
                                c));
            }
        }
    }
}
