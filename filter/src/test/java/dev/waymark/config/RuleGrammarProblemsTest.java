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

/** What is wrong with headers, addresses, negations, custom conditions, and outcomes of several targets. */
class RuleGrammarProblemsTest {

    /** The value of the key begins in column 4 of line 2, and nothing else is wrong. */
    private static Arguments problem(String what, String key, String value, String problem) {
        boolean outcome = OutcomeReader.KEYS.contains(key);
        String file =
                "{\"targets\": {\"b\": {\"base_cs_url\": \"https://b\"}, \"a\": {\"base_cs_url\": \"https://a\"}}, \"rules\": [{\""
                        + key + "\":\n   " + value + (outcome ? "" : ", \"leave\": true") + "}]}";
        return arguments(named(what, file), problem);
    }

    static Stream<Arguments> addresses() {
        String as = ", as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7";
        String expected = "expected an IP address, or a range like \"10.0.0.0/8\" or \"2001:db8::/32\"";
        return Stream.of(
                problem(
                        "no address",
                        "client_ip",
                        "\"10.*\"",
                        "2:4: /rules/0/client_ip: not an IP address or range: it is no address; expected four numbers from"
                                + " 0 to 255 without leading zeros, or an IPv6 address" + as),
                problem(
                        "bits beyond",
                        "client_ip",
                        "[\"::1\", \"10.0.0.1/8\"]",
                        "2:12: /rules/0/client_ip/1: not an IP address or range: bits are set beyond the first 8; expected"
                                + " only zeros there" + as),
                problem(
                        "a regex",
                        "client_ip",
                        "{\"regex\": \"10.*\"}",
                        "2:4: /rules/0/client_ip: " + expected + ", or a list of them, found an object"),
                problem(
                        "a number in a list",
                        "client_ip",
                        "[10]",
                        "2:5: /rules/0/client_ip/0: " + expected + ", found a number"),
                problem(
                        "an empty list",
                        "client_ip",
                        "[]",
                        "2:4: /rules/0/client_ip: an empty list, which nothing can match; expected at least one pattern"));
    }

    static Stream<Arguments> headers() {
        String pattern = "a pattern: a string or {\"regex\": \"...\"}";
        return Stream.of(
                problem(
                        "a string",
                        "header",
                        "\"X-A\"",
                        "2:4: /rules/0/header: expected an object: a header's name to a pattern, found a string"),
                problem("none", "header", "{}", "2:4: /rules/0/header: an empty object; expected at least one header"),
                problem(
                        "no token",
                        "header",
                        "{\"X A\": \"b\"}",
                        "2:5: /rules/0/header/X A: \"X A\" is no name of a header; expected letters, digits and"
                                + " !#$%&'*+-.^_`|~ only"),
                problem(
                        "an empty name",
                        "header",
                        "{\"\": \"b\"}",
                        "2:5: /rules/0/header/: \"\" is no name of a header; expected letters, digits and"
                                + " !#$%&'*+-.^_`|~ only"),
                problem(
                        "in another case",
                        "header",
                        "{\"X-A\": \"b\",\n \"x-a\": \"c\"}",
                        "3:2: /rules/0/header/x-a: the header \"x-a\" stands here again, since case makes no difference;"
                                + " it is first in line 2"),
                problem(
                        "a number",
                        "header",
                        "{\"X-A\": 1}",
                        "2:12: /rules/0/header/X-A: expected " + pattern + ", or a list of them, found a number"));
    }

    static Stream<Arguments> negations() {
        return Stream.of(
                problem("a list", "not", "[]", "2:4: /rules/0/not: expected an object of conditions, found a list"),
                problem(
                        "empty",
                        "not",
                        "{}",
                        "2:4: /rules/0/not: an empty object, which would never hold; expected at least one condition"),
                problem(
                        "no condition",
                        "not",
                        "{\"locapart\": \"a\"}",
                        "2:5: /rules/0/not/locapart: unknown key \"locapart\" (did you mean \"localpart\"?); expected one"
                                + " of address, client_ip, custom, device_id, header, host, identifier, localpart,"
                                + " login_type, medium, not, server_name, user_id"),
                problem(
                        "an outcome",
                        "not",
                        "{\"localpart\": \"a\", \"leave\": true}",
                        "2:23: /rules/0/not/leave: unknown key \"leave\"; expected one of address, client_ip, custom,"
                                + " device_id, header, host, identifier, localpart, login_type, medium, not, server_name,"
                                + " user_id"),
                problem(
                        "wrong further down",
                        "not",
                        "{\"not\": {\"header\": {\"A\": []}}}",
                        "2:29: /rules/0/not/not/header/A: an empty list, which nothing can match; expected at least one"
                                + " pattern"));
    }

    static Stream<Arguments> customs() {
        return Stream.of(
                problem(
                        "a string",
                        "custom",
                        "\"a\"",
                        "2:4: /rules/0/custom: expected an object like {\"type\": \"...\"}, found a string"),
                problem(
                        "no type",
                        "custom",
                        "{}",
                        "2:4: /rules/0/custom: the key \"type\" is missing; expected the type of the condition"),
                problem(
                        "type of another type",
                        "custom",
                        "{\"type\": 1}",
                        "2:13: /rules/0/custom/type: expected the type of the condition, found a number"),
                problem(
                        "unknown type",
                        "custom",
                        "{\"type\": \"a\"}",
                        "2:13: /rules/0/custom/type: unknown type \"a\"; there is none on the class path"));
    }

    static Stream<Arguments> outcomes() {
        String weight = "a weight: a whole number between 1 and 1000000";
        String unknown = "no target has the name \"c\"; expected one of a, b";
        String facts = "\"user_id\" or \"localpart\" or \"server_name\" or \"device_id\" or \"login_type\" or"
                + " \"identifier\" or \"medium\" or \"address\" or \"client_ip\" or \"host\"";
        return Stream.of(
                problem(
                        "lookup: a number",
                        "lookup",
                        "1",
                        "2:4: /rules/0/lookup: expected the name of a directory, found a number"),
                problem(
                        "lookup: none",
                        "lookup",
                        "\"staff\"",
                        "2:4: /rules/0/lookup: no directory has the name \"staff\"; and there are no directories"),
                problem(
                        "hash: a string",
                        "hash",
                        "\"user_id\"",
                        "2:4: /rules/0/hash: expected an object like {\"by\": \"user_id\", \"targets\": {\"east\": 2,"
                                + " \"west\": 1}}, found a string"),
                problem(
                        "hash: no by",
                        "hash",
                        "{\"targets\": [\"a\"]}",
                        "2:4: /rules/0/hash: the key \"by\" is missing; expected the name of a fact, \"user_id\" for instance"),
                problem(
                        "hash: no targets",
                        "hash",
                        "{\"by\": \"user_id\"}",
                        "2:4: /rules/0/hash: the key \"targets\" is missing; expected an object of targets and their weights"),
                problem(
                        "hash: by another",
                        "hash",
                        "{\"by\": \"header\", \"targets\": [\"a\"]}",
                        "2:11: /rules/0/hash/by: expected " + facts + ", found \"header\""),
                problem(
                        "hash: unknown key",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": [\"a\"], \"seed\": 1}",
                        "2:40: /rules/0/hash/seed: unknown key \"seed\"; expected one of by, healthy, targets"),
                problem(
                        "hash: a key that is near another",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": [\"a\"], \"health\": true}",
                        "2:40: /rules/0/hash/health: unknown key \"health\" (did you mean \"healthy\"?); expected one of"
                                + " by, healthy, targets"),
                problem(
                        "hash: healthy is no flag",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": [\"a\"], \"healthy\": \"yes\"}",
                        "2:51: /rules/0/hash/healthy: expected true or false, found a string"),
                problem(
                        "hash: targets of another type",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": \"a\"}",
                        "2:33: /rules/0/hash/targets: expected an object of targets and their weights, or a list of"
                                + " targets, found a string"),
                problem(
                        "hash: no targets in object",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": {}}",
                        "2:33: /rules/0/hash/targets: no targets; expected at least one"),
                problem(
                        "hash: no targets in list",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": []}",
                        "2:33: /rules/0/hash/targets: no targets; expected at least one"),
                problem(
                        "hash: unknown target",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": {\"a\": 1, \"c\": 1}}",
                        "2:42: /rules/0/hash/targets/c: " + unknown),
                problem(
                        "hash: unknown target in list",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": [\"a\", \"c\"]}",
                        "2:39: /rules/0/hash/targets/1: " + unknown),
                problem(
                        "hash: twice",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": [\"a\", \"a\"]}",
                        "2:39: /rules/0/hash/targets/1: \"a\" stands in the list twice; expected it once, or an object of"
                                + " targets and their weights"),
                problem(
                        "hash: weight 0",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": {\"a\": 0}}",
                        "2:39: /rules/0/hash/targets/a: expected " + weight + ", found 0"),
                problem(
                        "hash: weight too large",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": {\"a\": 1000001}}",
                        "2:39: /rules/0/hash/targets/a: expected " + weight + ", found 1000001"),
                problem(
                        "hash: weight no number",
                        "hash",
                        "{\"by\": \"user_id\", \"targets\": {\"a\": \"1\"}}",
                        "2:39: /rules/0/hash/targets/a: expected " + weight + ", found a string"),
                problem(
                        "round robin: a string",
                        "round_robin",
                        "\"a\"",
                        "2:4: /rules/0/round_robin: expected a list of targets, or an object like {\"targets\": [\"east\","
                                + " \"west\"], \"healthy\": true}, found a string"),
                problem(
                        "round robin: no targets",
                        "round_robin",
                        "{\"healthy\": true}",
                        "2:4: /rules/0/round_robin: the key \"targets\" is missing; expected a list of targets"),
                problem(
                        "round robin: a key that is near another",
                        "round_robin",
                        "{\"targets\": [\"a\"], \"Healthy\": true}",
                        "2:23: /rules/0/round_robin/Healthy: unknown key \"Healthy\" (did you mean \"healthy\"?);"
                                + " expected one of healthy, targets"),
                problem(
                        "round robin: healthy is no flag",
                        "round_robin",
                        "{\"targets\": [\"a\"], \"healthy\": 1}",
                        "2:34: /rules/0/round_robin/healthy: expected true or false, found a number"),
                problem(
                        "round robin: targets with weights",
                        "round_robin",
                        "{\"targets\": {\"a\": 2}}",
                        "2:16: /rules/0/round_robin/targets: expected a list of targets, found an object"),
                problem(
                        "round robin: an object of no targets",
                        "round_robin",
                        "{\"targets\": []}",
                        "2:16: /rules/0/round_robin/targets: an empty list; expected at least one target"),
                problem(
                        "round robin: an object of an unknown target",
                        "round_robin",
                        "{\"targets\": [\"a\", \"c\"]}",
                        "2:22: /rules/0/round_robin/targets/1: " + unknown),
                problem(
                        "round robin: empty",
                        "round_robin",
                        "[]",
                        "2:4: /rules/0/round_robin: an empty list; expected at least one target"),
                problem(
                        "round robin: unknown",
                        "round_robin",
                        "[\"a\", \"c\", \"a\"]",
                        "2:10: /rules/0/round_robin/1: " + unknown),
                problem(
                        "round robin: a number",
                        "round_robin",
                        "[1]",
                        "2:5: /rules/0/round_robin/0: expected the name of a target, found a number"));
    }

    @ParameterizedTest
    @MethodSource({"addresses", "headers", "negations", "customs", "outcomes"})
    void load_reportsTheOneProblem(String json, String problem) {
        assertThat(ProblemsOf.file(json)).containsExactly(problem);
    }

    @Test
    void groupsOfNot_areNoValuesForTemplates() {
        assertThat(
                        ProblemsOf.file(
                                "{\"rules\": [\n{\"not\": {\"localpart\": {\"regex\": \"(?P<d>a)\"}}, \"base_cs_url\": \"https://{d}.a\"}]}"))
                .containsExactly("2:62: /rules/0/base_cs_url: not a URL template: {d} has no value; expected {user_id},"
                        + " {localpart}, {server_name} or a named group that every pattern of a condition of this rule"
                        + " defines");
    }

    @Test
    void groupsOfTwoHeaders_mustDiffer() {
        assertThat(ProblemsOf.file(
                        "{\"rules\": [\n{\"header\": {\"A\": {\"regex\": \"(?P<d>a)\"}, \"B\": {\"regex\": \"(?P<d>b)\"}},\n"
                                + "\"base_cs_url\": \"https://{d}.a\"}]}"))
                .containsExactly("3:16: /rules/0/base_cs_url: two conditions define the named group {d}; expected one");
    }

    @Test
    void conditionNames_areNoGroups() {
        for (String name : new String[] {"client_ip", "header", "not", "custom", "host"}) {
            assertThat(ProblemsOf.file(
                            "{\"rules\": [\n{\"localpart\": {\"regex\": \"(?P<" + name + ">a)\"}, \"leave\": true}]}"))
                    .containsExactly("2:25: /rules/0/localpart/regex: a named group is called \"" + name
                            + "\", as a condition is; expected another name");
        }
    }

    @Test
    void targetsWithProblems_causeNoOthers() {
        assertThat(ProblemsOf.file("{\"targets\": {\"a\": 1}, \"rules\": [{\"round_robin\": [\"a\", \"a\"]},"
                        + " {\"hash\": {\"by\": \"user_id\", \"targets\": {\"a\": 1}}}]}"))
                .hasSize(1);
    }
}
