// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chek",
                "check",
                "check a b",
                "check --jsn a",
                "explain rules.json",
                "simulate rules.json",
                "diff a b",
                "simulate - -",
                "diff - new.json -",
                "explain rules.json ada",
                "check ftp://x/y"
            })
    void run_saysWhatWasExpected_badUsage(String line) {
        Tool.Result result = new Tool().run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));

        assertThat(result.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(result.err()).isNotBlank();
        assertThat(result.out()).isEmpty();
    }

    @Test
    void run_saysWhatIsMissing_fileThatIsNotThere() {
        Tool.Result result = new Tool().run("check", "not-there.json");

        assertThat(result.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(result.err()).contains("not-there.json").contains("there is no such file");
    }

    @Test
    void run_listsCommands_help() {
        Tool.Result result = new Tool().run("--help");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("check", "explain", "simulate", "diff", "completion", "Exit codes");
    }

    @Test
    void run_writesScript_completion() {
        Tool.Result result = new Tool().run("completion");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("complete", "waymark", "simulate", "--svg")
                .doesNotContain("compopt +o default");
    }

    @Test
    void run_writesNoColours_whereNobodyLooks() {
        assertThat(new Tool().run("--help").out()).doesNotContain("\u001b");
        assertThat(new Tool().interactive().run("--help").out()).contains("\u001b");
    }
}
