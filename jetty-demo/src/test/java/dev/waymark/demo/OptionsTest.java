// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void nothingSaid_isTheDocumentedDefault() {
        assertThat(parse("")).isEqualTo(new Options(8008, null, false, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8008, 65_535})
    void port_isRead(int port) {
        assertThat(parse("--port " + port)).isEqualTo(new Options(port, null, false, false));
    }

    @Test
    void rulesFile_isRead() {
        assertThat(parse("--rules some/rules.json"))
                .isEqualTo(new Options(8008, Path.of("some/rules.json"), false, false));
    }

    @Test
    void options_comeInAnyOrder() {
        Options both = new Options(0, Path.of("rules.json"), false, false);

        assertThat(parse("--port 0 --rules rules.json")).isEqualTo(both);
        assertThat(parse("--rules rules.json --port 0")).isEqualTo(both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--port 0 --help", "-h --nonsense"})
    void help_isGivenWhereverItIsAskedFor(String line) {
        assertThat(parse(line).help()).isTrue();
    }

    @Test
    void usage_namesEveryOption() {
        assertThat(Options.USAGE)
                .contains(
                        "--port N",
                        "--rules FILE",
                        "--help",
                        "--version",
                        "portal --config FILE",
                        "8008",
                        "8101 to 8103");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "8008x", "0x10", "99999999999"})
    void port_isRefused_whereItIsNone(String port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--port " + port))
                .withMessage("--port " + port + ": expected a number from 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"--port", "--rules", "--port 0 --rules"})
    void option_isRefused_withoutItsValue(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(line))
                .withMessageMatching("--(port|rules) has no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot", "8008", "-p", "--port=0", "help", "''"})
    void anythingElse_isRefused_andSaysWhatThereIs(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(option))
                .withMessage("unknown option " + option + "; expected --port N, --rules FILE, --help or --version, or a"
                        + " command: portal, check, explain, simulate, diff, completion");
    }

    private static Options parse(String line) {
        return Options.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
