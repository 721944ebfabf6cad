// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of values for the aliases that stand for them. A copy stands where the alias does; what is within it keeps its
 * line and column, since there it would have to be mended, and gets its own path. A few aliases of aliases could stand for
 * more than any memory holds, so that there is a limit.
 */
final class YamlCopies {

    /** How many values may be copied, of which a long text counts as several. */
    private static final int MAX_COPIED = 1_000_000;

    private static final int CHARACTERS_A_VALUE = 64;

    private int copied;

    /** @param depth at which the copy will be */
    Node copy(Node original, Node.Place place, int depth) {
        copied++;
        if (original instanceof Node.Text text) {
            copied += (text.value().length() + text.written().length()) / CHARACTERS_A_VALUE;
        }
        if (copied > MAX_COPIED) {
            throw new YamlTree.NoTree(place, "its aliases stand for more than " + MAX_COPIED + " values");
        }
        if (original instanceof Node.Struct struct) {
            YamlTree.requireDepth(place, depth);
            return new Node.Struct(place, members(struct, place.path(), depth));
        }
        if (original instanceof Node.Array array) {
            YamlTree.requireDepth(place, depth);
            return new Node.Array(place, items(array, place.path(), depth));
        }
        if (original instanceof Node.Text text) {
            return new Node.Text(place, text.value(), text.written());
        }
        if (original instanceof Node.Numeral numeral) {
            return new Node.Numeral(place, numeral.digits());
        }
        if (original instanceof Node.Flag flag) {
            return new Node.Flag(place, flag.value());
        }
        return original instanceof Node.Null ? new Node.Null(place) : new Node.Broken(place);
    }

    private Map<String, Node.Member> members(Node.Struct struct, Node.Path path, int depth) {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        struct.members().forEach((name, member) -> {
            Node.Path step = path.step(name);
            Node value = copy(member.value(), at(member.value().place(), step), depth + 1);
            members.put(name, new Node.Member(at(member.namePlace(), step), value));
        });
        return members;
    }

    private List<Node> items(Node.Array array, Node.Path path, int depth) {
        List<Node> items = new ArrayList<>(array.items().size());
        for (Node item : array.items()) {
            Node.Path step = path.step(Integer.toString(items.size()));
            items.add(copy(item, at(item.place(), step), depth + 1));
        }
        return items;
    }

    private static Node.Place at(Node.Place place, Node.Path path) {
        return new Node.Place(place.line(), place.column(), path);
    }
}
