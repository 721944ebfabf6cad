// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_FIELDS;
import static dev.waymark.login.BothForms.ENG_WELL_KNOWN;
import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.HIST_FIELDS;
import static dev.waymark.login.BothForms.HIST_WELL_KNOWN;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.rewrittenBytes;
import static dev.waymark.login.BothForms.rewrittenChars;
import static dev.waymark.login.BothForms.rule;
import static dev.waymark.login.BothForms.toTarget;
import static dev.waymark.login.BothForms.withRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;

import dev.waymark.rule.Condition;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.TextPattern;
import dev.waymark.rule.UrlTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRewriterTest {

    private static final String PLAIN = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"}";

    private static final LoginRewriter TO_ENG = toTarget(ENG, Injection.DEFAULT);
    private static final LoginRewriter TO_HIST = toTarget(HIST, Injection.DEFAULT);

    @Test
    void rewrite_putsBothFieldsInFront() {
        assertThat(rewritten(TO_ENG, PLAIN))
                .isEqualTo("{\"base_cs_url\":\"https://matrix.eng.ac.cdl\","
                        + "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://matrix.eng.ac.cdl\"}},"
                        + "\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"}");
    }

    @Test
    void rewrite_tellsOfIdentityServer_whereTargetHasOne() {
        assertThat(rewritten(TO_HIST, PLAIN))
                .isEqualTo("{\"base_cs_url\":\"https://hist.ac.cdl:8448\","
                        + "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://hist.ac.cdl:8448\"},"
                        + "\"m.identity_server\":{\"base_url\":\"https://id.ac.cdl\"}},"
                        + "\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"}");
    }

    @Test
    void rewrite_putsInOneField_whereOnlyThatIsWanted() {
        assertThat(rewritten(toTarget(ENG, new Injection(true, false, false)), PLAIN))
                .isEqualTo("{\"base_cs_url\":\"https://matrix.eng.ac.cdl\"," + PLAIN.substring(1));
        assertThat(rewritten(toTarget(ENG, new Injection(false, true, false)), PLAIN))
                .isEqualTo("{\"well_known\":" + ENG_WELL_KNOWN + "," + PLAIN.substring(1));
        assertThat(rewritten(toTarget(ENG, new Injection(false, false, false)), PLAIN))
                .isNull();
    }

    /** Shapes that servers in the field send; none of them holds a field of ours. */
    static Stream<Named<String>> serverResponses() {
        return Stream.of(
                named(
                        "Synapse",
                        "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"syt_YWRh_FhTyWqCvlfzVFk_1KbQHp\","
                                + "\"home_server\":\"ac.cdl\",\"device_id\":\"GHTYAJCE\",\"expires_in_ms\":300000,"
                                + "\"refresh_token\":\"syr_YWRh_NyXc\"}"),
                named(
                        "Dendrite",
                        "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"NyXc-_\",\"device_id\":\"GHTYAJCE\"}"),
                named(
                        "Construct",
                        "{\"user_id\":\"@ada:ac.cdl\",\"home_server\":\"ac.cdl\",\"access_token\":\"t\","
                                + "\"device_id\":\"GHTYAJCE\"}"),
                named(
                        "MAS",
                        "{\"access_token\":\"mct_NyXc\",\"device_id\":\"GHTYAJCE\",\"user_id\":\"@ada:ac.cdl\","
                                + "\"refresh_token\":\"mcr_NyXc\",\"expires_in_ms\":300000}"),
                named("mxhsd", """
                        {
                          "user_id": "@ada:ac.cdl",
                          "access_token": "t",
                          "home_server": "ac.cdl",
                          "device_id": "GHTYAJCE"
                        }"""),
                named("jSynapse", "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"}"));
    }

    @ParameterizedTest
    @MethodSource("serverResponses")
    void rewrite_leavesAllElseAsItWas(String body) {
        assertThat(rewritten(TO_ENG, body)).isEqualTo("{" + ENG_FIELDS + body.substring(1));
        assertThat(rewritten(TO_HIST, body)).isEqualTo("{" + HIST_FIELDS + body.substring(1));
    }

    @Test
    void rewrite_setsSynapsesOwnWellKnown() {
        String head = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"home_server\":\"ac.cdl\","
                + "\"device_id\":\"GHTYAJCE\",\"well_known\":{\"m.homeserver\":";
        String tail = ",\"org.matrix.msc2965.authentication\":{\"issuer\":\"https://auth.ac.cdl/\"}}}";

        assertThat(rewritten(TO_ENG, head + "{\"base_url\":\"https://matrix.ac.cdl/\"}" + tail))
                .isEqualTo("{\"base_cs_url\":\"https://matrix.eng.ac.cdl\"," + head.substring(1)
                        + "{\"base_url\":\"https://matrix.eng.ac.cdl\"}" + tail);
        assertThat(rewritten(TO_HIST, head + "{\"base_url\":\"https://matrix.ac.cdl/\"}" + tail))
                .isEqualTo("{\"base_cs_url\":\"https://hist.ac.cdl:8448\","
                        + head.substring(1)
                                .replace(
                                        "\"m.homeserver\"",
                                        "\"m.identity_server\":{\"base_url\":\"https://id.ac.cdl\"},\"m.homeserver\"")
                        + "{\"base_url\":\"https://hist.ac.cdl:8448\"}" + tail);
    }

    @Test
    void rewrite_dropsConduwuitsNullIdentityServer() {
        String head = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"home_server\":\"ac.cdl\","
                + "\"device_id\":\"GHTYAJCE\",\"well_known\":";
        String tail = ",\"refresh_token\":null,\"expires_in_ms\":null}";
        String sent = "{\"m.homeserver\":{\"base_url\":\"https://matrix.ac.cdl\"},\"m.identity_server\":null}";

        assertThat(rewritten(TO_ENG, head + sent + tail))
                .isEqualTo(
                        "{\"base_cs_url\":\"https://matrix.eng.ac.cdl\"," + head.substring(1) + ENG_WELL_KNOWN + tail);
        assertThat(rewritten(TO_HIST, head + sent + tail))
                .isEqualTo(
                        "{\"base_cs_url\":\"https://hist.ac.cdl:8448\"," + head.substring(1) + HIST_WELL_KNOWN + tail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " \r\n\t{ %s \"user_id\" : \"@ada:ac.cdl\" , \"access_token\" : \"t\" } \r\n\t",
                "{%s\"user\\u005fid\":\"@ada:ac.cdl\",\"\\u0061ccess_token\":\"t\"}",
                "{%s\"user_id\":\"\\u0040ada\\u003Aac.cdl\",\"access_token\":\"\\u0074\\n\"}",
                "{%s\"n\":[1,-0,1.50,1e5,1E+05,123456789012345678901234567890],\"user_id\":\"@ada:ac.cdl\","
                        + "\"access_token\":\"t\"}",
                "{%s\"x\":{\"user_id\":1,\"access_token\":[{\"well_known\":{}}]},\"user_id\":\"@ada:ac.cdl\","
                        + "\"access_token\":\"t\"}",
                "{%s\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"\",\"a\":1,\"a\":2,\"\":null}",
                "{%s\"\\u00e9\u00e9\u20ac\ud83d\ude00\":\"\u00e9\u20ac\ud83d\ude00\",\"user_id\":\"@\u00e9:ac.cdl\","
                        + "\"access_token\":\"t\"}",
                "{%s\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"half\":\"\\ud83d\"}"
            })
    void rewrite_keepsOrderSpacesAndForms(String body) {
        // The fields go directly behind the brace, in front of any space there.
        String sent = body.replace(" %s", "%s ").replace("%s", "");
        String expected = body.replace(" %s", "%s ").replace("%s", ENG_FIELDS);

        assertThat(rewritten(TO_ENG, sent)).isEqualTo(expected);
    }

    @Test
    void rewrite_seesNoNameAlike() {
        String body = "{\"User_id\":1,\"user_id \":2,\"BASE_CS_URL\":3,\"well-known\":4,\"user_id\":\"@ada:ac.cdl\","
                + "\"access_token\":\"t\"}";

        assertThat(rewritten(TO_ENG, body)).isEqualTo("{" + ENG_FIELDS + body.substring(1));
    }

    @Test
    void rewrite_countsByteOrderMark_inBytes() {
        byte[] body = ("\ufeff" + PLAIN).getBytes(StandardCharsets.UTF_8);

        assertThat(rewrittenBytes(TO_ENG, body, Instruction.NONE))
                .isEqualTo("\ufeff{" + ENG_FIELDS + PLAIN.substring(1));
    }

    @Test
    void rewrite_leavesCharactersThatBeginWithByteOrderMark() {
        // Among characters it is one of the text, and no JSON begins with it.
        assertThat(rewrittenChars(TO_ENG, "\ufeff" + PLAIN, Instruction.NONE)).isNull();
    }

    @Test
    void rewrite_findsPlaces_beyondParsersBuffer() {
        String wellKnown = "{\"x\":\"" + "\u20ac".repeat(20_000) + "\",\"m.identity_server\":{}}";
        String head = "{\"user_id\":\"@ada:ac.cdl\",\"x\":\"" + "\u00e9".repeat(50_000) + "\",\"well_known\":";
        String tail = ",\"access_token\":\"t\"}";

        assertThat(rewritten(TO_ENG, head + wellKnown + tail))
                .isEqualTo("{\"base_cs_url\":\"https://matrix.eng.ac.cdl\"," + head.substring(1)
                        + "{\"m.homeserver\":{\"base_url\":\"https://matrix.eng.ac.cdl\"},\"x\":\""
                        + "\u20ac".repeat(20_000) + "\"}" + tail);
    }

    @Test
    void rewrite_asksRules() {
        LoginRewriter rewriter = withRules(
                Injection.DEFAULT,
                rule("bots", new Outcome.Leave(), localpart("bot-*")),
                rule("historians", new Outcome.ToTarget(HIST), localpart("hist-*")),
                rule(
                        "own",
                        new Outcome.ToBaseUrl(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of())),
                        localpart("own*")));

        assertThat(rewritten(rewriter, PLAIN)).isNull();
        assertThat(rewritten(rewriter, PLAIN.replace("ada", "bot-1"))).isNull();
        assertThat(rewritten(rewriter, PLAIN.replace("ada", "hist-ada"))).contains(HIST_FIELDS);
        assertThat(rewritten(rewriter, PLAIN.replace("ada", "hist\\u002dada"))).contains(HIST_FIELDS);
        assertThat(rewritten(rewriter, PLAIN.replace("ada", "own1")))
                .startsWith("{\"base_cs_url\":\"https://own1.ac.cdl\",\"well_known\":{\"m.homeserver\":"
                        + "{\"base_url\":\"https://own1.ac.cdl\"}},\"user_id\"");
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rewritten(rewriter, PLAIN.replace("ada", "own/evil")))
                .withMessageStartingWith("rule \"own\": ")
                .withMessageNotContaining("evil");
    }

    private static Condition localpart(String pattern) {
        return new Condition.OfFact(Fact.LOCALPART, List.of(TextPattern.of(pattern)));
    }
}
