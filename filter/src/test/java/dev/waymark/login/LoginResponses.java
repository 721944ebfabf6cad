// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Login responses of all shapes that JSON allows: any order, spaces, escapes, and anything else beside the fields. */
public final class LoginResponses {

    private static final Arbitrary<String> SPACE = Arbitraries.of("", "", "", " ", "\t", "\r\n  ", "\n");

    private static final Arbitrary<String> NUMBER = Arbitraries.of(
            "0",
            "-0",
            "7",
            "-1.50",
            "1e5",
            "1E+05",
            "0.1e-7",
            "123456789012345678901234567890",
            "99.99999999999999999");

    /** With all that could lead a reader of structure, offsets or escapes astray. */
    private static final Arbitrary<String> CHARACTER = Arbitraries.of(
            "a",
            "Z",
            "0",
            " ",
            "/",
            "\"",
            "\\",
            "\n",
            "\u0001",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\u007f",
            "\u00e9",
            "\u20ac",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00");

    private static final Arbitrary<String> TEXT = CHARACTER.list().ofMaxSize(6).map(list -> String.join("", list));

    private LoginResponses() {}

    /** Objects that hold the two strings, and perhaps the fields that are injected. */
    public static Arbitrary<String> all() {
        return membersOf(List.of(
                        required("user_id", Arbitraries.just("@ada:ac.cdl").flatMap(LoginResponses::literal)),
                        required("access_token", TEXT.flatMap(LoginResponses::literal)),
                        optional("device_id", anyValue()),
                        optional("base_cs_url", anyValue()),
                        optional(
                                "well_known",
                                Arbitraries.frequencyOf(Tuple.of(4, wellKnown()), Tuple.of(1, anyValue()))),
                        optional("m.homeserver", anyValue()),
                        others()))
                .flatMap(LoginResponses::object)
                .flatMap(LoginResponses::spaced);
    }

    private static Arbitrary<String> wellKnown() {
        return membersOf(List.of(
                        optional("m.homeserver", anyValue()),
                        optional("m.identity_server", Arbitraries.oneOf(identityServer(), anyValue())),
                        optional("base_cs_url", anyValue()),
                        others()))
                .flatMap(LoginResponses::object);
    }

    private static Arbitrary<String> identityServer() {
        Arbitrary<String> url = Arbitraries.of("\"https://id.example\"", "\"\"", "null", "{}", "\"\\u0068\"");
        return membersOf(List.of(optional("base_url", url), others())).flatMap(LoginResponses::object);
    }

    private static Arbitrary<String> anyValue() {
        return anyValue(3);
    }

    private static Arbitrary<String> anyValue(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(
                NUMBER,
                Arbitraries.of("true", "false", "null", "\"\"", "[]", "{}"),
                TEXT.flatMap(LoginResponses::literal));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> value = Arbitraries.lazy(() -> anyValue(depth - 1));
        Arbitrary<String> list = value.flatMap(LoginResponses::spaced)
                .list()
                .ofMaxSize(3)
                .map(items -> '[' + String.join(",", items) + ']');
        Arbitrary<String> object = membersOf(
                        List.of(optional("user_id", value), optional("well_known", value), optional("base_url", value)))
                .flatMap(LoginResponses::object);
        return Arbitraries.oneOf(scalar, list, object);
    }

    private static Arbitrary<List<String>> required(String name, Arbitrary<String> value) {
        return member(Arbitraries.just(name), value).map(List::of);
    }

    private static Arbitrary<List<String>> optional(String name, Arbitrary<String> value) {
        return member(Arbitraries.just(name), value).list().ofMaxSize(1);
    }

    /** Members that mean nothing here; their names end in a number of their own, so that none is there twice. */
    private static Arbitrary<List<String>> others() {
        Arbitrary<String> name = Arbitraries.oneOf(TEXT, Arbitraries.of("user_id", "well_known", "m.identity_server"));
        return Arbitraries.integers().between(0, 3).flatMap(count -> {
            List<Arbitrary<String>> members = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                members.add(member(name.map(text -> text + number), Arbitraries.lazy(() -> anyValue(2))));
            }
            return Combinators.combine(members).as(list -> list);
        });
    }

    private static Arbitrary<List<String>> membersOf(List<Arbitrary<List<String>>> groups) {
        return Combinators.combine(groups)
                .as(lists -> lists.stream().flatMap(List::stream).toList())
                .flatMap(Arbitraries::shuffle);
    }

    private static Arbitrary<String> member(Arbitrary<String> name, Arbitrary<String> value) {
        return Combinators.combine(
                        name.flatMap(LoginResponses::literal).flatMap(LoginResponses::spaced),
                        value.flatMap(LoginResponses::spaced))
                .as((spacedName, spacedValue) -> spacedName + ':' + spacedValue);
    }

    private static Arbitrary<String> object(List<String> members) {
        return members.isEmpty()
                ? SPACE.map(space -> '{' + space + '}')
                : Arbitraries.just('{' + String.join(",", members) + '}');
    }

    private static Arbitrary<String> spaced(String text) {
        return Combinators.combine(SPACE, SPACE).as((before, behind) -> before + text + behind);
    }

    /** The text as a JSON string in one of its many forms; the two halves of a surrogate pair have the same form. */
    static Arbitrary<String> literal(String text) {
        int[] characters = text.codePoints().toArray();
        return Arbitraries.of(true, false, false, false)
                .list()
                .ofSize(characters.length)
                .map(escaped -> IntStream.range(0, characters.length)
                        .mapToObj(i -> form(Character.toString(characters[i]), escaped.get(i)))
                        .collect(Collectors.joining("", "\"", "\"")));
    }

    private static String form(String character, boolean escaped) {
        if (escaped || character.charAt(0) < ' ') {
            return character.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
        }
        return character.equals("\"") || character.equals("\\") ? "\\" + character : character;
    }
}
