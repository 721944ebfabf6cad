// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.rule.Fact.ADDRESS;
import static dev.waymark.rule.Fact.LOCALPART;
import static dev.waymark.rule.Fact.USER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedQueryTest {

    @Test
    void parameters_becomeQuestionMarks_inTheOrderInWhichTheyAreWritten() {
        NamedQuery query = NamedQuery.parse("select t from u where a = :user_id or b=:localpart or c=lower(:user_id)");
        assertThat(query.sql()).isEqualTo("select t from u where a = ? or b=? or c=lower(?)");
        assertThat(query.parameters()).containsExactly(USER_ID, LOCALPART, USER_ID);
        assertThat(query.facts()).containsExactlyInAnyOrder(USER_ID, LOCALPART);
    }

    @Test
    void parameter_mayStandAtTheVeryEndAndTheVeryBeginning() {
        assertThat(NamedQuery.parse(":address").sql()).isEqualTo("?");
        assertThat(NamedQuery.parse(":address").parameters()).containsExactly(ADDRESS);
    }

    /** Each of them would be an unknown parameter, or break the query, if it were looked into. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "':user_id'",
                "'it''s :x'",
                "''",
                "''':x'''",
                "'\\'",
                "E'it\\'s :x'",
                "e'\\\\'",
                "\":x\"",
                "\"a\"\":x\"",
                "`:x`",
                "-- :x 'it''s",
                "-- :x\r",
                "/* :x ' */",
                "/* /* */ :x */",
                "/**/",
                "/***/",
                "$$ :x ' $$",
                "$body$ :x $$ $other$ $body$",
                "$b1$:x$b1$",
                "a::text",
                "'1'::x",
                "a[1:2]",
                "@v := 1",
                "a : b",
                "data ?? 'k'",
                "data ??| 'k'",
                "v$session",
                "a$$",
                "$1",
                "4 - 2 / 1",
                "node':x'",
            })
    void textThatOnlyLooksLikeOne_isLeftAsItIs(String text) {
        NamedQuery query = NamedQuery.parse("select :user_id, " + text + "\n, :localpart");
        assertThat(query.sql()).isEqualTo("select ?, " + text + "\n, ?");
        assertThat(query.parameters()).containsExactly(USER_ID, LOCALPART);
    }

    @Test
    void parameterRightBesideOtherSigns_isFound() {
        assertThat(NamedQuery.parse("a=:user_id::text and b=':'||:localpart||'x' and c in(:address,:address)--")
                        .sql())
                .isEqualTo("a=?::text and b=':'||?||'x' and c in(?,?)--");
    }

    @Test
    void unknownName_isRefused_andTheKnownOnesAreListed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedQuery.parse("select t from u where id = :userid"))
                .withMessageStartingWith("no parameter :userid; expected :user_id, :localpart, :server_name, ")
                .withMessageEndingWith(":client_ip, :host");
    }

    @Test
    void queryWithoutParameter_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedQuery.parse("select ':user_id' from u"))
                .withMessageContaining("the same for everyone")
                .withMessageContaining(":localpart");
    }

    @Test
    void parameterWithoutName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedQuery.parse("select t from u where id = ? or l = :localpart"))
                .withMessageContaining("without a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "'a''", "E'a\\'", "\"", "`", "/* /* */", "/*/", "$$ $", "$a$ $b$"})
    void textThatIsNotClosed_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedQuery.parse("select :user_id, " + text))
                .withMessageEndingWith("is opened and not closed");
    }
}
