// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * What a YAML scalar is: null, true or false, a number, otherwise a text, by the core schema (YAML 1.2.2, section 10.3).
 * {@code no}, {@code on} and {@code 12:30} are texts therefore.
 */
final class YamlScalars {

    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> TAGS = Set.of("str", "null", "bool", "int", "float", "map", "seq");

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
            + "|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

    /** As in JSON: what is longer would only take time to compute with. */
    private static final int MAX_DIGITS = 1000;

    private final Substitution substitution;
    private final Problems problems;

    YamlScalars(Substitution substitution, Problems problems) {
        this.substitution = substitution;
        this.problems = problems;
    }

    Node value(ScalarEvent scalar, Node.Place place) {
        String text = scalar.getValue();
        String tag = scalar.getTag().orElse(null);
        if (tag == null) {
            return scalar.isPlain() ? plain(text, place) : substitution.text(place, text);
        }
        if (!isOfCoreSchema(tag)) {
            return broken(place, unfitTag(tag));
        }
        Node tagged = tag.equals("!") || tag.equals(CORE + "str") ? null : plain(text, place);
        if (tagged == null) {
            return substitution.text(place, text);
        }
        return fits(tag.substring(CORE.length()), tagged)
                ? tagged
                : broken(place, "the tag !!" + tag.substring(CORE.length()) + " does not fit " + Values.quoted(text));
    }

    private static boolean fits(String tag, Node node) {
        return switch (tag) {
                    case "null" -> node instanceof Node.Null;
                    case "bool" -> node instanceof Node.Flag;
                    case "int" ->
                        node instanceof Node.Numeral number
                                && number.digits().chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
                    case "float" -> node instanceof Node.Numeral;
                    default -> false;
                }
                || node instanceof Node.Broken;
    }

    private Node plain(String text, Node.Place place) {
        if (NULLS.contains(text)) {
            return new Node.Null(place);
        }
        if (BOOLEANS.contains(text)) {
            return new Node.Flag(place, text.toLowerCase(Locale.ROOT).equals("true"));
        }
        return mayBeNumber(text) && NUMBER.matcher(text).matches()
                ? number(text, place)
                : substitution.text(place, text);
    }

    private static boolean mayBeNumber(String text) {
        char first = text.charAt(0);
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private Node number(String text, Node.Place place) {
        if (text.length() > MAX_DIGITS) {
            return broken(place, "a number of more than " + MAX_DIGITS + " characters");
        }
        if (!JSON_NUMBER.matcher(text).matches()) {
            return broken(
                    place,
                    Values.quoted(text) + " is a number that JSON does not have; expected one like 12 or 1.5, or quotes"
                            + " around a text");
        }
        return new Node.Numeral(place, text);
    }

    private Node broken(Node.Place place, String problem) {
        problems.add(place, problem);
        return new Node.Broken(place);
    }

    static boolean isOfCoreSchema(String tag) {
        return tag.equals("!") || (tag.startsWith(CORE) && TAGS.contains(tag.substring(CORE.length())));
    }

    /** What is wrong with a tag that stands at a key, a list or an object, or is not one that any value may have. */
    static String unfitTag(String tag) {
        String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        return "the tag " + Values.abbreviated(shown)
                + " cannot stand here; expected no tag, or quotes around a text that begins with !";
    }
}
