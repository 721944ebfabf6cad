// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON with comments ({@code //} and {@code /* *}{@code /}) into nodes that know their places. */
final class JsonTree {

    /** Without a table of names, which would fail where many of them collide, and gains nothing for one file. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final JsonParser parser;
    private final Substitution substitution;
    private final Problems problems;

    private JsonTree(JsonParser parser, Substitution substitution, Problems problems) {
        this.parser = parser;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** The root, or null where the text is no JSON: the problem then is reported, and no other can be found. */
    static @Nullable Node read(String text, Substitution substitution, Problems problems) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new JsonTree(parser, substitution, problems).rootOfJson();
        }
    }

    private @Nullable Node rootOfJson() {
        try {
            return root();
        } catch (JacksonException e) {
            // A limit of the parser's, exceeded, comes without a place.
            TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            // Where a list or object began, Jackson tells only of sources that it may quote.
            String message = e.getOriginalMessage().replaceFirst(" \\([A-Za-z ]+ at \\[Source: .*", "");
            problems.add(new Node.Place(at.getLineNr(), at.getColumnNr(), Node.Path.ROOT), "not JSON: " + message);
            return null;
        }
    }

    private @Nullable Node root() {
        if (parser.nextToken() == null) {
            problems.add(new Node.Place(1, 1, Node.Path.ROOT), "the file is empty; expected an object");
            return null;
        }
        Node root = value(Node.Path.ROOT);
        if (parser.nextToken() != null) {
            problems.add(place(Node.Path.ROOT), "expected the end of the file after the object");
        }
        return root;
    }

    private Node value(Node.Path path) {
        Node.Place place = place(path);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> new Node.Struct(place, members(path));
            case START_ARRAY -> new Node.Array(place, items(path));
            case VALUE_STRING -> substitution.text(place, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Numeral(place, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Flag(place, token == JsonToken.VALUE_TRUE);
            default -> new Node.Null(place);
        };
    }

    private Map<String, Node.Member> members(Node.Path path) {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Node.Path memberPath = path.step(name);
            Node.Place namePlace = place(memberPath);
            parser.nextToken();
            Node.Member member = new Node.Member(namePlace, value(memberPath));
            Node.Member earlier = members.putIfAbsent(name, member);
            if (earlier != null) {
                problems.add(namePlace, Values.again(name, earlier));
            }
        }
        return members;
    }

    private List<Node> items(Node.Path path) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path.step(Integer.toString(items.size()))));
        }
        return items;
    }

    private Node.Place place(Node.Path path) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Node.Place(at.getLineNr(), at.getColumnNr(), path);
    }
}
