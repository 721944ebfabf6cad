// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waymark.login.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules files in YAML: as {@link RulesFuzzTest} has it for JSON. */
class YamlRulesFuzzTest {

    static Stream<byte[]> seeds() {
        return Corpus.in("rules-yaml").values().stream();
    }

    /** @param input a rules file, and behind a NUL a user ID; the dictionary's escapes are those of libFuzzer */
    @DictionaryEntries({
        "rules:\\x0A",
        "- ",
        "\\x0A  ",
        ": ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "!x ",
        "!<tag:yaml.org,2002:int> ",
        "|2-\\x0A",
        ">+\\x0A",
        "'",
        "\\\"\\\\x41\\\\u0042\\\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "# ",
        "---\\x0A",
        "...\\x0A",
        "%YAML 1.2\\x0A",
        "%TAG !e! tag:e,2000:\\x0A",
        "0x1F",
        ".inf",
        "~",
        "${env:PATH}",
        "$${",
        "targets: {a: {base_cs_url: 'https://a'}}\\x0A",
        "name: ",
        "localpart: ",
        "regex: ",
        "target: a",
        "leave: true"
    })
    @MethodSource("seeds")
    @FuzzTest
    void loading_givesRulesOrProblems(byte[] input) throws IOException {
        RulesFuzzTest.requireSound("waymark.yaml", input);
    }
}
