// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.junit.jupiter.api.Named.named;

import dev.waymark.Growth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading YAML, good or bad, takes a time in proportion to its length; so does filling in. */
class YamlTimeTest {

    static Stream<Named<IntFunction<String>>> files() {
        return Stream.of(
                named("rules", size -> "rules:\n" + repeated(size / 30, i -> "- localpart: a-*\n  leave: true\n")),
                named("rules in braces", size -> "rules: [\n" + repeated(size / 20, i -> "{leave: true},\n") + "]"),
                named("one line", size -> "rules: [" + repeated(size / 15, i -> "{leave: true},") + "]"),
                named(
                        "pairs of surrogates in one line",
                        size -> "rules: [" + repeated(size / 8, i -> "\ud83d\ude00, 1,") + "]"),
                named("unknown keys", size -> "rules: []\n" + repeated(size / 12, i -> "key" + i + ": x\n")),
                named(
                        "keys that are nearly right",
                        size -> "rules: []\n" + repeated(size / 12, i -> "rule" + i + ": x\n")),
                named(
                        "targets that are nearly right",
                        size -> "targets:\n" + repeated(size / 40, i -> "  target" + i + ": {base_cs_url: https://a}\n")
                                + "rules:\n" + repeated(size / 40, i -> "- target: tarxet" + i + "\n")),
                named("one key many times", size -> repeated(size / 6, i -> "a: b\n")),
                named("aliases", size -> "rules:\n- &a {leave: true}\n" + repeated(size / 5, i -> "- *a\n")),
                named("aliases of nothing", size -> "rules:\n" + repeated(size / 5, i -> "- *a\n")),
                named("anchors", size -> "rules:\n" + repeated(size / 10, i -> "- &a" + i + " 1\n")),
                named("tags", size -> "rules:\n" + repeated(size / 8, i -> "- !x 1\n")),
                named("merge keys", size -> "rules:\n" + repeated(size / 12, i -> "- {<<: 1}\n")),
                named("numbers that are none", size -> "rules:\n" + repeated(size / 8, i -> "- 0x1F\n")),
                named("a long plain text", size -> "rules: " + "x".repeat(size)),
                named("a long plain text of words", size -> "rules: " + "x ".repeat(size / 2)),
                named("a long plain text of lines", size -> "rules: " + "x\n ".repeat(size / 3)),
                named("a long text in quotes", size -> "rules: '" + "''".repeat(size / 2) + "'"),
                named("a long text of escapes", size -> "rules: \"" + "\\x07".repeat(size / 4) + "\""),
                named("a long block", size -> "rules: |\n" + " x\n".repeat(size / 3)),
                named("a long folded block", size -> "rules: >\n" + " x\n\n".repeat(size / 4)),
                named("a long key", size -> "? " + "x".repeat(size) + "\n: 1"),
                named("a long number", size -> "rules: " + "1".repeat(size)),
                named("nearly a number", size -> "rules: " + "1".repeat(size) + "x"),
                named("a long comment", size -> "rules: [] #" + "#".repeat(size)),
                named("comments", size -> "#\n".repeat(size / 2) + "rules: []"),
                named("empty lines", size -> "\n".repeat(size) + "rules: []"),
                named("spaces", size -> "rules: []" + " ".repeat(size)),
                named("brackets", size -> "[".repeat(size)),
                named("items in items", size -> "- ".repeat(size / 2)),
                named("questions", size -> "? ".repeat(size / 2)),
                named("tags without values", size -> "rules: [" + "!x,".repeat(size / 3) + "]"),
                named("a long tag", size -> "rules: !" + "x".repeat(size) + " 1"),
                named("a long alias", size -> "rules: *" + "x".repeat(size)),
                named("directives", size -> "%X y\n".repeat(size / 5) + "---\nrules: []"),
                named("documents", size -> "---\n".repeat(size / 4)),
                named("escapes of ${", size -> "rules: '" + "$${".repeat(size / 3) + "'"),
                named("open ${", size -> "rules: '" + "${".repeat(size / 2) + "'"),
                named(
                        "variables that are not set",
                        size -> "rules:\n" + repeated(size / 20, i -> "- ${env:NO_SUCH_" + i + "}\n")),
                named(
                        "files that are not there",
                        size -> "rules:\n" + repeated(size / 30, i -> "- ${file:/no/such/file}\n")),
                named("variables", size -> "rules: '" + "${env:PATH}".repeat(size / 11) + "'"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void load_takesLinearTime(IntFunction<String> file) {
        Growth.requireLinear(
                size -> {
                    RuleSource source = RuleSource.text("waymark.yaml", file.apply(size));
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

    private static String repeated(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining());
    }
}
