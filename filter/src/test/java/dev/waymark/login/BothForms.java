// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Condition;
import dev.waymark.rule.Login;
import dev.waymark.rule.Outcome;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rewrites a text as bytes and as characters, which has to come to the same, and the targets that tests send to. */
final class BothForms {

    static final Target ENG = new Target("eng", BaseUrl.parse("https://matrix.eng.ac.cdl"), null);
    static final Target HIST =
            new Target("hist", BaseUrl.parse("https://hist.ac.cdl:8448"), BaseUrl.parse("https://id.ac.cdl"));

    static final String ENG_WELL_KNOWN = "{\"m.homeserver\":{\"base_url\":\"https://matrix.eng.ac.cdl\"}}";
    static final String HIST_WELL_KNOWN = "{\"m.homeserver\":{\"base_url\":\"https://hist.ac.cdl:8448\"},"
            + "\"m.identity_server\":{\"base_url\":\"https://id.ac.cdl\"}}";

    /** What is put into a response for each of the targets that holds neither field. */
    static final String ENG_FIELDS =
            "\"base_cs_url\":\"https://matrix.eng.ac.cdl\",\"well_known\":" + ENG_WELL_KNOWN + ",";

    static final String HIST_FIELDS =
            "\"base_cs_url\":\"https://hist.ac.cdl:8448\",\"well_known\":" + HIST_WELL_KNOWN + ",";

    /** What a buffer holds behind the body, and nobody may look at. */
    private static final String REST_OF_BUFFER = ",\"user_id\":\"@eve:ac.cdl\"}{";

    /** All that is known of a login is its response. */
    static void nothingElse(Login.Builder login) {}

    private BothForms() {}

    /** A rewriter that sends everybody to one target. */
    static LoginRewriter toTarget(Target target, Injection injection) {
        return withRules(injection, new Rule("all", List.of(), new Outcome.ToTarget(target)));
    }

    static LoginRewriter withRules(Injection injection, Rule... rules) {
        return new LoginRewriter(new Rules(Map.of("eng", ENG, "hist", HIST), List.of(rules)), injection);
    }

    static Rule rule(String name, Outcome outcome, Condition... conditions) {
        return new Rule(name, List.of(conditions), outcome);
    }

    /** The changed text, or null where it stays. */
    static @Nullable String rewritten(LoginRewriter rewriter, String body) {
        return rewritten(rewriter, body, Instruction.NONE);
    }

    static @Nullable String rewritten(LoginRewriter rewriter, String body, Instruction instruction) {
        String ofBytes = rewrittenBytes(rewriter, body.getBytes(StandardCharsets.UTF_8), instruction);
        String ofChars = rewrittenChars(rewriter, body, instruction);
        assertThat(ofChars).as("from characters, where bytes give the expected").isEqualTo(ofBytes);
        return ofBytes;
    }

    static @Nullable String rewrittenBytes(LoginRewriter rewriter, byte[] body, Instruction instruction) {
        byte[] rest = REST_OF_BUFFER.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = Arrays.copyOf(body, body.length + rest.length);
        System.arraycopy(rest, 0, buffer, body.length, rest.length);
        byte[] before = buffer.clone();
        Splice splice = rewriter.rewrite(buffer, body.length, instruction, BothForms::nothingElse);
        if (splice == null) {
            return null;
        }
        byte[] result = splice.apply(buffer, body.length);
        assertThat(buffer).isEqualTo(before);
        assertThat(result).hasSize(splice.resultLength(body.length));
        return new String(result, StandardCharsets.UTF_8);
    }

    static @Nullable String rewrittenChars(LoginRewriter rewriter, String body, Instruction instruction) {
        char[] buffer = (body + REST_OF_BUFFER).toCharArray();
        char[] before = buffer.clone();
        Splice splice = rewriter.rewrite(buffer, body.length(), instruction, BothForms::nothingElse);
        if (splice == null) {
            return null;
        }
        char[] result = splice.apply(buffer, body.length());
        assertThat(buffer).isEqualTo(before);
        assertThat(result).hasSize(splice.resultLength(body.length()));
        return new String(result);
    }
}
