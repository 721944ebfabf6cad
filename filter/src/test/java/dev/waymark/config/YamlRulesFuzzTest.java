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

    /** @param input a rules file, and behind a NUL a user ID */
    @DictionaryEntries({
        "rules:\n",
        "- ",
        "\n  ",
        ": ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "!x ",
        "!<tag:yaml.org,2002:int> ",
        "|2-\n",
        ">+\n",
        "'",
        "\"\\x41\\u0042\\U00000043\\\n\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "# ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "%TAG !e! tag:e,2000:\n",
        "0x1F",
        ".inf",
        "~",
        "${env:PATH}",
        "$${",
        "targets: {a: {base_cs_url: 'https://a'}}\n",
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
