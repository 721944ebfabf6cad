// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML gives the nodes that the same content gives in JSON. */
class YamlTreeTest {

    // Each is a whole text of one line or two.
    @SuppressWarnings("StringConcatToTextBlock")
    static Stream<Arguments> contents() {
        return Stream.of(
                same("an object", "a: 1\nb: [x, y]\n", "{\"a\":1,\"b\":[\"x\",\"y\"]}"),
                same("a list", "- a\n- - b\n  - c\n-\n  d: e\n", "[\"a\",[\"b\",\"c\"],{\"d\":\"e\"}]"),
                same("a list no deeper than its key", "a:\n- b\n- c\n", "{\"a\":[\"b\",\"c\"]}"),
                same("comments", "# c\na: 1 # d\n#e\nb: x#y\n", "{\"a\":1,\"b\":\"x#y\"}"),
                same(
                        "texts",
                        "a: 'it''s'\nb: \"\\n\\u00e9\"\nc: x y\n",
                        "{\"a\":\"it's\",\"b\":\"\\n\u00e9\",\"c\":\"x y\"}"),
                same("a text of lines", "a: |\n  b\n   c\nd: >-\n  e\n  f\n", "{\"a\":\"b\\n c\\n\",\"d\":\"e f\"}"),
                same(
                        "keys that are no texts",
                        "1: a\nnull: b\ntrue: c\n~: d\n? e\n: f\n",
                        "{\"1\":\"a\",\"null\":\"b\",\"true\":\"c\",\"~\":\"d\",\"e\":\"f\"}"),
                same("a key in quotes that would be a merge", "\"<<\": a", "{\"<<\":\"a\"}"),
                same(
                        "no values",
                        "a:\nb: ~\nc: [null, Null, NULL]\n",
                        "{\"a\":null,\"b\":null,\"c\":[null,null,null]}"),
                same(
                        "aliases",
                        "a: &x {b: [1]}\nc: *x\nd: &x 2\ne: *x\n",
                        "{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]},\"d\":2,\"e\":2}"),
                same("an alias of a key", "&k a: *k\n", "{\"a\":\"a\"}"),
                same(
                        "tags of the core schema",
                        "a: !!str 12\nb: !!int \"12\"\nc: !!float 1\nd: !!bool \"true\"\n"
                                + "e: !!null \"\"\nf: !!map {a: b}\ng: !!seq [c]\nh: ! 12\n!!int 1: i\n",
                        "{\"a\":\"12\",\"b\":12,\"c\":1,\"d\":true,\"e\":null,\"f\":{\"a\":\"b\"},\"g\":[\"c\"],"
                                + "\"h\":\"12\",\"1\":\"i\"}"),
                same("a document with its marks", "%YAML 1.2\n---\na: b\n...\n# c\n", "{\"a\":\"b\"}"),
                same(
                        "templates and patterns",
                        "base_cs_url: https://matrix.{dept}.ac.cdl\nregex: '[a-z]+\\.(?P<d>x)'\n"
                                + "user_id: '@ada:ac.cdl'\nlocalpart: hist-*\nclient_ip: ::1/128\n",
                        "{\"base_cs_url\":\"https://matrix.{dept}.ac.cdl\",\"regex\":\"[a-z]+\\\\.(?P<d>x)\","
                                + "\"user_id\":\"@ada:ac.cdl\",\"localpart\":\"hist-*\",\"client_ip\":\"::1/128\"}"));
    }

    private static Arguments same(String what, String yaml, String json) {
        return arguments(named(what, yaml), json);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void yaml_isReadAsTheSameInJson(String yaml, String json) {
        assertThat(Trees.shown(Trees.yaml(yaml))).isEqualTo(json);
        assertThat(Trees.shown(Trees.json(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "No",
                "NO",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "TrUe",
                "nUll",
                "12:30",
                "1_000",
                "0b1",
                "2001-01-01",
                "1.2.3",
                "-",
                "-x",
                "..",
                "1e",
                "+",
                "0o8",
                "0xg",
                ".infinity",
                "10.0.0.0/8",
                "=",
                "a:b",
                "<"
            })
    void text_isNothingElse(String text) {
        if (!text.equals("-")) {
            assertThat(Trees.shown(Trees.yaml("a: " + text))).isEqualTo("{\"a\":\"" + text + "\"}");
        }
        assertThat(Trees.shown(Trees.yaml("a: '" + text + "'"))).isEqualTo("{\"a\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "12", "-12", "1.5", "1e3", "1E+3", "-1.25e-10"})
    void number_isAsInJson(String number) {
        assertThat(Trees.yaml("a: " + number)).isEqualTo(moved(Trees.json("{\"a\": " + number + "}")));
    }

    /** A tree of JSON {@code {"a": x}} to the places of {@code a: x}. */
    private static Node moved(Node json) {
        Node.Place root = json.place();
        Node.Member member =
                Objects.requireNonNull(((Node.Struct) json).members().get("a"));
        Node.Path path = member.namePlace().path();
        Node.Numeral value = (Node.Numeral) member.value();
        return new Node.Struct(
                root,
                Map.of(
                        "a",
                        new Node.Member(
                                new Node.Place(1, 1, path),
                                new Node.Numeral(new Node.Place(1, 4, path), value.digits()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+1", "010", "-01", "0x1F", "0o17", ".5", "1.", "+.5", ".inf", "-.Inf", ".NAN", "1.e3", "00"})
    void number_thatJsonDoesNotHave_isReported(String number) {
        assertThat(Trees.problems("r.yaml", "a: " + number))
                .containsExactly(
                        "1:4: /a: \"" + number
                                + "\" is a number that JSON does not have; expected one like 12 or 1.5, or quotes around a text");
    }

    @Test
    void places_areThoseOfKeysAndValues() {
        String yaml = """
                # \ud83d\ude00
                rules:
                  - name: a
                    "\ud83d\ude00": {x: [1, \ud83d\ude00, &n !!str 2]}
                  - |
                    b
                """;

        assertThat(places(Trees.yaml(yaml)))
                .containsExactly(
                        "2:1 ",
                        "2:1 key of /rules",
                        "3:3 /rules",
                        "3:5 /rules/0",
                        "3:5 key of /rules/0/name",
                        "3:11 /rules/0/name",
                        "4:5 key of /rules/0/\ud83d\ude00",
                        "4:11 /rules/0/\ud83d\ude00",
                        "4:12 key of /rules/0/\ud83d\ude00/x",
                        "4:15 /rules/0/\ud83d\ude00/x",
                        "4:16 /rules/0/\ud83d\ude00/x/0",
                        "4:19 /rules/0/\ud83d\ude00/x/1",
                        "4:23 /rules/0/\ud83d\ude00/x/2",
                        "5:5 /rules/1");
    }

    @Test
    void places_ofAlias_areItsOwn_andWithinItThoseOfTheOriginal() {
        assertThat(places(Trees.yaml("a: &x\n  b: c\nd:\n  - *x\n")))
                .containsExactly(
                        "1:1 ",
                        "1:1 key of /a",
                        "1:4 /a",
                        "2:3 key of /a/b",
                        "2:6 /a/b",
                        "3:1 key of /d",
                        "4:3 /d",
                        "4:5 /d/0",
                        "2:3 key of /d/0/b",
                        "2:6 /d/0/b");
    }

    private static List<String> places(Node node) {
        Stream<String> own = Stream.of(shown(node.place(), ""));
        Stream<String> inner = Stream.of();
        if (node instanceof Node.Struct struct) {
            inner = struct.members().values().stream()
                    .flatMap(member -> Stream.concat(
                            Stream.of(shown(member.namePlace(), "key of ")), places(member.value()).stream()));
        } else if (node instanceof Node.Array array) {
            inner = array.items().stream().flatMap(item -> places(item).stream());
        }
        return Stream.concat(own, inner).toList();
    }

    private static String shown(Node.Place place, String what) {
        return place.line() + ":" + place.column() + " " + what + place.path();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void lines_endAsInJson(String lineEnd) {
        assertThat(places(Trees.yaml("a: 1" + lineEnd + lineEnd + "b: 2" + lineEnd)))
                .containsExactly("1:1 ", "1:1 key of /a", "1:4 /a", "3:1 key of /b", "3:4 /b");
        assertThat(places(Trees.json("{\"a\": 1," + lineEnd + lineEnd + "\"b\": 2" + lineEnd + "}")))
                .containsExactly("1:1 ", "1:2 key of /a", "1:7 /a", "3:1 key of /b", "3:6 /b");
    }

    @Provide
    Arbitrary<String> jsonTexts() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("abz\u00e9\ud83d\ude00 :#,[]{}-?!&*|>'%@`~<=")
                .withChars('\ufeff', '\u2028')
                .ofMaxLength(6)
                // Something is filled in behind those, whatever the syntax.
                .filter(s -> hasNoHalves(s) && !s.contains("${"))
                .map(s -> '"' + s + '"');
        Arbitrary<String> escaped =
                Arbitraries.of("\"\\n\"", "\"\\\\\"", "\"\\u0000\"", "\"\\\"\"", "\"\\/\"", "\"\\ud83d\"");
        Arbitrary<String> scalar =
                Arbitraries.oneOf(text, escaped, Arbitraries.of("1", "-0.5e3", "true", "false", "null", "0"));
        Arbitrary<String> json = scalar;
        for (int depth = 0; depth < 3; depth++) {
            json = Arbitraries.oneOf(scalar, listOf(json), objectOf(text, json));
        }
        return json;
    }

    private static Arbitrary<String> listOf(Arbitrary<String> item) {
        return item.list().ofMaxSize(3).map(items -> items.stream().collect(Collectors.joining(", ", "[", "]")));
    }

    private static Arbitrary<String> objectOf(Arbitrary<String> key, Arbitrary<String> value) {
        return Combinators.combine(
                        key.list().uniqueElements().ofMaxSize(3), value.list().ofSize(3))
                .as((keys, values) -> IntStream.range(0, keys.size())
                        .mapToObj(i -> keys.get(i) + ": " + values.get(i))
                        .collect(Collectors.joining(",\r\n ", "{", "}")));
    }

    private static boolean hasNoHalves(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Property(tries = 2_000)
    void json_isYaml_withTheSamePlaces(@ForAll("jsonTexts") String json) {
        assertThat(Trees.yaml("[" + json + "]")).isEqualTo(Trees.json("[" + json + "]"));
    }
}
