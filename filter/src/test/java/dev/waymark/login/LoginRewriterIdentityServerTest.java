// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients fail over an identity server without a URL, so none is left where {@code well_known} is rewritten. */
class LoginRewriterIdentityServerTest {

    private static final String HEAD = "{\"user_id\":\"@ada:ac.cdl\",\"base_cs_url\":null,\"well_known\":";
    private static final String TAIL = ",\"access_token\":\"t\"}";
    private static final String HOMESERVER = "\"m.homeserver\":{\"base_url\":\"https://matrix.eng.ac.cdl\"}";

    private static final List<String> UNUSABLE = List.of(
            "null",
            "{}",
            "{ }",
            "{\"base_url\":\"\"}",
            "{\"base_url\":null}",
            "{\"base_url\":[\"https://id.example\"]}",
            "{\"base_url\":{\"base_url\":\"https://id.example\"}}",
            "{\"base_url\":1,\"x\":\"https://id.example\"}",
            "{\"Base_url\":\"https://id.example\"}",
            "{\"x\":{\"base_url\":\"https://id.example\"}}",
            "\"https://id.example\"",
            "\"\"",
            "[{\"base_url\":\"https://id.example\"}]",
            "false",
            "-1.5e3");

    /** ID stands for the member with the identity server: sent, and expected without it. */
    private static final List<List<String>> PLACES = List.of(
            List.of("{ID}", "{HS}"),
            List.of("{ ID }", "{HS  }"),
            List.of("{\n  ID\n}", "{HS\n  \n}"),
            List.of("{ID,HS}", "{HS}"),
            List.of("{HS,ID}", "{HS}"),
            List.of("{ ID , HS }", "{ HS }"),
            List.of("{ HS , ID }", "{ HS }"),
            List.of("{\"a\":1,ID}", "{HS,\"a\":1}"),
            List.of("{ID,\"a\":1}", "{HS,\"a\":1}"),
            List.of("{ \"a\" : 1 , ID }", "{HS, \"a\" : 1 }"),
            List.of("{ ID , \"a\" : 1 }", "{HS, \"a\" : 1 }"),
            List.of("{HS,ID,\"a\":1}", "{HS,\"a\":1}"),
            List.of("{\"a\":1,ID,HS}", "{\"a\":1,HS}"),
            List.of("{ID,\"a\":[1],HS}", "{\"a\":[1],HS}"),
            List.of("{\"a\":1,HS,ID}", "{\"a\":1,HS}"),
            List.of("{\"a\":1\n,\n\"b\":{}\n,\nID\n}", "{HS,\"a\":1\n,\n\"b\":{}\n}"),
            List.of("{\"a\":\"\u20ac\",ID,\"b\":2,\"c\":3}", "{HS,\"a\":\"\u20ac\",\"b\":2,\"c\":3}"));

    static Stream<Arguments> placesOfUnusable() {
        return UNUSABLE.stream()
                .flatMap(value -> PLACES.stream().map(place -> Arguments.of(value, place.get(0), place.get(1))));
    }

    @ParameterizedTest
    @MethodSource("placesOfUnusable")
    void unusable_isDropped(String value, String sent, String expected) {
        String wellKnown = sent.replace("ID", "\"m.identity_server\" : " + value)
                .replace("HS", "\"m.homeserver\":{\"base_url\":\"https://other.example/\"}");

        assertThat(rewritten(toTarget(ENG, Injection.DEFAULT), HEAD + wellKnown + TAIL))
                .isEqualTo(HEAD.replace("null", "\"https://matrix.eng.ac.cdl\"")
                        + expected.replace("HS", HOMESERVER)
                        + TAIL);
    }

    @ParameterizedTest
    @MethodSource("placesOfUnusable")
    void unusable_isReplaced_whereTargetHasOne(String value, String sent, String unused) {
        String expected = sent.contains("HS") ? sent : sent.replaceFirst("\\{", "{HS,");

        assertThat(rewritten(
                        toTarget(HIST, Injection.DEFAULT),
                        HEAD
                                + sent.replace("ID", "\"m.identity_server\" : " + value)
                                        .replace("HS", "\"m.homeserver\":{}")
                                + TAIL))
                .isEqualTo(HEAD.replace("null", "\"https://hist.ac.cdl:8448\"")
                        + expected.replace("ID", "\"m.identity_server\" : {\"base_url\":\"https://id.ac.cdl\"}")
                                .replace("HS", "\"m.homeserver\":{\"base_url\":\"https://hist.ac.cdl:8448\"}")
                        + TAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"base_url\":\"https://id.example\"}",
                "{ \"base_url\" : \"https://id.example/\" , \"x\" : { } }",
                "{\"x\":[1],\"base\\u005furl\":\"h\"}"
            })
    void usable_stays_whereTargetHasNone(String value) {
        for (List<String> place : PLACES) {
            String sent = place.get(0).replace("ID", "\"m.identity_server\" : " + value);
            String expected = sent.contains("HS") ? sent : sent.replaceFirst("\\{", "{HS,");

            assertThat(rewritten(
                            toTarget(ENG, Injection.DEFAULT),
                            HEAD + sent.replace("HS", "\"m.homeserver\":null") + TAIL))
                    .isEqualTo(HEAD.replace("null", "\"https://matrix.eng.ac.cdl\"")
                            + expected.replace("HS", HOMESERVER)
                            + TAIL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}", "{\"m.homeserver\":1}"})
    void targets_isAdded_whereHomeserverSentNone(String sent) {
        String rewritten = rewritten(toTarget(HIST, Injection.DEFAULT), HEAD + sent + TAIL);

        assertThat(rewritten)
                .contains("\"m.identity_server\":{\"base_url\":\"https://id.ac.cdl\"}")
                .contains("\"m.homeserver\":{\"base_url\":\"https://hist.ac.cdl:8448\"}");
    }
}
