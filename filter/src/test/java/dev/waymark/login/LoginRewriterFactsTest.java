// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.rule;
import static dev.waymark.login.BothForms.withRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.waymark.rule.Condition;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the rules know of a login besides its user. */
class LoginRewriterFactsTest {

    private static final String RESPONSE = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"device_id\":\"ABC\"}";

    @Test
    void deviceId_isThatOfTheResponse() {
        assertThat(isDirected(Fact.DEVICE_ID, "ABC", RESPONSE, login -> {})).isTrue();
        assertThat(isDirected(Fact.DEVICE_ID, "ABC", RESPONSE, login -> login.with(Fact.DEVICE_ID, "XYZ")))
                .isTrue();
        assertThat(isDirected(Fact.DEVICE_ID, "XYZ", RESPONSE, login -> login.with(Fact.DEVICE_ID, "XYZ")))
                .isFalse();
    }

    @Test
    void deviceId_isNotKnown_whereTheResponseNamesNone() {
        for (String device :
                List.of("", ",\"device_id\":null", ",\"device_id\":[\"ABC\"]", ",\"x\":{\"device_id\":\"ABC\"}")) {
            String response = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"" + device + "}";

            assertThat(isDirected(Fact.DEVICE_ID, "ABC", response, login -> login.with(Fact.DEVICE_ID, "ABC")))
                    .as(device)
                    .isFalse();
            assertThat(isDirected(Fact.USER_ID, "@ada:ac.cdl", response, login -> {}))
                    .as(device)
                    .isTrue();
        }
    }

    @Test
    void response_stays_whereItNamesTwoDevices() {
        String response = RESPONSE.replace("{", "{\"device_id\":null,");

        assertThat(isDirected(Fact.USER_ID, "@ada:ac.cdl", response, login -> {}))
                .isFalse();
    }

    @Test
    void factsOfTheRequest_decide() {
        assertThat(isDirected(Fact.ADDRESS, "a@b", RESPONSE, login -> login.with(Fact.ADDRESS, "a@b")))
                .isTrue();
        assertThat(isDirected(Fact.ADDRESS, "a@b", RESPONSE, login -> login.with(Fact.ADDRESS, "c@d")))
                .isFalse();
        assertThat(isDirected(Fact.ADDRESS, "a@b", RESPONSE, login -> {})).isFalse();
    }

    @Test
    void userId_isThatOfTheResponse_whateverIsKnownBesides() {
        assertThat(isDirected(Fact.USER_ID, "@ada:ac.cdl", RESPONSE, login -> login.userId("@eve:ac.cdl")))
                .isTrue();
    }

    @Test
    void header_isLookedUp() {
        LoginRewriter rewriter = withRules(
                Injection.DEFAULT,
                rule("h", new Outcome.ToTarget(ENG), new Condition.OfHeader("X-Org", List.of(TextPattern.of("ac")))));

        assertThat(rewrite(rewriter, RESPONSE, login -> login.headers(name -> List.of("no", "ac"))))
                .isNotNull();
        assertThat(rewrite(rewriter, RESPONSE, login -> {})).isNull();
    }

    @Test
    void request_isNotAsked_whereTheRulesDoNotDecide() {
        LoginRewriter rewriter = withRules(Injection.DEFAULT, rule("all", new Outcome.ToTarget(ENG)));
        Consumer<Login.Builder> never = login -> fail("asked");
        byte[] body = RESPONSE.getBytes(StandardCharsets.UTF_8);

        assertThat(rewriter.rewrite(body, body.length, new Instruction("eng", null), never))
                .isNotNull();
        assertThat(rewriter.rewrite(body, body.length - 1, Instruction.NONE, never))
                .isNull();
    }

    private static boolean isDirected(Fact fact, String expected, String response, Consumer<Login.Builder> request) {
        LoginRewriter rewriter = withRules(
                Injection.DEFAULT,
                rule("r", new Outcome.ToTarget(ENG), new Condition.OfFact(fact, List.of(TextPattern.of(expected)))));
        return rewrite(rewriter, response, request) != null;
    }

    private static @Nullable Splice rewrite(LoginRewriter rewriter, String response, Consumer<Login.Builder> request) {
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        char[] characters = response.toCharArray();
        Splice splice = rewriter.rewrite(bytes, bytes.length, Instruction.NONE, request);
        assertThat(rewriter.rewrite(characters, characters.length, Instruction.NONE, request) == null)
                .isEqualTo(splice == null);
        return splice;
    }
}
