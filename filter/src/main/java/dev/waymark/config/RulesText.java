// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text into nodes, in the syntax that its name ends with ({@code .json}, {@code .yaml}, {@code .yml}); under
 * another name in that which it begins like: JSON where the first character outside comments is a brace, otherwise YAML.
 */
final class RulesText {

    private RulesText() {}

    /** The root, or null where it could not be read: the problem then is reported. */
    static @Nullable Node read(String name, String text, Substitution substitution, Problems problems) {
        problems.in(text);
        if (text.isBlank()) {
            problems.add(new Node.Place(1, 1, Node.Path.ROOT), "the file is empty; expected an object");
            return null;
        }
        return isYaml(name, text)
                ? YamlTree.read(text, substitution, problems)
                : JsonTree.read(text, substitution, problems);
    }

    private static boolean isYaml(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return true;
        }
        return !lower.endsWith(".json") && !startsLikeJson(text);
    }

    private static boolean startsLikeJson(String text) {
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at) || text.charAt(at) == '#') {
                at = after("\n", text, at);
            } else if (text.startsWith("/*", at)) {
                at = after("*/", text, at + 2);
            } else {
                return text.charAt(at) == '{';
            }
        }
        return false;
    }

    private static int after(String end, String text, int from) {
        int at = text.indexOf(end, from);
        return at < 0 ? text.length() : at + end.length();
    }
}
