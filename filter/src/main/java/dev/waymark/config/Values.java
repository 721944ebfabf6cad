// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.BaseUrl;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads values of an expected type; where they are another, reports that and gives null. */
final class Values {

    /** Of names: they come to stand in logs. */
    static final String NOT_PRINTABLE = "a name holds a control character, or another that cannot be seen";

    private static final String SCHEMA = "$schema";

    private static final int MAX_LISTED = 50;
    private static final int MAX_QUOTED = 200;

    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    /** The members of an object that may have these keys and no others. */
    @Nullable
    Map<String, Node> struct(Node node, String expected, Collection<String> keys) {
        if (!(node instanceof Node.Struct struct)) {
            problems.expected(expected, node);
            return null;
        }
        Map<String, Node> members = new LinkedHashMap<>();
        struct.members().forEach((name, member) -> {
            if (keys.contains(name)) {
                members.put(name, member.value());
            } else {
                problems.add(
                        member.namePlace(),
                        "unknown key " + misspelt(name, keys) + "; expected one of " + listed(keys.stream()));
            }
        });
        return members;
    }

    /** The same of a file's root, which may name its schema besides: by that editors find it, and nobody else reads it. */
    @Nullable
    Map<String, Node> root(Node root, Collection<String> keys) {
        Node.Member schema =
                root instanceof Node.Struct struct ? struct.members().get(SCHEMA) : null;
        if (!(root instanceof Node.Struct struct) || schema == null) {
            return struct(root, "an object", keys);
        }
        if (!(schema.value() instanceof Node.Text)) {
            problems.expected("a string", schema.value());
        }
        Map<String, Node.Member> others = new LinkedHashMap<>(struct.members());
        others.remove(SCHEMA);
        return struct(new Node.Struct(root.place(), others), "an object", keys);
    }

    /** A member that must be there; null where it is not, which is reported. */
    @Nullable
    Node required(Node struct, Map<String, Node> members, String key, String expected) {
        Node value = members.get(key);
        if (value == null) {
            problems.add(struct, "the key \"" + key + "\" is missing; expected " + expected);
        }
        return value;
    }

    /** The items of a list; none where there is no value, too. */
    List<Node> items(@Nullable Node node, String expected) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Node.Array list)) {
            problems.expected(expected, node);
            return List.of();
        }
        return list.items();
    }

    /** A string that is not empty. */
    @Nullable
    String text(Node node, String expected) {
        if (!(node instanceof Node.Text text)) {
            problems.expected(expected, node);
            return null;
        }
        if (text.value().isEmpty()) {
            problems.add(node, "expected " + expected + ", found an empty one");
            return null;
        }
        return text.value();
    }

    /** A base URL. */
    @Nullable
    BaseUrl baseUrl(Node node) {
        String text = text(node, "a string");
        if (text == null) {
            return null;
        }
        try {
            return BaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** One of a few words; null where there is no value, too. */
    @Nullable
    String oneOf(@Nullable Node node, String... words) {
        if (node == null) {
            return null;
        }
        String expected = Stream.of(words).map(word -> '"' + word + '"').collect(Collectors.joining(" or "));
        if (!(node instanceof Node.Text text)) {
            problems.expected(expected, node);
            return null;
        }
        if (!List.of(words).contains(text.value())) {
            problems.add(node, "expected " + expected + ", found " + misspelt(text.written(), List.of(words)));
            return null;
        }
        return text.value();
    }

    /**
     * A name that is not one of those that are known, for a message: in quotes, and where one of them is near, with the
     * question whether that was meant. For a value, {@code name} is what was written.
     */
    String misspelt(String name, Collection<String> known) {
        String meant = problems.nearMiss(name, known);
        return meant == null ? quoted(name) : quoted(name) + " (did you mean " + quoted(meant) + "?)";
    }

    /** What is wrong with a key that an object has already. */
    static String again(String name, Node.Member earlier) {
        return "the key " + quoted(name) + " stands here again; it is first in line "
                + earlier.namePlace().line();
    }

    /** Names for a message, in alphabetical order; of very many, the first. */
    static String listed(Stream<String> names) {
        List<String> sorted = names.sorted().toList();
        String first =
                sorted.stream().limit(MAX_LISTED).map(Values::abbreviated).collect(Collectors.joining(", "));
        return sorted.size() <= MAX_LISTED ? first : first + " and " + (sorted.size() - MAX_LISTED) + " more";
    }

    /** A string's value for a message, in quotes, as it was written: what was filled in is told to nobody. */
    static String quoted(Node.Text text) {
        return quoted(text.written());
    }

    /** A text of the file's for a message, in quotes. */
    static String quoted(String text) {
        return '"' + abbreviated(text) + '"';
    }

    /** A text of the file's for a message, of which much would only hide what the message says. */
    static String abbreviated(String text) {
        if (text.length() <= MAX_QUOTED) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_QUOTED - 1)) ? MAX_QUOTED - 1 : MAX_QUOTED;
        return text.substring(0, end) + "...";
    }
}
