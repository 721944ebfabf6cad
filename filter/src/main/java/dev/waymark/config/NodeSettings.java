// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.AllowedAnswers;
import dev.waymark.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings that stand in the rules file. Of one key at most one problem is told: what is wrong with a value that only
 * stands in for a wrong one is nobody's mistake.
 */
final class NodeSettings implements Settings {

    /** Stands in for a text that is missing or wrong. */
    private static final String SOME_TEXT = "unknown";

    /** What is shorter could stand in any message. */
    private static final int LEAST_SECRET = 4;

    private final Place place;
    private final Node.Place whole;
    private final Map<String, Node.Member> members;
    private final Problems problems;
    private final Values values;
    private final Scalars scalars;
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> wrong = new HashSet<>();
    private final Set<Path> standIns = new HashSet<>();
    private final Map<String, NodeSettings> nested = new HashMap<>();

    /**
     * What settings know of where they stand.
     *
     * @param name of the directory, or the type of the condition
     * @param timeout of the directory; zero for a condition
     * @param folder what paths are relative to
     * @param answers what the directory may answer
     */
    record Place(String name, Duration timeout, Path folder, AllowedAnswers answers) {}

    /** @param general the keys that are read elsewhere */
    NodeSettings(Place place, Node.Struct struct, Collection<String> general, Problems problems) {
        this(place, struct.place(), new LinkedHashMap<>(struct.members()), problems);
        members.keySet().removeAll(general);
    }

    private NodeSettings(Place place, Node.Place whole, Map<String, Node.Member> members, Problems problems) {
        this.place = place;
        this.whole = whole;
        this.members = members;
        this.problems = problems;
        this.values = new Values(problems);
        this.scalars = new Scalars(problems);
    }

    /** Reports the keys that nobody has asked for. */
    void reportUnknown() {
        members.forEach((key, member) -> {
            if (!asked.contains(key)) {
                problems.add(
                        member.namePlace(),
                        "unknown key " + values.misspelt(key, asked) + "; "
                                + (asked.isEmpty()
                                        ? "expected none besides those of any type"
                                        : "expected one of " + Values.listed(asked.stream())));
            }
        });
        nested.values().forEach(NodeSettings::reportUnknown);
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public Duration timeout() {
        return place.timeout();
    }

    @Override
    public boolean has(String key) {
        return value(key) != null;
    }

    private @Nullable Node value(String key) {
        asked.add(key);
        Node.Member member = members.get(key);
        return member == null ? null : member.value();
    }

    private @Nullable Node required(String key, String expected) {
        Node value = value(key);
        if (value == null && wrong.add(key)) {
            problems.add(whole, "the key " + Values.quoted(key) + " is missing; expected " + expected);
        }
        return value;
    }

    /** What a reader of values gave, or where it reported a problem instead, something that is sound. */
    private <T> T orElse(String key, @Nullable T read, T otherwise) {
        if (read == null) {
            wrong.add(key);
            return otherwise;
        }
        return read;
    }

    @Override
    public String text(String key) {
        Node node = required(key, "a string");
        return node == null ? SOME_TEXT : orElse(key, values.text(node, "a string"), SOME_TEXT);
    }

    @Override
    public @Nullable String text(String key, @Nullable String otherwise) {
        Node node = value(key);
        if (node == null) {
            return otherwise;
        }
        return orElse(key, values.text(node, "a string"), otherwise == null ? SOME_TEXT : otherwise);
    }

    @Override
    public String oneOf(String key, String... words) {
        Node node = value(key);
        return node == null ? words[0] : orElse(key, values.oneOf(node, words), words[0]);
    }

    @Override
    public long number(String key, long otherwise, long min, long max) {
        Node node = value(key);
        return node == null ? otherwise : orElse(key, scalars.number(node, "a whole number", min, max), otherwise);
    }

    @Override
    public boolean flag(String key, boolean otherwise) {
        Node node = value(key);
        return node == null ? otherwise : orElse(key, scalars.flag(node), otherwise);
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        Node node = value(key);
        return node == null ? otherwise : orElse(key, scalars.duration(node, min, max), otherwise);
    }

    @Override
    public List<String> texts(String key) {
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Node.Array list)) {
            String text = values.text(node, "a string, or a list of them");
            return orElse(key, text == null ? null : List.of(text), List.of());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : list.items()) {
            String text = values.text(item, "a string");
            if (text == null) {
                wrong.add(key);
            } else {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    @Override
    public Map<String, String> map(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        Node node = value(key);
        if (node == null) {
            return map;
        }
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object of strings", node);
            wrong.add(key);
            return map;
        }
        struct.members().forEach((name, member) -> {
            if (member.value() instanceof Node.Text text) {
                map.put(name, text.value());
            } else {
                problems.expected("a string", member.value());
                wrong.add(key);
            }
        });
        return map;
    }

    @Override
    public Path file(String key) {
        Node node = required(key, "the path of a file");
        String text = node == null ? null : values.text(node, "the path of a file");
        if (text != null) {
            try {
                return place.folder().resolve(text);
            } catch (InvalidPathException e) {
                problem(key, "not a path: " + e.getReason() + "; expected the path of a file");
            }
        }
        wrong.add(key);
        Path standIn = place.folder().resolve(SOME_TEXT);
        standIns.add(standIn);
        return standIn;
    }

    @Override
    public Settings nested(String key) {
        Node node = value(key);
        return nested.computeIfAbsent(key, absent -> {
            if (node instanceof Node.Struct struct) {
                return new NodeSettings(place, struct, Set.of(), problems);
            }
            if (node != null) {
                problems.expected("an object", node);
                wrong.add(key);
            }
            return new NodeSettings(place, node == null ? whole : node.place(), Map.of(), problems);
        });
    }

    @Override
    public void problem(String key, String message) {
        if (wrong.contains(key)) {
            return;
        }
        Node.Member member = members.get(key);
        problems.add(member == null ? whole : member.value().place(), withoutValues(message));
    }

    /** A provider may quote a value; what was filled in is told to nobody. */
    private String withoutValues(String message) {
        String safe = message;
        Deque<Node> nodes = new ArrayDeque<>();
        members.values().forEach(member -> nodes.push(member.value()));
        while (!nodes.isEmpty()) {
            Node node = nodes.pop();
            if (node instanceof Node.Struct struct) {
                struct.members().values().forEach(member -> nodes.push(member.value()));
            } else if (node instanceof Node.Array list) {
                list.items().forEach(nodes::push);
            } else if (node instanceof Node.Text text
                    && text.isFilledIn()
                    && text.value().length() >= LEAST_SECRET) {
                safe = safe.replace(text.value(), text.written());
            }
        }
        return safe;
    }

    @Override
    public void problem(Path file, int line, int column, String message) {
        if (!standIns.contains(file)) {
            problems.add(file.toString(), line, column, withoutValues(message));
        }
    }

    @Override
    public @Nullable String whyNot(String answer) {
        return place.answers().whyNot(answer);
    }
}
