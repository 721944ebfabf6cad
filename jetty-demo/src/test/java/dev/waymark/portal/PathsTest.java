// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries on their way to a homeserver. */
class PathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind=guest | kind=guest",
                "a=%41%2f%C3%A9&b=c+d;e,f:@/?!$'()*~._- | a=%41%2f%C3%A9&b=c+d;e,f:@/?!$'()*~._-",
                "a=é😀 | a=%C3%A9%F0%9F%98%80",
                "a={\"b\"}<c>\\^ d | a=%7B%22b%22%7D%3Cc%3E%5C%5E%20d",
                "%|%25",
                "%4|%254",
                "%zz%%41|%25zz%25%41",
                "#[]|%23%5B%5D"
            })
    void query_isOneThatAUrlMayHold(String sent, String query) {
        assertThat(Paths.query(sent)).isEqualTo(query);
        assertThat(URI.create("http://a/?" + query).getRawQuery()).isEqualTo(query);
    }
}
