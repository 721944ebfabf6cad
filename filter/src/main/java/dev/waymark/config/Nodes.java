// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

/** Finds values again, to say something of them. */
final class Nodes {

    private Nodes() {}

    /** The value at a path of keys and numbers of items, or the nearest around it. */
    static Node at(Node root, String... path) {
        Node found = root;
        for (String step : path) {
            if (found instanceof Node.Struct struct && struct.members().containsKey(step)) {
                found = struct.members().get(step).value();
            } else if (found instanceof Node.Array list) {
                found = list.items().get(Integer.parseInt(step));
            } else {
                return found;
            }
        }
        return found;
    }

    /** Whether the root has a key. */
    static boolean has(Node root, String key) {
        return root instanceof Node.Struct struct && struct.members().containsKey(key);
    }
}
