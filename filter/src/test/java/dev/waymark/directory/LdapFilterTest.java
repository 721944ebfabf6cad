// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LdapFilterTest {

    @Property(tries = 2000)
    void value_isComparedAsItStands(@ForAll String value) throws LDAPException {
        String filled = fill("(&(objectClass=person)(mail={address}))", value);
        if (value.isEmpty()
                || value.codePoints()
                        .anyMatch(c -> Character.getType(c) == Character.SURROGATE || Character.isISOControl(c))) {
            assertThat(filled).isNull();
            return;
        }
        Filter filter = Filter.create(String.valueOf(filled));
        assertThat(filter.getFilterType()).isEqualTo(Filter.FILTER_TYPE_AND);
        assertThat(filter.getComponents()).hasSize(2);
        assertThat(filter.getComponents()[1].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
        assertThat(filter.getComponents()[1].getAssertionValue()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "*)(uid=*      | \\2A\\29\\28uid\\3D\\2A",
                "\\00          | \\5C00",
                "ädä           | \\C3\\A4d\\C3\\A4",
                "a.b-c_d@e+f   | a.b-c_d@e+f",
                "\" a \"       | \\20a\\20",
                "&!=<>~:,/     | \\26\\21\\3D\\3C\\3E\\7E\\3A\\2C\\2F",
            })
    void value_isEscaped(String value, String escaped) {
        assertThat(fill("(mail={address})", value)).isEqualTo("(mail=" + escaped + ")");
    }

    @Test
    void value_withControlCharacters_orEmpty_givesNoFilter() {
        assertThat(fill("(mail={address})", "a\0b")).isNull();
        assertThat(fill("(mail={address})", "a\n")).isNull();
        assertThat(fill("(mail={address})", "\u0085")).isNull();
        assertThat(fill("(mail={address})", "")).isNull();
    }

    @Test
    void value_notKnown_givesNoFilter() {
        assertThat(LdapFilter.parse("(mail={address})").fill(Login.of("@ada:ac.cdl")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(uid={localpart})",
                "(&(objectClass=person)(|(uid={localpart})(mail={address})))",
                "(&(a=b)(!(c=*))(uid={localpart}))",
                "(cn=a*{localpart}*z)",
                "(cn:caseExactMatch:={localpart})",
                "(cn:dn:2.5.13.2:={localpart})",
                "(:dn:2.4.6.8.10:={localpart})",
                "(cn:={localpart})",
                "(mail;lang-de={address})",
                "(uidNumber>={localpart})",
                "(cn~=\\28{localpart}\\29)",
                "(cn=Ädä{localpart})",
                "(&(a=)(uid={localpart}))",
            })
    void filter_ofTheGrammar_isKept(String filter) throws LDAPException {
        String filled = LdapFilter.parse(filter)
                .fill(Login.builder()
                        .userId("@ada:ac.cdl")
                        .with(Fact.ADDRESS, "ada")
                        .build());

        assertThat(filled).isEqualTo(filter.replace("{localpart}", "ada").replace("{address}", "ada"));
        Filter.create(Objects.requireNonNull(filled));
    }

    @Test
    void filter_withSpaceBetweenItsParts_isKeptWithout() {
        assertThat(fill("  (&\n  (a= b )\n  (!  (mail={address})  )\n)\n", "x")).isEqualTo("(&(a= b )(!(mail=x)))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "uid={localpart}                | at character 1: expected (",
                "(uid={localpart}               | at character 17: expected )",
                "(uid={localpart}))             | at character 18: expected the end after the filter's last )",
                "(&(uid={localpart})            | at character 20: expected )",
                "(&)({localpart}=x)             | at character 3: expected (",
                "({localpart}=x)                | at character 2: a placeholder stands in an attribute's name; expected it in a value",
                "({localpart})                  | at character 2: a placeholder stands in an attribute's name; expected it in a value",
                "(uid{localpart})               | at character 5: a placeholder stands in an attribute's name; expected it in a value",
                "(u id={localpart})             | at character 2: expected an attribute's name before the =",
                "(={localpart})                 | at character 2: expected an attribute's name before the =",
                "(:={localpart})                | at character 2: expected an attribute's name before the =",
                "(uid={localpart}(a=b))         | at character 17: a ( is written \\28 in a value",
                "(uid=\\{localpart})            | at character 7: expected two hexadecimal digits after the \\",
                "(uid=\\2g{localpart})          | at character 8: expected two hexadecimal digits after the \\",
                "(uid>=*{localpart})            | at character 7: a * is written \\2a in a value that is compared",
                "(uid)(x={localpart})           | at character 5: expected attribute=value",
                "(uid=x)                        | it has no placeholder; expected one, such as {user_id}, in a value",
                "(uid={localpart)               | the { at character 6 has no }",
                "(uid=localpart})               | the } at character 15 has no {",
            })
    void filter_notOfTheGrammar_isRefused(String filter, String message) {
        assertThatThrownBy(() -> LdapFilter.parse(filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void placeholder_unknown_isRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> LdapFilter.parse("(mail={adress})"))
                .hasMessage(
                        "the placeholder at character 7 is unknown; expected one of {user_id}, {localpart},"
                                + " {server_name}, {device_id}, {login_type}, {identifier}, {medium}, {address}, {client_ip}, {host}");
    }

    @Test
    void filter_nestedDeeply_isRefused() {
        String deep = "(!".repeat(60) + "(uid={localpart})" + ")".repeat(60);
        assertThatThrownBy(() -> LdapFilter.parse(deep)).hasMessageContaining("nested deeper than 50");
    }

    private static @Nullable String fill(String filter, String address) {
        return LdapFilter.parse(filter).fill(LookedUp.address(address));
    }

    @Test
    void emptyValue_isNoFilter_sinceItWouldAskForWhoeverIsThere() {
        LdapFilter filter = LdapFilter.parse("(uid={localpart}*)");

        assertThat(filter.fill(Login.of("@:ac.cdl"))).isNull();
        assertThat(filter.fill(Login.of("@a:ac.cdl"))).isEqualTo("(uid=a*)");
    }
}
