// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_FIELDS;
import static dev.waymark.login.BothForms.HIST_FIELDS;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.rule;
import static dev.waymark.login.BothForms.toTarget;
import static dev.waymark.login.BothForms.withRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rules;
import dev.waymark.rule.UrlTemplate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a homeserver's own code says of the target. */
class LoginRewriterInstructionTest {

    private static final String BODY = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"}";
    private static final LoginRewriter TO_ENG = toTarget(ENG, Injection.DEFAULT);

    @Test
    void target_winsOverRules() {
        assertThat(rewritten(TO_ENG, BODY, new Instruction("hist", null)))
                .isEqualTo("{" + HIST_FIELDS + BODY.substring(1));
    }

    @Test
    void target_winsOverLeave_andOverNoRule() {
        LoginRewriter leaving = withRules(Injection.DEFAULT, rule("all", new Outcome.Leave()));
        LoginRewriter without = withRules(Injection.DEFAULT);

        assertThat(rewritten(leaving, BODY, new Instruction("eng", null)))
                .isEqualTo("{" + ENG_FIELDS + BODY.substring(1));
        assertThat(rewritten(without, BODY, new Instruction("eng", null)))
                .isEqualTo("{" + ENG_FIELDS + BODY.substring(1));
    }

    @Test
    void target_winsOverRuleThatFails() {
        LoginRewriter failing = withRules(
                Injection.DEFAULT,
                rule("own", new Outcome.ToBaseUrl(UrlTemplate.parse("https://{server_name}.ac.cdl", Set.of()))));

        assertThatExceptionOfType(DecisionException.class).isThrownBy(() -> rewritten(failing, BODY));
        assertThat(rewritten(failing, BODY, new Instruction("eng", null))).contains(ENG_FIELDS);
    }

    @Test
    void baseCsUrl_winsOverRules_andIsNormalised() {
        assertThat(rewritten(TO_ENG, BODY, new Instruction(null, "HTTPS://Other.AC.cdl:8448/Base/")))
                .isEqualTo("{\"base_cs_url\":\"https://other.ac.cdl:8448/Base\",\"well_known\":{\"m.homeserver\":"
                        + "{\"base_url\":\"https://other.ac.cdl:8448/Base\"}}," + BODY.substring(1));
    }

    @Test
    void instruction_makesNoLoginResponseOfAnother() {
        Instruction wrong = new Instruction("nobody", "nowhere");

        assertThat(rewritten(TO_ENG, "{\"errcode\":\"M_FORBIDDEN\"}", new Instruction("eng", null)))
                .isNull();
        assertThat(rewritten(TO_ENG, "{\"errcode\":\"M_FORBIDDEN\"}", wrong)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "", "ENG", "eng ", "https://ada:s3cret@ac.cdl"})
    void target_fails_whereNoTargetHasTheName(String name) {
        requireFailure(new Instruction(name, null))
                .isEqualTo("the request attribute dev.waymark.target does not name a target of the rules file;"
                        + " expected one of eng, hist");
    }

    @Test
    void target_fails_whereItIsNoString() {
        requireFailure(new Instruction(List.of("eng"), null))
                .isEqualTo("the request attribute dev.waymark.target does not name a target of the rules file;"
                        + " expected one of eng, hist");
        requireFailure(new Instruction(ENG, null)).contains("expected one of eng, hist");
    }

    @Test
    void target_fails_whereThereAreNoTargets() {
        LoginRewriter rewriter = new LoginRewriter(new Rules(Map.of(), List.of()), Injection.DEFAULT);

        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rewritten(rewriter, BODY, new Instruction("eng", null)))
                .withMessage("the request attribute dev.waymark.target does not name a target of the rules file;"
                        + " and there are no targets");
    }

    @Test
    void baseCsUrl_fails_whereItIsNone() {
        requireFailure(new Instruction(null, "https://ada:s3cret@ac.cdl"))
                .isEqualTo("the request attribute dev.waymark.base_cs_url is not a base URL: it holds user info before"
                        + " an @; expected https://host[:port][/path]");
        requireFailure(new Instruction(null, "https://ac.cdl/?token=s3cret")).contains("it has a query");
        requireFailure(new Instruction(null, "https://s3cret host")).contains("it holds spaces");
        requireFailure(new Instruction(null, "")).contains("it is empty");
    }

    @Test
    void baseCsUrl_fails_whereItIsNoString() {
        requireFailure(new Instruction(null, URI.create("https://s3cret.ac.cdl")))
                .isEqualTo("the request attribute dev.waymark.base_cs_url is not a java.lang.String");
    }

    @Test
    void both_fail() {
        String expected = "the request attributes dev.waymark.target and dev.waymark.base_cs_url are both set;"
                + " expected one of them";

        requireFailure(new Instruction("eng", "https://s3cret.ac.cdl")).isEqualTo(expected);
        requireFailure(new Instruction(1, 2)).isEqualTo(expected);
    }

    private static AbstractStringAssert<?> requireFailure(Instruction instruction) {
        DecisionException failure =
                catchThrowableOfType(DecisionException.class, () -> rewritten(TO_ENG, BODY, instruction));
        assertThat(failure).isNotNull().hasMessageNotContaining("s3cret");
        String message = failure.getMessage();
        return assertThat(message);
    }
}
