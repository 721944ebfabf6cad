// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.junit.jupiter.api.Named.named;

import dev.waymark.Growth;
import dev.waymark.rule.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading a rules file, good or bad, takes a time in proportion to its length. */
class RulesTimeTest {

    private static final String RULE = "{\"localpart\": \"a-*\", \"leave\": true}";

    static Stream<Named<IntFunction<String>>> files() {
        return Stream.of(
                named("many rules", size -> rules(repeated(size / 40, i -> RULE))),
                named(
                        "many names",
                        size -> rules(repeated(size / 40, i -> "{\"name\": \"n" + i + "\", \"leave\": true}"))),
                named(
                        "one name for all",
                        size -> rules(repeated(size / 40, i -> "{\"name\": \"n\", \"leave\": true}"))),
                named(
                        "many users in a rule",
                        size -> rules("{\"user_id\": [" + repeated(size / 12, i -> "\"@u" + i + ":x\"")
                                + "], \"leave\": true}")),
                named(
                        "many regexes",
                        size -> rules(
                                "{\"localpart\": [" + repeated(size / 24, i -> "{\"regex\": \"(?P<a>" + i + ")\"}")
                                        + "], \"base_cs_url\": \"https://{a}.x\"}")),
                named(
                        "many targets",
                        size -> "{\"targets\": {"
                                + repeated(size / 40, i -> "\"t" + i + "\": {\"base_cs_url\": \"https://a\"}")
                                + "}, \"rules\": []}"),
                named("wrong rules", size -> rules(repeated(size / 2, i -> "1"))),
                named(
                        "rules on wrong targets, and many targets",
                        size -> "{\"targets\": {"
                                + repeated(size / 80, i -> "\"t" + i + "\": {\"base_cs_url\": \"https://a\"}")
                                + "}, \"rules\": [" + repeated(size / 40, i -> "{\"target\": \"x\"}") + "]}"),
                named(
                        "rules on targets with problems",
                        size -> "{\"targets\": {\"t\": 1}, \"rules\": ["
                                + repeated(size / 15, i -> "{\"target\": \"t\"}") + "]}"),
                named(
                        "many headers",
                        size -> rules("{\"header\": {" + repeated(size / 16, i -> "\"X-" + i + "\": \"a\"")
                                + "}, \"leave\": true}")),
                named(
                        "many address ranges",
                        size -> rules("{\"client_ip\": ["
                                + repeated(size / 16, i -> "\"10." + (i >> 8) % 256 + "." + i % 256 + ".0/24\"")
                                + "], \"leave\": true}")),
                named(
                        "negations in negations",
                        size -> rules(repeated(
                                size / 2400,
                                i -> "{\"not\": ".repeat(240) + "{\"host\": \"a\"}" + "}".repeat(239)
                                        + ", \"leave\": true}"))),
                named(
                        "a hash of many targets",
                        size -> "{\"targets\": {"
                                + repeated(size / 40, i -> "\"t" + i + "\": {\"base_cs_url\": \"https://a\"}")
                                + "}, \"rules\": [{\"hash\": {\"by\": \"host\", \"targets\": {"
                                + repeated(size / 40, i -> "\"t" + i + "\": 1") + "}}}]}"),
                named(
                        "many directories of no type",
                        size -> "{\"directories\": {" + repeated(size / 30, i -> "\"d" + i + "\": {\"type\": \"none\"}")
                                + "}, \"rules\": [" + repeated(size / 40, i -> "{\"lookup\": \"d\"}") + "]}"),
                named("unknown keys", size -> "{" + repeated(size / 12, i -> "\"key" + i + "\": " + i) + "}"),
                named("one key many times", size -> "{" + repeated(size / 8, i -> "\"key\": 1") + "}"),
                named(
                        "fields many times",
                        size -> "{\"inject\": [" + repeated(size / 15, i -> "\"base_cs_url\"") + "], \"rules\": []}"),
                named(
                        "depth, with many problems at its end",
                        size -> "{\"rules\": " + "[".repeat(400) + "{\"a\": 1" + ", \"a\": 1".repeat(size / 8) + "}"
                                + "]".repeat(400) + "}"),
                named(
                        "depth, with long names",
                        size -> "{\"rules\": [], \"x\": " + ("{\"" + "n".repeat(size / 400) + "\": [").repeat(200) + "1"
                                + "]}".repeat(200) + "}"),
                named("a long comment", size -> "{/*" + "*".repeat(size) + "*/ \"rules\": []} // " + "/".repeat(size)),
                named("a long string of controls", size -> "{\"" + "\\u0007".repeat(size / 6) + "\": 1}"),
                named(
                        "a long glob",
                        size -> rules("{\"localpart\": \"" + "*a".repeat(size / 2) + "\", \"leave\": true}")),
                named(
                        "a long regex",
                        size -> rules(
                                "{\"localpart\": {\"regex\": \"" + "a|".repeat(size / 2) + "\"}, \"leave\": true}")),
                named(
                        "a regex of classes",
                        size -> rules(
                                "{\"localpart\": {\"regex\": \"" + "[a-z".repeat(size / 4) + "\"}, \"leave\": true}")),
                named(
                        "a regex of braces",
                        size -> rules(
                                "{\"localpart\": {\"regex\": \"" + "a{,".repeat(size / 3) + "\"}, \"leave\": true}")),
                named(
                        "a regex of quotations",
                        size -> rules("{\"localpart\": {\"regex\": \"" + "\\\\Qa".repeat(size / 4)
                                + "\"}, \"leave\": true}")),
                named(
                        "a regex of escapes in braces",
                        size -> rules("{\"localpart\": {\"regex\": \"" + "\\\\p{".repeat(size / 4)
                                + "\"}, \"leave\": true}")),
                named(
                        "a long template",
                        size -> rules("{\"base_cs_url\": \"https://a/" + "{localpart}".repeat(size / 11) + "\"}")),
                named(
                        "a template of open braces",
                        size -> rules("{\"base_cs_url\": \"https://a/" + "{".repeat(size) + "\"}")),
                named(
                        "a long URL",
                        size -> "{\"targets\": {\"t\": {\"base_cs_url\": \"https://" + "a.".repeat(size / 2)
                                + "\"}}, \"rules\": []}"),
                named("long numbers", size -> rules(repeated(size / 900, i -> "1".repeat(900)))),
                named("no JSON", size -> "{\"rules\": " + "a".repeat(size)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void load_takesLinearTime(IntFunction<String> file) {
        Growth.requireLinear(
                size -> {
                    RuleSource source = RuleSource.text("waymark.json", file.apply(size));
                    return () -> {
                        try {
                            RulesFile.load(source);
                        } catch (InvalidRulesException e) {
                            e.problems();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };
                },
                20_000);
    }

    @Test
    void decision_takesLinearTime_inTheRules() {
        Growth.requireLinear(
                size -> {
                    RulesFile file = load(rules(repeated(size, i -> RULE)));
                    Login login = Login.of("@" + "b".repeat(200) + ":x");
                    return () -> file.rules().decide(login);
                },
                5_000);
    }

    @Test
    void decision_takesLinearTime_inTheUserId_forRegex() {
        RulesFile file = load(rules("{\"localpart\": {\"regex\": \"(a*)*(.*a){12}b\"}, \"leave\": true}"));
        Growth.requireLinear(
                size -> {
                    Login login = Login.of("@" + "a".repeat(size) + ":x");
                    return () -> file.rules().decide(login);
                },
                500);
    }

    private static RulesFile load(String json) {
        try {
            return RulesFile.load(RuleSource.text("waymark.json", json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidRulesException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String rules(String rules) {
        return "{\"rules\": [" + rules + "]}";
    }

    private static String repeated(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(",\n"));
    }
}
