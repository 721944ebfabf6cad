// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Target;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that must hold of any text that a homeserver could answer with, whatever is injected. */
final class RewriteChecks {

    /** One way to inject, and the rewriter that does it. */
    private record Way(Target target, Injection injection, LoginRewriter rewriter) {}

    private static final List<Way> WAYS = ways();

    private RewriteChecks() {}

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Target target : List.of(ENG, HIST)) {
            for (boolean keep : new boolean[] {false, true}) {
                for (Injection injection : List.of(
                        new Injection(true, true, keep),
                        new Injection(true, false, keep),
                        new Injection(false, true, keep))) {
                    ways.add(new Way(target, injection, toTarget(target, injection)));
                }
            }
        }
        return ways;
    }

    static void bytes(byte[] body) {
        String text = utf8(body);
        String withoutMark = text != null && text.startsWith("\ufeff") ? text.substring(1) : text;
        for (Way way : WAYS) {
            byte[] before = body.clone();
            Splice splice = way.rewriter().rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
            String expected =
                    withoutMark == null ? null : ExpectedRewrite.of(withoutMark, way.target(), way.injection());
            assertThat(splice != null).as("changed, to %s", way.target()).isEqualTo(expected != null);
            if (splice != null && text != null && expected != null) {
                byte[] result = splice.apply(body, body.length);
                assertThat(body).isEqualTo(before);
                assertThat(result).hasSize(splice.resultLength(body.length));
                String mark = text.startsWith("\ufeff") ? "\ufeff" : "";
                assertThat(utf8(result)).isEqualTo(mark + expected);
                assertThat(JsonText.read(expected)).isNotNull();
                requirePlaces(splice, body, result);
            }
        }
    }

    static void characters(String text) {
        for (Way way : WAYS) {
            char[] body = text.toCharArray();
            Splice splice = way.rewriter().rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
            String expected = ExpectedRewrite.of(text, way.target(), way.injection());
            assertThat(splice == null ? null : new String(splice.apply(body, body.length)))
                    .as("to %s", way.target())
                    .isEqualTo(expected);
        }
    }

    /** Everything that stayed is found where it now is, in its order; what was between is what was put in. */
    private static void requirePlaces(Splice splice, byte[] body, byte[] result) {
        int previous = -1;
        for (int place = 0; place < body.length; place++) {
            int found = splice.newPlace(place);
            if (found >= 0) {
                if (found <= previous || result[found] != body[place]) {
                    throw new AssertionError("place " + place + " is said to be at " + found);
                }
                previous = found;
            }
        }
        assertThat(splice.newPlace(body.length)).isEqualTo(result.length);
    }

    /** The text of bytes in UTF-8, or null where they are not. */
    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
