// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_WELL_KNOWN;
import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.HIST_WELL_KNOWN;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of ours that the homeserver sent itself. */
class LoginRewriterExistingFieldsTest {

    private static final String HEAD = "{\"user_id\":\"@ada:ac.cdl\",";
    private static final String TAIL = ",\"access_token\":\"t\"}";
    private static final String URL_MEMBER = "\"base_cs_url\":\"https://matrix.eng.ac.cdl\",";
    private static final String WELL_KNOWN_MEMBER = "\"well_known\":" + ENG_WELL_KNOWN + ",";

    private static final LoginRewriter REPLACING = toTarget(ENG, Injection.DEFAULT);
    private static final LoginRewriter KEEPING = toTarget(ENG, new Injection(true, true, true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://other.example\"",
                "\"\"",
                "\"\\\"}\\u00e9\u20ac\"",
                "null",
                "true",
                "false",
                "0",
                "-1.50e+7",
                "[1,[\"]\"],{}]",
                "{}",
                "{ \"a\" : { \"}\" : [ ] } }"
            })
    void baseCsUrl_isReplacedWhereItStands(String value) {
        assertThat(rewritten(REPLACING, HEAD + "\"base_cs_url\" : " + value + " " + TAIL))
                .isEqualTo("{" + WELL_KNOWN_MEMBER + HEAD.substring(1)
                        + "\"base_cs_url\" : \"https://matrix.eng.ac.cdl\" " + TAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "\"https://other.example\"", "\"{}\"", "12.0", "[]", "[{\"a\":\"]\"}]"})
    void wellKnown_isReplaced_whereItIsNoObject(String value) {
        assertThat(rewritten(REPLACING, HEAD + "\"well_known\":" + value + "\n" + TAIL))
                .isEqualTo("{" + URL_MEMBER + HEAD.substring(1) + "\"well_known\":" + ENG_WELL_KNOWN + "\n" + TAIL);
        assertThat(rewritten(toTarget(HIST, Injection.DEFAULT), HEAD + "\"well_known\":" + value + "\n" + TAIL))
                .endsWith(HEAD.substring(1) + "\"well_known\":" + HIST_WELL_KNOWN + "\n" + TAIL);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '>',
            value = {
                "{} > {\"m.homeserver\":NEW}",
                "{ } > {\"m.homeserver\":NEW }",
                "{\"x\":1} > {\"m.homeserver\":NEW,\"x\":1}",
                "{ \"x\":1 } > {\"m.homeserver\":NEW, \"x\":1 }",
                "{\"m.homeserver\":{\"base_url\":\"https://other.example/\"}} > {\"m.homeserver\":NEW}",
                "{\"m.homeserver\":{\"base_url\":\"a\",\"x\":1},\"x\":[ 1 ]} > {\"m.homeserver\":NEW,\"x\":[ 1 ]}",
                "{\"x\":1, \"m.homeserver\" : null } > {\"x\":1, \"m.homeserver\" : NEW }",
                "{\"m.homeserver\":\"https://other.example\"} > {\"m.homeserver\":NEW}",
                "{\"m.homeserver\":[]} > {\"m.homeserver\":NEW}",
                "{\"m.homeserver\":12} > {\"m.homeserver\":NEW}",
                "{\"m\\u002ehomeserver\":{}} > {\"m\\u002ehomeserver\":NEW}",
                "{\"x\":{\"m.homeserver\":1}} > {\"m.homeserver\":NEW,\"x\":{\"m.homeserver\":1}}",
            })
    void wellKnown_isSet_andItsOtherKeysStay(String sent, String expected) {
        String set = expected.replace("NEW", "{\"base_url\":\"https://matrix.eng.ac.cdl\"}");

        assertThat(rewritten(REPLACING, HEAD + "\"well_known\":" + sent + TAIL))
                .isEqualTo("{" + URL_MEMBER + HEAD.substring(1) + "\"well_known\":" + set + TAIL);
    }

    @Test
    void bothFields_areReplaced_inEitherOrder() {
        String url = "\"base_cs_url\":\"https://other.example\"";
        String wellKnown = "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://other.example\"}}";
        String newUrl = "\"base_cs_url\":\"https://matrix.eng.ac.cdl\"";
        String newWellKnown = "\"well_known\":" + ENG_WELL_KNOWN;

        assertThat(rewritten(REPLACING, HEAD + url + "," + wellKnown + TAIL))
                .isEqualTo(HEAD + newUrl + "," + newWellKnown + TAIL);
        assertThat(rewritten(REPLACING, HEAD + wellKnown + "," + url + TAIL))
                .isEqualTo(HEAD + newWellKnown + "," + newUrl + TAIL);
    }

    @Test
    void fields_areReplaced_whereTheyAreFirstAndLast() {
        assertThat(rewritten(
                        REPLACING,
                        "{\"well_known\":{},\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"base_cs_url\":1}"))
                .isEqualTo("{\"well_known\":" + ENG_WELL_KNOWN + ",\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\","
                        + "\"base_cs_url\":\"https://matrix.eng.ac.cdl\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"https://other.example\"", "\"\"", "0", "false", "[]", "{}"})
    void baseCsUrl_isKept(String value) {
        String body = HEAD + "\"base_cs_url\":" + value + TAIL;

        assertThat(rewritten(KEEPING, body)).isEqualTo("{" + WELL_KNOWN_MEMBER + body.substring(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"m.homeserver\":{\"base_url\":\"https://other.example\"}}",
                "{\"m.identity_server\":null}",
                "\"https://other.example\"",
                "[]",
                "0"
            })
    void wellKnown_isKept(String value) {
        String body = HEAD + "\"well_known\":" + value + TAIL;

        assertThat(rewritten(KEEPING, body)).isEqualTo("{" + URL_MEMBER + body.substring(1));
    }

    @Test
    void nothingChanges_whereBothAreKept() {
        assertThat(rewritten(KEEPING, HEAD + "\"base_cs_url\":\"https://other.example\",\"well_known\":{}" + TAIL))
                .isNull();
    }

    @Test
    void nulls_areNotKept() {
        assertThat(rewritten(KEEPING, HEAD + "\"base_cs_url\":null,\"well_known\":null" + TAIL))
                .isEqualTo(
                        HEAD + "\"base_cs_url\":\"https://matrix.eng.ac.cdl\",\"well_known\":" + ENG_WELL_KNOWN + TAIL);
    }

    @Test
    void field_isNotTouched_whereItIsNotToBeInjected() {
        String fields = "\"base_cs_url\":\"https://other.example\",\"well_known\":{\"m.identity_server\":null}";

        assertThat(rewritten(toTarget(ENG, new Injection(true, false, false)), HEAD + fields + TAIL))
                .isEqualTo(HEAD + fields.replace("other.example", "matrix.eng.ac.cdl") + TAIL);
        assertThat(rewritten(toTarget(ENG, new Injection(false, true, false)), HEAD + fields + TAIL))
                .isEqualTo(HEAD + "\"base_cs_url\":\"https://other.example\",\"well_known\":" + ENG_WELL_KNOWN + TAIL);
    }
}
