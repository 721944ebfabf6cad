// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.waymark.spi.DirectoryProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with directories: with the keys of any type, and with settings that a provider reads. */
class DirectoryProblemsTest {

    private static final String TIME = "expected a time such as \"500ms\", \"2s\", \"10m\", \"1h\" or \"1d\", from ";

    @TempDir
    Path folder;

    @BeforeEach
    void registerProvider() throws Exception {
        Services.register(folder, DirectoryProvider.class, List.of(MemoProvider.class.getName()));
    }

    private List<String> problems(String json) throws Exception {
        return Services.in(folder, () -> ProblemsOf.file(json));
    }

    /** The value of the key begins in column 4 of line 2, and nothing else is wrong. */
    private static Arguments problem(String key, String value, String problem) {
        String answer = key.equals("answer") ? "" : ", \"answer\": \"https://a\"";
        String json = "{\"directories\": {\"u\": {\"type\": \"memo\"" + answer + ", \"" + key + "\":\n   " + value
                + "}}, \"rules\": []}";
        return arguments(named(key + " " + value, json), problem);
    }

    static Stream<Arguments> general() {
        String cache = "2:4: /directories/u/cache: expected false, or an object like {\"size\": 10000, \"ttl\":"
                + " \"10m\", \"negative_ttl\": \"1m\"}, found ";
        String host =
                " is no host; expected one like \"matrix.ac.cdl\", \"*.ac.cdl\" or \"[::1]\", without scheme, port"
                        + " and path";
        return Stream.of(
                problem("timeout", "2", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found a number"),
                problem("timeout", "\"2\"", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found \"2\""),
                problem("timeout", "\"2 s\"", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found \"2 s\""),
                problem("timeout", "\"9ms\"", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found \"9ms\""),
                problem("timeout", "\"2m\"", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found \"2m\""),
                problem("timeout", "null", "2:4: /directories/u/timeout: " + TIME + "10ms to 1m, found null"),
                problem("cache", "true", cache + "true"),
                problem("cache", "100", cache + "a number"),
                problem(
                        "cache",
                        "{\"max\": 1}",
                        "2:5: /directories/u/cache/max: unknown key \"max\"; expected one of negative_ttl, size, ttl"),
                problem(
                        "cache",
                        "{\"size\": 0}",
                        "2:13: /directories/u/cache/size: expected a whole number between 1 and 10000000, found 0"),
                problem(
                        "cache",
                        "{\"ttl\": \"0s\"}",
                        "2:12: /directories/u/cache/ttl: " + TIME + "1s to 30d, found \"0s\""),
                problem(
                        "cache",
                        "{\"negative_ttl\": \"31d\"}",
                        "2:21: /directories/u/cache/negative_ttl: " + TIME + "0s to 30d, found \"31d\""),
                problem(
                        "on_error",
                        "\"pass\"",
                        "2:4: /directories/u/on_error: expected \"fail\" or \"next\", found \"pass\""),
                problem(
                        "max_concurrent",
                        "0",
                        "2:4: /directories/u/max_concurrent: expected a whole number between 1 and 1024, found 0"),
                problem(
                        "max_concurrent",
                        "1.5",
                        "2:4: /directories/u/max_concurrent: expected a whole number between 1 and 1024, found 1.5"),
                problem(
                        "allowed_hosts",
                        "{}",
                        "2:4: /directories/u/allowed_hosts: expected a host, or a list of them, found an object"),
                problem(
                        "allowed_hosts",
                        "[]",
                        "2:4: /directories/u/allowed_hosts: an empty list, which allows nothing; expected at least one host"),
                problem(
                        "allowed_hosts",
                        "[\"a\", \"https://b\"]",
                        "2:10: /directories/u/allowed_hosts/1: \"https://b\"" + host),
                problem("allowed_hosts", "\"a:8448\"", "2:4: /directories/u/allowed_hosts: \"a:8448\"" + host),
                problem("allowed_hosts", "\"a@b\"", "2:4: /directories/u/allowed_hosts: \"a@b\"" + host));
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                problem("answer", "1", "2:4: /directories/u/answer: expected a string, found a number"),
                problem("answer", "\"\"", "2:4: /directories/u/answer: expected a string, found an empty one"),
                problem("optional", "[]", "2:4: /directories/u/optional: expected a string, found a list"),
                problem(
                        "mode",
                        "\"quick\"",
                        "2:4: /directories/u/mode: expected \"fast\" or \"slow\", found \"quick\""),
                problem(
                        "number",
                        "11",
                        "2:4: /directories/u/number: expected a whole number between 1 and 10, found 11"),
                problem(
                        "number",
                        "99999999999999999999",
                        "2:4: /directories/u/number: expected a whole number between 1 and 10, found 99999999999999999999"),
                problem("flag", "\"true\"", "2:4: /directories/u/flag: expected true or false, found a string"),
                problem("pause", "\"2d\"", "2:4: /directories/u/pause: " + TIME + "1ms to 1d, found \"2d\""),
                problem(
                        "texts",
                        "1",
                        "2:4: /directories/u/texts: expected a string, or a list of them, found a number"),
                problem(
                        "texts",
                        "[\"a\", \"\"]",
                        "2:10: /directories/u/texts/1: expected a string, found an empty one"),
                problem("map", "[]", "2:4: /directories/u/map: expected an object of strings, found a list"),
                problem("map", "{\"a\": 1}", "2:10: /directories/u/map/a: expected a string, found a number"),
                problem("of", "1", "2:4: /directories/u/of: expected an object, found a number"),
                problem(
                        "of",
                        "{\"iner\": \"a\"}",
                        "2:5: /directories/u/of/iner: unknown key \"iner\" (did you mean \"inner\"?); expected one of inner"),
                problem("file", "1", "2:4: /directories/u/file: expected the path of a file, found a number"),
                problem(
                        "file",
                        "\"a\\u0000\"",
                        "2:4: /directories/u/file: not a path: Nul character not allowed; expected the path of a file"));
    }

    @ParameterizedTest
    @MethodSource({"general", "settings"})
    void load_reportsTheOneProblem(String json, String problem) throws Exception {
        assertThat(problems(json)).containsExactly(problem);
    }

    @Test
    void directories_mustBeObjects_withNames_andTypes() throws Exception {
        assertThat(problems("{\"directories\": [], \"rules\": []}"))
                .containsExactly(
                        "1:17: /directories: expected an object: a directory's name to {\"type\": ...}, found a list");
        assertThat(problems(
                        "{\"directories\": {\"a\": \"csv\", \"b\": {}, \" \": {\"type\": 1}, \"\\u0007\": {\"type\": \"\"}},\n"
                                + "\"rules\": [{\"lookup\": \"a\"}]}"))
                .containsExactly(
                        "1:23: /directories/a: expected an object like {\"type\": \"csv\", ...}, found a string",
                        "1:35: /directories/b: the key \"type\" is missing; expected the type of the directory",
                        "1:39: /directories/ : a directory has an empty name",
                        "1:53: /directories/ /type: expected the type of the directory, found a number",
                        "1:57: /directories/\\u0007: a name holds a control character, or another that cannot be seen",
                        "1:76: /directories/\\u0007/type: expected the type of the directory, found an empty one");
    }

    @Test
    void missingSetting_isReportedOnce() throws Exception {
        assertThat(problems("{\"directories\": {\"u\": {\"type\": \"memo\"}}, \"rules\": []}"))
                .containsExactly("1:23: /directories/u: the key \"answer\" is missing; expected a string");
    }

    @Test
    void targetWithProblem_mayBeAnswer() throws Exception {
        assertThat(
                        problems(
                                "{\"targets\": {\"east\": 1}, \"directories\": {\"u\": {\"type\": \"memo\", \"answer\": \"east\"}}, \"rules\": []}"))
                .hasSize(1)
                .allMatch(problem -> problem.contains("/targets/east"));
    }
}
