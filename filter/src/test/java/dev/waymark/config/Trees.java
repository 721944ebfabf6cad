// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a text is read as, before anything is expected of it. */
final class Trees {

    private Trees() {}

    /** The tree of a text without problems. */
    static Node json(String text) {
        return read("rules.json", text);
    }

    /** The tree of a text without problems. */
    static Node yaml(String text) {
        return read("rules.yaml", text);
    }

    private static Node read(String name, String text) {
        Problems problems = new Problems(name);
        Node root = RulesText.read(name, text, new Substitution(variable -> null, null, problems), problems);
        assertThat(told(problems)).isEmpty();
        assertThat(root).isNotNull();
        return root == null ? new Node.Null(new Node.Place(1, 1, Node.Path.ROOT)) : root;
    }

    /** The problems, one a line: {@code line:column: /path: message}. */
    static List<String> problems(String name, String text) {
        Problems problems = new Problems(name);
        RulesText.read(name, text, new Substitution(variable -> null, null, problems), problems);
        return told(problems);
    }

    static List<String> told(Problems problems) {
        try {
            problems.throwIfAny();
            return List.of();
        } catch (InvalidRulesException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().substring(problem.file().length() + 1))
                    .toList();
        }
    }

    /** What it is, without its places: JSON. */
    static String shown(@Nullable Node node) {
        if (node instanceof Node.Struct struct) {
            return struct.members().entrySet().stream()
                    .map(member -> quoted(member.getKey()) + ":"
                            + shown(member.getValue().value()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof Node.Array array) {
            return array.items().stream().map(Trees::shown).collect(Collectors.joining(",", "[", "]"));
        }
        if (node instanceof Node.Text text) {
            return quoted(text.value());
        }
        if (node instanceof Node.Numeral numeral) {
            return numeral.digits();
        }
        if (node instanceof Node.Flag flag) {
            return Boolean.toString(flag.value());
        }
        return node instanceof Node.Null ? "null" : "broken";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
