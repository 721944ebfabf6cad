// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The result to the letter: of any response in any form, as bytes and as characters, for all that can be injected. */
class LoginRewriterTextPropertyTest {

    @Provide
    Arbitrary<String> responses() {
        return LoginResponses.all();
    }

    /** A field of interest in any of the forms in which its name can be written, with any value. */
    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> names = Arbitraries.of("user_id", "access_token", "base_cs_url", "well_known")
                .flatMap(LoginResponses::literal);
        Arbitrary<String> values = Arbitraries.of("\"@eve:ac.cdl\"", "null", "{}", "[1]", "0.5");
        return Combinators.combine(names, values).as((name, value) -> name + " : " + value);
    }

    @Property(tries = 400)
    void result_isToTheLetter_whatTheContractSays(@ForAll("responses") String body) {
        RewriteChecks.bytes(body.getBytes(StandardCharsets.UTF_8));
        RewriteChecks.bytes(("\ufeff" + body).getBytes(StandardCharsets.UTF_8));
        RewriteChecks.characters(body);
    }

    @Property(tries = 300)
    void response_isLeft_whereFieldStandsTwice(
            @ForAll("responses") String body, @ForAll("fields") String field, @ForAll boolean first) {
        LoginRewriter rewriter = toTarget(ENG, Injection.DEFAULT);
        // Once more than it may stand there, wherever.
        String members = field + ',' + field;
        int open = body.indexOf('{');
        int close = body.lastIndexOf('}');
        String twice = first
                ? body.substring(0, open + 1) + members + ',' + body.substring(open + 1)
                : body.substring(0, close) + ',' + members + body.substring(close);

        assertThat(JsonText.read(twice)).isNotNull();
        assertThat(rewritten(rewriter, twice)).isNull();
    }

    @Property(tries = 200)
    void response_isLeft_whereItGoesOn(@ForAll("responses") String body, @ForAll("responses") String other) {
        assertThat(rewritten(toTarget(ENG, Injection.DEFAULT), body + other)).isNull();
    }
}
