// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_FIELDS;
import static dev.waymark.login.BothForms.rewrittenBytes;
import static dev.waymark.login.BothForms.rewrittenChars;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names chosen to get in each other's way, and in that of the logins that follow. */
class LoginNamesTest {

    private static final String HEAD = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"";

    private static final LoginRewriter REWRITER = toTarget(ENG, Injection.DEFAULT);

    private static final LoginRequest ADA = new LoginRequest("m.login.password", "ada", null, null, "ada", null);

    @Test
    void responses_areRewritten_behindNamesThatCollide() {
        for (int round = 0; round < 10; round++) {
            String colliding = HEAD + CollidingNames.members(2_500) + '}';
            assertThat(rewrittenChars(REWRITER, colliding, Instruction.NONE)).isEqualTo(expected(colliding));
            rewrittenBytes(REWRITER, bytes(colliding), Instruction.NONE);

            String ordinary = HEAD + many(round, 20_000) + '}';
            assertThat(rewrittenChars(REWRITER, ordinary, Instruction.NONE)).isEqualTo(expected(ordinary));
            assertThat(rewrittenBytes(REWRITER, bytes(ordinary), Instruction.NONE))
                    .isEqualTo(expected(ordinary));
        }
    }

    @Test
    void requests_areRead_behindNamesThatCollide() {
        for (int round = 0; round < 10; round++) {
            String type = "{\"type\":\"m.login.password\"";
            String colliding = type + CollidingNames.members(2_500) + ",\"user\":\"ada\"}";
            LoginRequest.read(bytes(colliding));
            assertThat(LoginRequest.read(colliding.toCharArray(), colliding.length()))
                    .isEqualTo(ADA);

            String ordinary = type + many(round, 2_000) + ",\"user\":\"ada\"}";
            assertThat(LoginRequest.read(bytes(ordinary))).isEqualTo(ADA);
            assertThat(LoginRequest.read(ordinary.toCharArray(), ordinary.length()))
                    .isEqualTo(ADA);
        }
    }

    private static String expected(String body) {
        return "{" + ENG_FIELDS + body.substring(1);
    }

    private static String many(int round, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ",\"k" + round + '.' + i + "\":" + i)
                .collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
