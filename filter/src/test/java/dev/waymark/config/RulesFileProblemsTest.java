// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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

/** What is wrong at the top level, in the targets, and with the JSON itself. */
class RulesFileProblemsTest {

    static Stream<Arguments> topLevel() {
        String top = "expected one of directories, existing, inject, max_body, on_failure, reload, rules, targets";
        String list = "a list of \"base_cs_url\" and \"well_known\", at least one of them";
        String bytes = "expected a whole number of bytes between 1 and 1073741824";
        return Stream.of(
                problem("no object", "[]", "1:1: expected an object, found a list"),
                problem("null", "\n null", "2:2: expected an object, found null"),
                problem("no rules", "{}", "1:1: the key \"rules\" is missing; expected a list of rules"),
                problem(
                        "rules of another type",
                        "{\"rules\": {}}",
                        "1:11: /rules: expected a list of rules, found an object"),
                problem("rules are null", "{\"rules\": null}", "1:11: /rules: expected a list of rules, found null"),
                problem(
                        "unknown key",
                        "{\"rules\": [],\n  \"target\": {}}",
                        "2:3: /target: unknown key \"target\" (did you mean \"targets\"?); " + top),
                problem(
                        "unknown key that a JSON pointer escapes",
                        "{\"a/b~c\": {}, \"rules\": []}",
                        "1:2: /a~1b~0c: unknown key \"a/b~c\"; " + top),
                problem(
                        "keys have their case",
                        "{\"rules\": [], \"Inject\": []}",
                        "1:15: /Inject: unknown key \"Inject\" (did you mean \"inject\"?); " + top),
                problem(
                        "existing: another word",
                        file("existing", "\"Keep\""),
                        "1:14: /existing: expected \"replace\" or \"keep\", found \"Keep\" (did you mean \"keep\"?)"),
                problem(
                        "existing: another type",
                        file("existing", "true"),
                        "1:14: /existing: expected \"replace\" or \"keep\", found true"),
                problem(
                        "existing: null",
                        file("existing", "null"),
                        "1:14: /existing: expected \"replace\" or \"keep\", found null"),
                problem(
                        "on_failure: another word",
                        file("on_failure", "\"\""),
                        "1:16: /on_failure: expected \"pass\" or \"reject\", found \"\""),
                problem(
                        "on_failure: another type",
                        file("on_failure", "[]"),
                        "1:16: /on_failure: expected \"pass\" or \"reject\", found a list"),
                problem("max_body: 0", file("max_body", "0"), "1:14: /max_body: " + bytes + ", found 0"),
                problem("max_body: below", file("max_body", "-1"), "1:14: /max_body: " + bytes + ", found -1"),
                problem(
                        "max_body: above",
                        file("max_body", "1073741825"),
                        "1:14: /max_body: " + bytes + ", found 1073741825"),
                problem(
                        "max_body: above an int",
                        file("max_body", "4294967297"),
                        "1:14: /max_body: " + bytes + ", found 4294967297"),
                problem("max_body: a fraction", file("max_body", "1.5"), "1:14: /max_body: " + bytes + ", found 1.5"),
                problem("max_body: an exponent", file("max_body", "1e3"), "1:14: /max_body: " + bytes + ", found 1e3"),
                problem(
                        "max_body: a string",
                        file("max_body", "\"1024\""),
                        "1:14: /max_body: " + bytes + ", found a string"),
                problem(
                        "inject: a string",
                        file("inject", "\"well_known\""),
                        "1:12: /inject: expected " + list + ", found a string"),
                problem(
                        "inject: an empty list",
                        file("inject", "[]"),
                        "1:12: /inject: expected " + list + ", found an empty list"),
                problem("inject: null", file("inject", "null"), "1:12: /inject: expected " + list + ", found null"),
                problem(
                        "inject: another word",
                        file("inject", "[\"well-known\"]"),
                        "1:13: /inject/0: expected \"base_cs_url\" or \"well_known\", found \"well-known\" (did you mean \"well_known\"?)"),
                problem(
                        "inject: another type",
                        file("inject", "[\"well_known\", {}]"),
                        "1:27: /inject/1: expected \"base_cs_url\" or \"well_known\", found an object"),
                problem(
                        "inject: twice",
                        file("inject", "[\"well_known\", \"base_cs_url\", \"well_known\"]"),
                        "1:42: /inject/2: \"well_known\" stands in the list twice"));
    }

    static Stream<Arguments> targets() {
        String base = "not a base URL: ";
        String expected = "; expected https://host[:port][/path]";
        return Stream.of(
                problem(
                        "targets: a list",
                        file("targets", "[]"),
                        "1:13: /targets: expected an object: a target's name to {\"base_cs_url\": ...}, found a list"),
                problem(
                        "targets: null",
                        file("targets", "null"),
                        "1:13: /targets: expected an object: a target's name to {\"base_cs_url\": ...}, found null"),
                problem(
                        "a target that is a string",
                        file("targets", "{\"a\": \"https://a\"}"),
                        "1:19: /targets/a: expected an object like {\"base_cs_url\": \"https://...\"}, found a string"),
                problem(
                        "a target without URL",
                        file("targets", "{\"a\": {}}"),
                        "1:19: /targets/a: the target has no \"base_cs_url\"; expected one"),
                problem(
                        "a target with an unknown key",
                        file("targets", "{\"a/b\": {\"base_cs_url\": \"https://a\", \"url\": 1}}"),
                        "1:50: /targets/a~1b/url: unknown key \"url\"; expected one of base_cs_url, identity_server, upstream"),
                problem(
                        "a target with a key that is near another",
                        file("targets", "{\"a\": {\"base_cs_url\": \"https://a\", \"up_stream\": \"https://b\"}}"),
                        "1:48: /targets/a/up_stream: unknown key \"up_stream\" (did you mean \"upstream\"?); expected one"
                                + " of base_cs_url, identity_server, upstream"),
                problem(
                        "a target without a name",
                        file("targets", "{\" \": {\"base_cs_url\": \"https://a\"}}"),
                        "1:14: /targets/ : a target has an empty name"),
                problem(
                        "URL of another type",
                        file("targets", "{\"a\": {\"base_cs_url\": 1}}"),
                        "1:35: /targets/a/base_cs_url: expected a string, found a number"),
                problem(
                        "URL is empty",
                        file("targets", "{\"a\": {\"base_cs_url\": \"\"}}"),
                        "1:35: /targets/a/base_cs_url: expected a string, found an empty one"),
                problem(
                        "URL is none",
                        file("targets", "{\"a\": {\"base_cs_url\": \"ac.cdl\"}}"),
                        "1:35: /targets/a/base_cs_url: " + base + "it does not begin with https:// or http://"
                                + expected),
                problem(
                        "identity server is null",
                        file("targets", "{\"a\": {\"base_cs_url\": \"https://a\", \"identity_server\": null}}"),
                        "1:67: /targets/a/identity_server: expected a string, found null"),
                problem(
                        "identity server is none",
                        file(
                                "targets",
                                "{\"a\": {\"base_cs_url\": \"https://a\", \"identity_server\": \"https://a?b\"}}"),
                        "1:67: /targets/a/identity_server: " + base + "it has a query" + expected),
                problem(
                        "upstream is null",
                        file("targets", "{\"a\": {\"base_cs_url\": \"https://a\", \"upstream\": null}}"),
                        "1:60: /targets/a/upstream: expected a string, found null"),
                problem(
                        "upstream is none",
                        file("targets", "{\"a\": {\"base_cs_url\": \"https://a\", \"upstream\": \"10.0.0.1:8008\"}}"),
                        "1:60: /targets/a/upstream: " + base + "it is not a URL at character 1: Illegal character in"
                                + " scheme name" + expected),
                problem(
                        "upstream holds a password",
                        file(
                                "targets",
                                "{\"a\": {\"base_cs_url\": \"https://a\", \"upstream\": \"http://u:hunter2@b\"}}"),
                        "1:60: /targets/a/upstream: " + base + "it holds user info before an @" + expected));
    }

    static Stream<Arguments> json() {
        String noRoot = "the file is empty; expected an object";
        return Stream.of(
                problem("nothing", "", "1:1: " + noRoot),
                problem("space", "\n\n  ", "1:1: " + noRoot),
                problem("only a comment", "// nothing\n", "1:1: " + noRoot),
                problem(
                        "no comma",
                        "{\"rules\": []\n  \"max_body\": 1}",
                        "2:3: not JSON: Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"),
                problem(
                        "a comma at the end",
                        "{\"rules\": [],\n}",
                        "2:1: not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start property name"),
                problem(
                        "single quotes",
                        "{'rules': []}",
                        "1:2: not JSON: Unexpected character (''' (code 39)): was expecting double-quote to start property name"),
                problem(
                        "a comment with #",
                        "# rules\n{}",
                        "1:1: not JSON: Unexpected character ('#' (code 35)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                problem(
                        "a comment without end",
                        "{\"rules\": []} /*",
                        "1:17: not JSON: Unexpected end-of-input in a comment"),
                problem(
                        "YAML",
                        "rules: []\n",
                        "1:1: not JSON: Unrecognized token 'rules': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                problem(
                        "cut off",
                        "{\n \"rules\": [\n",
                        "3:1: not JSON: Unexpected end-of-input: expected close marker for Array"),
                problem(
                        "brackets crossed",
                        "{\"rules\": [}",
                        "1:12: not JSON: Unexpected close marker '}': expected ']'"),
                problem(
                        "a second object",
                        "{\"rules\": []}\n{\"rules\": []}",
                        "2:1: expected the end of the file after the object"),
                problem(
                        "a brace too many",
                        "{\"rules\": []}}",
                        "1:14: not JSON: Unexpected close marker '}': no open Object to close"),
                problem(
                        "a key twice",
                        "{\"rules\": [],\n \"rules\": []}",
                        "2:2: /rules: the key \"rules\" stands here again; it is first in line 1"),
                problem(
                        "a key twice, by another spelling",
                        "{\"rules\": [],\n \"r\\u0075les\": []}",
                        "2:2: /rules: the key \"rules\" stands here again; it is first in line 1"),
                problem(
                        "a target twice",
                        file(
                                "targets",
                                "{\"a\": {\"base_cs_url\": \"https://a\"},\n \"a\": {\"base_cs_url\": \"https://b\"}}"),
                        "2:2: /targets/a: the key \"a\" stands here again; it is first in line 1"),
                problem(
                        "a key twice, deep down",
                        "{\"rules\": [{\"localpart\": [{\"regex\": \"a\",\n\"regex\": \"b\"}], \"leave\": true}]}",
                        "2:1: /rules/0/localpart/0/regex: the key \"regex\" stands here again; it is first in line 1"));
    }

    private static Arguments problem(String what, String json, String problem) {
        return arguments(named(what, json), problem);
    }

    private static String file(String key, String value) {
        return "{\"" + key + "\": " + value + ", \"rules\": []}";
    }

    @ParameterizedTest
    @MethodSource({"topLevel", "targets", "json"})
    void load_reportsTheOneProblem(String json, String problem) {
        assertThat(ProblemsOf.file(json)).containsExactly(problem);
    }

    @Test
    void load_reportsPlace_whereLimitOfParserIsReached() {
        assertThat(ProblemsOf.file("{\"rules\":\n" + "[".repeat(600)))
                .singleElement()
                .asString()
                .startsWith("2:501: ")
                .contains("nesting depth (501) exceeds the maximum allowed (500");
        assertThat(ProblemsOf.file("{\"rules\": [],\n\n\"max_body\": " + "1".repeat(1001) + "}"))
                .singleElement()
                .asString()
                .startsWith("3:")
                .contains("(1001) exceeds the maximum allowed (1000");
    }

    @Test
    void load_reportsAllProblems_inOrderOfTheirPlaces() {
        assertThat(ProblemsOf.file("""
                        {
                          "rules": [
                            {"target": "nobody"},
                            {"leave": false}, {"leave": true}
                          ],
                          "targets": {"a": {"base_cs_url": "ftp://a", "x": 1}},
                          "existing": "x", "inject": ["x", 1],
                          "max_body": 0,
                          "colour": "green"
                        }
                        """))
                .containsExactly(
                        "3:16: /rules/0/target: no target has the name \"nobody\"; expected one of a",
                        "4:15: /rules/1/leave: expected true, found false",
                        "6:36: /targets/a/base_cs_url: not a base URL: it does not begin with https:// or http://;"
                                + " expected https://host[:port][/path]",
                        "6:47: /targets/a/x: unknown key \"x\"; expected one of base_cs_url, identity_server, upstream",
                        "7:15: /existing: expected \"replace\" or \"keep\", found \"x\"",
                        "7:31: /inject/0: expected \"base_cs_url\" or \"well_known\", found \"x\"",
                        "7:36: /inject/1: expected \"base_cs_url\" or \"well_known\", found a number",
                        "8:15: /max_body: expected a whole number of bytes between 1 and 1073741824, found 0",
                        "9:3: /colour: unknown key \"colour\"; expected one of directories, existing, inject, max_body, on_failure,"
                                + " reload, rules, targets");
    }

    @Test
    void load_findsPlaces_farDownInLargeFile() {
        String json = "{\n" + "// \u20ac\ud83d\ude00 comment\r\n".repeat(50_000)
                + "\t\"\u00e9\": 1, \"rules\": [],\r\n \"x\": 1}";

        assertThat(ProblemsOf.file(json)).hasSize(2).first().asString().startsWith("50002:2: /\u00e9: unknown key");
        assertThat(ProblemsOf.file(json)).last().asString().startsWith("50003:2: /x: unknown key");
    }

    @Test
    void message_listsAllProblems_oneALine() {
        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> RulesFile.load(RuleSource.text("conf/waymark.json", "{\"a\": 1,\n\"rules\": 2}")))
                .withMessage("the rules file has 2 problems:\n"
                        + "conf/waymark.json:1:2: /a: unknown key \"a\"; expected one of directories, existing, inject, max_body,"
                        + " on_failure, reload, rules, targets\n"
                        + "conf/waymark.json:2:10: /rules: expected a list of rules, found a number")
                .satisfies(
                        e -> assertThat(e.problems()).extracting(Problem::line).containsExactly(1, 2));
        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> RulesFile.load(RuleSource.text("r", "")))
                .withMessage("the rules file has 1 problem:\nr:1:1: the file is empty; expected an object");
    }

    @Provide
    Arbitrary<String> nearlyRulesFiles() {
        Arbitrary<String> piece = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "//",
                "/*",
                "*/",
                "\n",
                "null",
                "true",
                "1",
                "-1e9",
                "\"rules\":",
                "\"targets\":",
                "\"inject\":",
                "\"max_body\":",
                "\"a\":",
                "\"a\"",
                "\"base_cs_url\":",
                "\"target\":",
                "\"localpart\":",
                "\"regex\":",
                "\"name\":",
                "\"https://{localpart}.x\"",
                "\"(?P<a>x\"",
                "\"leave\":true",
                "{\"rules\":[",
                "]}",
                "{\"regex\":\"(a\"}");
        return Combinators.combine(
                        Arbitraries.of("", "{", "{\"rules\":[{", "{\"rules\":[],\"targets\":{\"a\":"),
                        piece.list().ofMaxSize(12),
                        Arbitraries.strings().ofMaxLength(3),
                        Arbitraries.of("", "}", "}]}", "}}"))
                .as((start, pieces, any, end) -> start + String.join("", pieces) + any + end);
    }

    @Property(tries = 5_000)
    void load_throwsNothingElse_overAnyText(@ForAll("nearlyRulesFiles") String json) throws Exception {
        requireSound(json);
    }

    @Property(tries = 1_000)
    void load_throwsNothingElse_overAnyCharacters(@ForAll String text) throws Exception {
        requireSound(text);
        requireSound("{\"rules\": [{\"localpart\": {\"regex\": \"" + text + "\"}, \"base_cs_url\": \"https://x/" + text
                + "\"}]}");
    }

    private static void requireSound(String json) throws Exception {
        try {
            RulesFile.load(RuleSource.text("fuzz", json));
        } catch (InvalidRulesException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank().doesNotContain("[Source:");
            });
        }
    }
}
