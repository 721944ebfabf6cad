// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a rule. */
class RuleProblemsTest {

    private static final String A_PATTERN = "a pattern: a string or {\"regex\": \"...\"}";
    private static final String RE2 = "a regular expression in RE2 syntax";

    /** The rule begins in column 1 of line 2. */
    private static String file(String rule) {
        return "{\"targets\": {\"b\": {\"base_cs_url\": \"https://b\"}, \"a\": {\"base_cs_url\": \"https://a\"}}, \"rules\": [\n"
                + rule + "]}";
    }

    static Stream<Arguments> outcomes() {
        String one =
                "2:1: /rules/0: expected exactly one outcome of target, base_cs_url, lookup, hash, round_robin, leave; found ";
        return Stream.of(
                problem("no object", "\"a\"", "2:1: /rules/0: expected a rule: an object, found a string"),
                problem("null", "null", "2:1: /rules/0: expected a rule: an object, found null"),
                problem("empty", "{}", one + "none"),
                problem("only a condition", "{\"localpart\": \"a\"}", one + "none"),
                problem("two outcomes", "{\"leave\": true, \"target\": \"a\"}", one + "target and leave"),
                problem(
                        "three outcomes",
                        "{\"leave\": true, \"base_cs_url\": \"https://a\", \"target\": \"a\"}",
                        one + "target and base_cs_url and leave"),
                problem(
                        "unknown key",
                        "{\"target\": \"a\", \"user\": \"b\"}",
                        "2:17: /rules/0/user: unknown key \"user\" (did you mean \"user_id\"?); expected one of address, base_cs_url, client_ip, custom, device_id, hash, header, host, identifier, leave, localpart, login_type, lookup, medium, name, not, round_robin, server_name, target, user_id"),
                problem("leave: false", "{\"leave\": false}", "2:11: /rules/0/leave: expected true, found false"),
                problem(
                        "leave: a string",
                        "{\"leave\": \"true\"}",
                        "2:11: /rules/0/leave: expected true, found a string"),
                problem(
                        "target: unknown",
                        "{\"target\": \"A\"}",
                        "2:12: /rules/0/target: no target has the name \"A\" (did you mean \"a\"?); expected one of a, b"),
                problem(
                        "target: empty",
                        "{\"target\": \"\"}",
                        "2:12: /rules/0/target: expected the name of a target, found an empty one"),
                problem(
                        "target: a list",
                        "{\"target\": [\"a\"]}",
                        "2:12: /rules/0/target: expected the name of a target, found a list"),
                problem(
                        "URL: a number",
                        "{\"base_cs_url\": 1}",
                        "2:17: /rules/0/base_cs_url: expected a URL template, found a number"),
                problem(
                        "URL: empty",
                        "{\"base_cs_url\": \"\"}",
                        "2:17: /rules/0/base_cs_url: expected a URL template, found an empty one"),
                problem(
                        "URL: none",
                        "{\"base_cs_url\": \"https://a?b\"}",
                        "2:17: /rules/0/base_cs_url: not a base URL: it has a query; expected https://host[:port][/path]"),
                problem(
                        "URL: users choose the domain",
                        "{\"base_cs_url\": \"https://{server_name}\"}",
                        "2:17: /rules/0/base_cs_url: not a URL template: the last label of its host is a placeholder; expected a literal one, so that users cannot choose the domain"),
                problem(
                        "URL: unknown placeholder",
                        "{\"base_cs_url\": \"https://{dept}.a\"}",
                        "2:17: /rules/0/base_cs_url: not a URL template: {dept} has no value; expected {user_id}, {localpart}, {server_name} or a named group that every pattern of a condition of this rule defines"),
                problem(
                        "URL: a group that one pattern lacks",
                        "{\"localpart\": [{\"regex\": \"(?P<dept>a)\"}, \"b\"], \"base_cs_url\": \"https://{dept}.a\"}",
                        "2:63: /rules/0/base_cs_url: not a URL template: {dept} has no value; expected {user_id}, {localpart}, {server_name} or a named group that every pattern of a condition of this rule defines"),
                problem(
                        "URL: a group that two conditions define",
                        "{\"localpart\": {\"regex\": \"(?P<d>a)\"}, \"server_name\": {\"regex\": \"(?P<d>b)\"}, \"base_cs_url\": \"https://{d}.a\"}",
                        "2:91: /rules/0/base_cs_url: two conditions define the named group {d}; expected one"));
    }

    static Stream<Arguments> conditions() {
        String notRe2 = "not " + RE2 + ": ";
        return Stream.of(
                problem(
                        "a number",
                        condition("1"),
                        "2:15: /rules/0/localpart: expected " + A_PATTERN + ", or a list of them, found a number"),
                problem(
                        "null",
                        condition("null"),
                        "2:15: /rules/0/localpart: expected " + A_PATTERN + ", or a list of them, found null"),
                problem(
                        "an empty string",
                        condition("\"\""),
                        "2:15: /rules/0/localpart: expected " + A_PATTERN + ", or a list of them, found an empty one"),
                problem(
                        "an empty list",
                        condition("[]"),
                        "2:15: /rules/0/localpart: an empty list, which nothing can match; expected at least one pattern"),
                problem(
                        "a list in a list",
                        condition("[\"a\", [\"b\"]]"),
                        "2:21: /rules/0/localpart/1: expected " + A_PATTERN + ", found a list"),
                problem(
                        "true in a list",
                        condition("[\"a\", true]"),
                        "2:21: /rules/0/localpart/1: expected " + A_PATTERN + ", found true"),
                problem(
                        "an empty string in a list",
                        condition("[\"\"]"),
                        "2:16: /rules/0/localpart/0: expected " + A_PATTERN + ", found an empty one"),
                problem(
                        "an empty object",
                        condition("{}"),
                        "2:15: /rules/0/localpart: the key \"regex\" is missing; expected " + RE2),
                problem(
                        "a regex that is a number",
                        condition("{\"regex\": 1}"),
                        "2:25: /rules/0/localpart/regex: expected " + RE2 + ", found a number"),
                problem(
                        "an empty regex",
                        condition("{\"regex\": \"\"}"),
                        "2:25: /rules/0/localpart/regex: expected " + RE2 + ", found an empty one"),
                problem(
                        "a regex with an unknown key",
                        condition("{\"regex\": \"a\", \"flags\": \"i\"}"),
                        "2:30: /rules/0/localpart/flags: unknown key \"flags\"; expected one of regex"),
                problem(
                        "a bracket open",
                        condition("{\"regex\": \"[a-z\"}"),
                        "2:25: /rules/0/localpart/regex: " + notRe2 + "missing closing ]: [a-z"),
                problem(
                        "a look-ahead",
                        condition("{\"regex\": \"(?=a)\"}"),
                        "2:25: /rules/0/localpart/regex: " + notRe2 + "invalid or unsupported Perl syntax: (?="),
                problem(
                        "a back-reference",
                        condition("[\"a\", {\"regex\": \"(a)\\\\1\"}]"),
                        "2:31: /rules/0/localpart/1/regex: " + notRe2 + "invalid escape sequence: \\1"),
                problem(
                        "a group twice",
                        condition("{\"regex\": \"(?P<a>x)(?P<a>y)\"}"),
                        "2:25: /rules/0/localpart/regex: " + notRe2 + "duplicate capture group name: a"),
                problem(
                        "groups too deep",
                        condition("{\"regex\": \"" + "(".repeat(20_000) + ")".repeat(20_000) + "\"}"),
                        "2:25: /rules/0/localpart/regex: " + notRe2 + "it opens more than 1000 groups"),
                problem(
                        "a group with the name of a condition",
                        condition("{\"regex\": \"(?P<user_id>x)\"}"),
                        "2:25: /rules/0/localpart/regex: a named group is called \"user_id\", as a condition is; expected another name"));
    }

    private static String condition(String pattern) {
        return "{\"localpart\": " + pattern + ", \"leave\": true}";
    }

    static Stream<Arguments> names() {
        String taken = " already; expected another";
        return Stream.of(
                problem(
                        "a number",
                        "{\"name\": 1, \"leave\": true}",
                        "2:10: /rules/0/name: expected a string, found a number"),
                problem(
                        "empty",
                        "{\"name\": \"\", \"leave\": true}",
                        "2:10: /rules/0/name: expected a string, found an empty one"),
                problem(
                        "taken",
                        "{\"name\": \"a\", \"leave\": true},\n{\"name\": \"a\", \"target\": \"a\"}",
                        "3:10: /rules/1/name: a rule in line 2 has the name \"a\"" + taken),
                problem(
                        "taken by a rule without one",
                        "{\"leave\": true},\n{\"name\": \"rule 1\", \"target\": \"a\"}",
                        "3:10: /rules/1/name: a rule in line 2 has the name \"rule 1\"" + taken),
                problem(
                        "taken from a rule without one",
                        "{\"name\": \"rule 2\", \"leave\": true},\n{\"target\": \"a\"}",
                        "3:1: /rules/1: a rule in line 2 has the name \"rule 2\"" + taken));
    }

    private static Arguments problem(String what, String rule, String problem) {
        return arguments(named(what, file(rule)), problem);
    }

    @ParameterizedTest
    @MethodSource({"outcomes", "conditions", "names"})
    void load_reportsTheOneProblem(String json, String problem) {
        assertThat(ProblemsOf.file(json)).containsExactly(problem);
    }

    @Test
    void target_isUnknown_whereThereAreNone() {
        assertThat(ProblemsOf.file("{\"rules\": [{\"target\": \"a\"}]}"))
                .containsExactly("1:23: /rules/0/target: no target has the name \"a\"; and there are no targets");
    }

    @Test
    void target_causesNoSecondProblem_whereItIsItselfWrong() {
        assertThat(ProblemsOf.file("""
                        {"targets": {"a": {"base_cs_url": "a"}, "b": 1, "c": {}},
                         "rules": [{"target": "a"}, {"target": "b"}, {"target": "c"}, {"target": "d"}]}
                        """))
                .extracting(problem -> problem.replaceAll(": (expected|not|the|no) .*", ""))
                .containsExactly(
                        "1:35: /targets/a/base_cs_url",
                        "1:46: /targets/b",
                        "1:54: /targets/c",
                        "2:74: /rules/3/target");
    }

    @Test
    void template_causesNoSecondProblem_wherePatternWithItsGroupIsWrong() {
        assertThat(ProblemsOf.file(
                        file("{\"localpart\": {\"regex\": \"(?P<dept>[a-z\"}, \"base_cs_url\": \"https://{dept}.a\"}")))
                .containsExactly(
                        "2:25: /rules/0/localpart/regex: not a regular expression in RE2 syntax: missing closing"
                                + " ]: [a-z");
    }

    @Test
    void rule_reportsAllItsProblems() {
        assertThat(ProblemsOf.file(
                        file("{\"name\": 1, \"localpart\": [1, {}], \"user_id\": {\"regex\": \"(\", \"x\": 1},\n"
                                + "\"base_cs_url\": \"https://a#b\", \"leave\": 1, \"y\": 1}")))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ", problem.indexOf('/'))))
                .containsExactly(
                        "2:1: /rules/0",
                        "2:10: /rules/0/name",
                        "2:27: /rules/0/localpart/0",
                        "2:30: /rules/0/localpart/1",
                        "2:56: /rules/0/user_id/regex",
                        "2:61: /rules/0/user_id/x",
                        "3:40: /rules/0/leave",
                        "3:43: /rules/0/y");
    }
}
