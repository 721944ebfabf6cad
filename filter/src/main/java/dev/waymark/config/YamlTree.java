// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 (core schema) into the nodes that the same content in JSON gives. What JSON could not say is a problem:
 * tags of one's own, merge keys, several documents, numbers that JSON writes otherwise. Keys are texts, as they are written.
 * Aliases stand for copies, within limits.
 */
final class YamlTree {

    /** As deep as JSON may be. */
    static final int MAX_DEPTH = 500;

    /** Below this, reading a text piece by piece costs nothing; above, a long word would be copied at every piece. */
    private static final int MAX_BUFFER = 1 << 20;

    private static final String STR = "tag:yaml.org,2002:str";
    private static final String MAP = "tag:yaml.org,2002:map";
    private static final String SEQ = "tag:yaml.org,2002:seq";

    private final Iterator<Event> events;
    private final YamlPlaces places;
    private final YamlScalars scalars;
    private final Problems problems;
    private final Map<String, Node> anchors = new HashMap<>();
    private final YamlCopies copies = new YamlCopies();
    private Event event;

    private YamlTree(String text, Substitution substitution, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setBufferSize(Math.min(text.length() + 1, MAX_BUFFER))
                .setCodePointLimit(Integer.MAX_VALUE)
                .setVersionFunction(version -> version)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
        this.places = new YamlPlaces(text);
        this.scalars = new YamlScalars(substitution, problems);
        this.problems = problems;
        this.event = events.next();
    }

    /** What ends the reading: the text is no YAML, or more than is read. */
    static final class NoTree extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Node.Place place;

        NoTree(Node.Place place, String message) {
            super(message, null, false, false);
            this.place = new Node.Place(place.line(), place.column(), Node.Path.ROOT);
        }
    }

    /** The root, or null where the text is no YAML: the problem then is reported, and no other can be found. */
    static @Nullable Node read(String text, Substitution substitution, Problems problems) {
        try {
            YamlErrors.requirePrintable(text);
            return new YamlTree(text, substitution, problems).root();
        } catch (NoTree e) {
            problems.add(e.place, "not YAML: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Node root() {
        next();
        if (!(event instanceof DocumentStartEvent start)) {
            problems.add(new Node.Place(1, 1, Node.Path.ROOT), "the file is empty; expected an object");
            return null;
        }
        requireVersion(start);
        next();
        Node root = value(Node.Path.ROOT, 0);
        next();
        next();
        if (event instanceof DocumentStartEvent) {
            problems.add(place(Node.Path.ROOT), "a second document begins here; expected the end of the file");
        }
        return root;
    }

    private void requireVersion(DocumentStartEvent start) {
        SpecVersion version = start.getSpecVersion().orElse(null);
        if (version != null && (version.getMajor() != 1 || version.getMinor() != 2)) {
            problems.add(
                    place(Node.Path.ROOT),
                    "this is YAML " + version.getMajor() + "." + version.getMinor() + "; expected YAML 1.2");
        }
    }

    /** Goes on to the next event. */
    private void next() {
        try {
            event = events.next();
        } catch (YamlEngineException e) {
            throw YamlErrors.of(e, places, event);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
            // The parser's own mistakes.
            throw new NoTree(place(Node.Path.ROOT), "it cannot be read from here on");
        }
    }

    /** The value that begins at this event; afterwards, this is the last event of it. */
    private Node value(Node.Path path, int depth) {
        Node.Place place = place(path);
        if (event instanceof AliasEvent alias) {
            return copy(alias.getAlias().getValue(), place, depth);
        }
        String anchor = event instanceof NodeEvent node
                ? node.getAnchor().map(name -> name.getValue()).orElse(null)
                : null;
        if (anchor != null) {
            // Within itself it does not stand for anything yet, and no longer for what it was before.
            anchors.remove(anchor);
        }
        Node value = newValue(place, depth);
        if (anchor != null) {
            anchors.put(anchor, value);
        }
        return value;
    }

    private Node newValue(Node.Place place, int depth) {
        if (event instanceof ScalarEvent scalar) {
            return scalars.value(scalar, place);
        }
        requireDepth(place, depth);
        if (event instanceof MappingStartEvent start) {
            requireTag(start, MAP, place);
            return new Node.Struct(place, members(place.path(), depth));
        }
        if (event instanceof SequenceStartEvent start) {
            requireTag(start, SEQ, place);
            return new Node.Array(place, items(place.path(), depth));
        }
        throw new IllegalStateException("no value begins with " + event.getEventId());
    }

    static void requireDepth(Node.Place place, int depth) {
        if (depth >= MAX_DEPTH) {
            throw new NoTree(place, "it is nested more than " + MAX_DEPTH + " deep");
        }
    }

    private void requireTag(CollectionStartEvent start, String expected, Node.Place place) {
        String tag = start.getTag().orElse("!");
        if (!tag.equals("!") && !tag.equals(expected)) {
            problems.add(place, YamlScalars.unfitTag(tag));
        }
    }

    private Node copy(String name, Node.Place place, int depth) {
        Node original = anchors.get(name);
        if (original == null) {
            String shown = Values.abbreviated(name);
            problems.add(
                    place,
                    "the alias *" + shown + " stands for nothing, as no value before it is marked &" + shown
                            + "; expected quotes around a text that begins with *");
            return new Node.Broken(place);
        }
        return copies.copy(original, place, depth);
    }

    private Map<String, Node.Member> members(Node.Path path, int depth) {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        for (next(); event.getEventId() != Event.ID.MappingEnd; next()) {
            Node.Place keyPlace = place(path);
            String name = key(keyPlace, depth);
            Node.Path memberPath = name == null ? path : path.step(name);
            Node.Place namePlace = new Node.Place(keyPlace.line(), keyPlace.column(), memberPath);
            next();
            Node.Member member = new Node.Member(namePlace, value(memberPath, depth + 1));
            if (name != null) {
                Node.Member earlier = members.putIfAbsent(name, member);
                if (earlier != null) {
                    problems.add(namePlace, Values.again(name, earlier));
                }
            }
        }
        return members;
    }

    /** The key that begins at this event, or null where there is none that could be used. */
    private @Nullable String key(Node.Place place, int depth) {
        if (!(event instanceof ScalarEvent scalar)) {
            problems.add(place, "a key is an alias, a list or an object; expected a text");
            value(place.path(), depth + 1);
            return null;
        }
        String tag = scalar.getTag().orElse(STR);
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            problems.add(place, "merge keys (<<) are not read; expected the keys themselves");
            return null;
        }
        if (!YamlScalars.isOfCoreSchema(tag)) {
            problems.add(place, YamlScalars.unfitTag(tag));
        }
        scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), scalars.value(scalar, place)));
        return scalar.getValue();
    }

    private List<Node> items(Node.Path path, int depth) {
        List<Node> items = new ArrayList<>();
        for (next(); event.getEventId() != Event.ID.SequenceEnd; next()) {
            items.add(value(path.step(Integer.toString(items.size())), depth + 1));
        }
        return items;
    }

    private Node.Place place(Node.Path path) {
        return places.of(event.getStartMark(), path);
    }
}
