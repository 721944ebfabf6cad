// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdPartyAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ada@ac.cdl,              ada@ac.cdl",
        "Ada@AC.cdl,              ada@ac.cdl",
        "'  ada@ac.cdl\t\n',      ada@ac.cdl",
        "Strau\u00df@Example.com, strauss@example.com",
        "STRAU\u1e9eE@example.com, strausse@example.com",
        "\u00c9t\u00c9@\u00c9.fr, \u00e9t\u00e9@\u00e9.fr",
        "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3@x.gr, \u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c3@x.gr",
        "\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2@x.gr, \u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c3@x.gr",
        "\u0131s\u0131k@x.tr,     \u0131s\u0131k@x.tr",
        "ISIK@X.TR,               isik@x.tr",
        "\ud801\udc00@x.y,        \ud801\udc28@x.y",
        "@x.y,                    @x.y",
        "a@,                      a@",
        "a b@x.y,                 a b@x.y",
    })
    void email_isFolded(String typed, String expected) {
        assertThat(ThirdPartyAddress.email(typed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ada", "ada@ac@cdl", "\"a@b\"@ac.cdl", "@@"})
    void email_isNull_whereItIsNone(String typed) {
        assertThat(ThirdPartyAddress.email(typed)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "+447700900123,       447700900123",
        "+44 7700 900123,     447700900123",
        "' +44-7700.900-123 ', 447700900123",
        "+1 (415) 555-2671,   14155552671",
        "+7 916 123-45-67,    79161234567",
        "+49 30 901820,       4930901820",
        "+290 2 2345,         29022345",
        "+358 40 1234567,     358401234567",
        "+86 138 0013 8000,   8613800138000",
        "+888123456789012,    888123456789012",
    })
    void msisdn_isTheDigits_ofInternationalForm(String typed, String expected) {
        assertThat(ThirdPartyAddress.msisdn(typed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "++447700900123",
                "07700900123",
                "7700900123",
                "447700900123",
                "00447700900123",
                "011447700900123",
                "+44 (0) 7700 900123",
                "+44 07700 900123",
                "+353 (0)1 234 5678",
                "+0 7700 900123",
                "+1 415 555 26711",
                "+7 8 916 123 45 67",
                "+44 123",
                "+8881234567890123",
                "+44 7700 900123 ext. 4",
                "+44 7700 900123x4",
                "+44 7700 900123#",
                "+\u0664\u0664\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663",
                "+44\u00a07700\u00a0900123",
                "tel:+447700900123",
                "s3cret"
            })
    void msisdn_isNull_whereItWouldBeAGuess(String typed) {
        assertThat(ThirdPartyAddress.msisdn(typed)).isNull();
    }
}
