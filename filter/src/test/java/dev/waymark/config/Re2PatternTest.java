// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Re2PatternTest {

    @ParameterizedTest
    @CsvSource({
        "a,        a,    true",
        "a,        aa,   false",
        "a,        ba,   false",
        "a|ab,     ab,   true",
        "a.b,      axb,  true",
        "[a-z]*,   '',   true",
        "(?i)ada,  ADA,  true",
        "ada,      ADA,  false",
        "^ada$,    ada,  true",
        "ada,      'ada\n', false",
        "a.b,      'a\nb', false",
    })
    void match_isOfTheWholeText(String regex, String text, boolean expected) {
        assertThat(pattern(regex).match(text) != null).isEqualTo(expected);
    }

    @Test
    void match_givesNamedGroups_thatTookPart() {
        Re2Pattern pattern = pattern("(?P<first>[a-z]+)(-(?P<second>[a-z]*))?(x)?");

        assertThat(pattern.match("ada-eng")).isEqualTo(Map.of("first", "ada", "second", "eng"));
        assertThat(pattern.match("ada-")).isEqualTo(Map.of("first", "ada", "second", ""));
        assertThat(pattern.match("ada")).isEqualTo(Map.of("first", "ada"));
        assertThat(pattern.match("1")).isNull();
        assertThat(pattern.groupNames()).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void match_givesNoGroups_whereNoneHasAName() {
        assertThat(pattern("(a)(b)").match("ab")).isEmpty();
        assertThat(pattern("(a)(b)").groupNames()).isEmpty();
    }

    @Test
    void match_isNotMadeSlow_byWhatUsersChoose() {
        Re2Pattern pattern = pattern("@(.*a){12}:x");
        String text = "@" + "a".repeat(2_000) + ":y";

        // A pattern that is tried by going back would take years.
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(pattern.match(text)).isNull());
    }

    private static Re2Pattern pattern(String regex) {
        return new Re2Pattern(Pattern.compile(regex));
    }
}
