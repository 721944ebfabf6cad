// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMissesTest {

    private static final List<String> KEYS = List.of(
            "inject",
            "existing",
            "on_failure",
            "max_body",
            "targets",
            "directories",
            "rules",
            "target",
            "base_cs_url",
            "user_id",
            "localpart",
            "server_name",
            "hist",
            "eng",
            "no");

    @ParameterizedTest
    @CsvSource({
        "ruels, rules",
        "rule, rules",
        "RULES, rules",
        "Rules, rules",
        "taget, target",
        "targts, targets",
        "target-s, targets",
        "base_url, base_cs_url",
        "baseCsUrl, base_cs_url",
        "base-cs-url, base_cs_url",
        "userid, user_id",
        "localprat, localpart",
        "sever_name, server_name",
        "direcotries, directories",
        "hst, hist",
        "egn, eng",
        "max body, max_body",
        "user, user_id",
        "server, server_name"
    })
    void name_isFound(String name, String meant) {
        assertThat(new NearMisses().find(name, KEYS)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "on", "yes", "east", "''", "colour", "language", "injection_of_fields", "\ud83d\ude00"})
    void name_isNotFound_whereItIsFarFromAll(String name) {
        assertThat(new NearMisses().find(name, KEYS)).isNull();
    }

    @Test
    void nameThatIsNear_isTheFirst_ofSeveral() {
        assertThat(new NearMisses().find("east1", List.of("east3", "east2", "west1", "east4")))
                .isEqualTo("east2");
    }

    @Test
    void search_ends_whereThereAreManyNames() {
        List<String> known = IntStream.range(0, 100_000)
                .mapToObj(i -> "a-target-of-some-length-" + i)
                .toList();
        NearMisses nearMisses = new NearMisses();

        assertThat(nearMisses.find("a-target-of-some-lenght-7", known)).isEqualTo("a-target-of-some-length-7");
        for (int i = 0; i < 100_000; i++) {
            nearMisses.find("another-target-of-some-length-" + i, known);
        }
        assertThat(nearMisses.find("a-target-of-some-lenght-7", known)).isNull();
    }

    @Test
    void names_thatAreLong_areNotCompared() {
        String name = "x".repeat(65);

        assertThat(new NearMisses().find(name, List.of(name))).isNull();
        assertThat(new NearMisses().find("x".repeat(64), List.of(name))).isNull();
    }
}
