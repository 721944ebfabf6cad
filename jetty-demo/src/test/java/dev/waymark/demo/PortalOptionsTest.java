// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortalOptionsTest {

    @Test
    void configuration_isRead() {
        assertThat(parse("--config portal.yaml")).isEqualTo(new PortalOptions("portal.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--config portal.yaml --help"})
    void help_isGivenWhereverItIsAskedFor(String line) {
        assertThat(parse(line).config()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', portal needs --config FILE",
        "--config, --config has no value",
        "portal.yaml, unknown option portal.yaml of portal; expected --config FILE or --help",
        "--port 1, unknown option --port of portal; expected --config FILE or --help"
    })
    void anythingElse_isRefused_andSaysWhatThereIs(String line, String said) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(line)).withMessage(said);
    }

    private static PortalOptions parse(String line) {
        return PortalOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
