// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final String BAD = """
            {
              "targets": {"hist": {"base_cs_url": "https://matrix.hist.ac.cdl"}},
              "rules": [
                {"name": "one", "user_ids": "@ada:ac.cdl", "target": "hist"},
                {"name": "two", "target": "hits"}
              ]
            }
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("rules.json"), text);
    }

    @Test
    void check_saysWhatIsThere_goodFile() throws Exception {
        Tool.Result result = new Tool().run("check", file(RulesFiles.GOOD));

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("good: ", "6 rules, 2 targets and 0 directories");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void check_showsEachLineWithCaret_badFile() throws Exception {
        Path file = file(BAD);
        Tool.Result result = new Tool().run("check", file);

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.out())
                .contains(file + ":4:21: error: unknown key \"user_ids\"")
                .contains("did you mean \"user_id\"")
                .contains("""
                        4 |     {"name": "one", "user_ids": "@ada:ac.cdl", "target": "hist"},
                          |                     ^
                        """)
                .contains(file + ":5:31: error: ")
                .contains("did you mean \"hist\"")
                .contains("2 problems");
    }

    @Test
    void check_printsOneObject_json() throws Exception {
        Path file = file(BAD);
        Tool.Result result = new Tool().run("check", file, "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("problems")).hasSize(2);
        assertThat(result.json().at("/problems/0/file").asString()).isEqualTo(file.toString());
        assertThat(result.json().at("/problems/0/line").asInt()).isEqualTo(4);
        assertThat(result.json().at("/problems/0/column").asInt()).isEqualTo(21);
        assertThat(result.json().at("/problems/0/path").asString()).isEqualTo("/rules/0/user_ids");
        assertThat(result.json().at("/problems/0/message").asString()).startsWith("unknown key \"user_ids\"");
        assertThat(result.json().get("warnings")).isEmpty();
    }

    @Test
    void check_printsNoProblems_jsonOfGoodFile() throws Exception {
        Tool.Result result = new Tool().run("check", "--json", file(RulesFiles.GOOD));

        assertThat(result.code()).isZero();
        assertThat(result.json().get("problems")).isEmpty();
    }

    @Test
    void check_warns_ruleThatCanNeverMatch() throws Exception {
        Path file = file("""
                {"targets": {"a": {"base_cs_url": "https://a.example"}},
                 "rules": [
                   {"name": "all", "target": "a"},
                   {"name": "never", "localpart": "x", "leave": true}
                 ]}
                """);
        Tool.Result result = new Tool().run("check", file);

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(file + ":4:4: warning: ").contains("\"never\"", "\"all\"", "1 warning");
        assertThat(new Tool()
                        .run("check", file, "--json")
                        .json()
                        .at("/warnings/0/path")
                        .asString())
                .isEqualTo("/rules/1");
    }

    @Test
    void check_readsStandardInput_dash() {
        assertThat(new Tool().in(RulesFiles.GOOD).run("check", "-").code()).isZero();
        Tool.Result bad = new Tool().in("rules:\n  - name: x\n    leav: true\n").run("check", "-");
        assertThat(bad.code()).isEqualTo(Main.PROBLEMS);
        assertThat(bad.out()).contains("<stdin>:3:5: error: ", "did you mean \"leave\"");
    }

    @Test
    void check_isColoured_onTerminalOnly() throws Exception {
        Path file = file(BAD);

        assertThat(new Tool().interactive().run("check", file).out()).contains("\u001b[");
        assertThat(new Tool().run("check", file).out()).doesNotContain("\u001b");
    }
}
