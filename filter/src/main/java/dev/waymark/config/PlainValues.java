// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a value of the rules file says, without where it stands: two that say the same are equal. */
final class PlainValues {

    private PlainValues() {}

    /** A map, a list, a string, a number, a Boolean, or an empty list for null. */
    static Object of(Node node) {
        if (node instanceof Node.Struct struct) {
            Map<String, Object> members = new LinkedHashMap<>();
            struct.members().forEach((name, member) -> members.put(name, of(member.value())));
            return members;
        }
        if (node instanceof Node.Array list) {
            return List.copyOf(list.items().stream().map(PlainValues::of).toList());
        }
        if (node instanceof Node.Text text) {
            return text.value();
        }
        if (node instanceof Node.Numeral number) {
            return new Digits(number.digits());
        }
        return node instanceof Node.Flag flag ? flag.value() : List.of();
    }

    /** Apart from a string of the same digits. */
    private record Digits(String text) {}
}
