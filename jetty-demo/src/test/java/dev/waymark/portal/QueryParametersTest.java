// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    private static QueryParameters parse(String query) {
        return Objects.requireNonNull(QueryParameters.parse(query), "malformed");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a=b, b",
                "a=b+c, \"b c\"",
                "a=b%2Bc, b+c",
                "a=b%2bc%20d, \"b+c d\"",
                "a=%C3%A9%e2%82%ac, é€",
                "x=1&a=b&y=2, b",
                "a=b=c, b=c",
                "%61=b, b",
                "&&a=b&, b",
                "a=https://x/?y, https://x/?y",
                "a=b;c=d, b;c=d",
                "a, \"\"",
                "a=, \"\"",
            })
    void parameter_isDecoded(String query, String value) {
        assertThat(parse(query).one("a")).isEqualTo(value);
        assertThat(parse(query).all("a")).containsExactly(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "&", "b=a", "A=1", "=a", "a%20=1"})
    void parameterThatIsNotGiven_isNull(String query) {
        QueryParameters none = Objects.requireNonNull(QueryParameters.parse(query));

        assertThat(none.one("a")).isNull();
        assertThat(none.all("a")).isEmpty();
    }

    @Test
    void parameterGivenTwice_isNotOne() {
        assertThat(parse("a=1&b=2&%61=3").one("a")).isNull();
        assertThat(parse("a=1&b=2&%61=3").all("a")).containsExactly("1", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%1",
                "a=%zz",
                "a=%1g",
                "a=%-1",
                "a=%+1",
                "a=% 1",
                "%=a",
                "a=1&b=%",
                "a=%c3",
                "a=%c0%ae",
                "a=%ff",
                "a=%ed%a0%80",
                "a=é",
                "a=%١١",
                "a=%c3&b=%a9"
            })
    void malformedQuery_isRefusedAsAWhole(String query) {
        assertThat(QueryParameters.parse(query)).isNull();
    }

    @Property
    void encodedText_comesBack(@ForAll String name, @ForAll String value) {
        String sound = sound(value);
        String soundName = sound(name);
        String encoded = QueryParameters.encode(soundName) + '=' + QueryParameters.encode(sound);

        assertThat(encoded).matches("[A-Za-z0-9._~=%-]*");
        assertThat(parse(encoded).all(soundName)).containsExactly(sound);
    }

    /** What is no text in Unicode, half of a pair, has no form in UTF-8. */
    private static String sound(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
