// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_FIELDS;
import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever a login response looks like, it comes out with the fields that were wanted, and is the same otherwise. */
class LoginRewriterPropertyTest {

    @Provide
    Arbitrary<String> responses() {
        return LoginResponses.all();
    }

    @Property(tries = 700)
    void result_saysTheSame_andWhatIsInjected(
            @ForAll("responses") String body,
            @ForAll boolean toHist,
            @ForAll boolean baseCsUrl,
            @ForAll boolean wellKnown,
            @ForAll boolean keepExisting) {
        Target target = toHist ? HIST : ENG;
        Injection injection = new Injection(baseCsUrl, wellKnown, keepExisting);
        Map<String, @Nullable Object> sent = Json.object(body);

        String result = rewritten(toTarget(target, injection), body);

        Map<String, @Nullable Object> expected = expected(sent, target, injection);
        Map<String, @Nullable Object> got = result == null ? sent : Json.object(result);
        assertThat(got).isEqualTo(expected);
        assertThat(keysOf(sent, got)).isEqualTo(new ArrayList<>(sent.keySet()));
    }

    @Property(tries = 300)
    void result_withoutWhatWasPutIn_isTheOriginal(@ForAll("responses") String body) {
        Map<String, @Nullable Object> sent = Json.object(body);
        if (sent.containsKey("base_cs_url") || sent.containsKey("well_known")) {
            return;
        }

        String result = Objects.requireNonNull(rewritten(toTarget(ENG, Injection.DEFAULT), body));

        assertThat(result).containsOnlyOnce(ENG_FIELDS);
        assertThat(result.replace(ENG_FIELDS, "")).isEqualTo(body);
    }

    @Property(tries = 400)
    void newPlace_findsAllThatStayed_inItsOrder(@ForAll("responses") String body, @ForAll boolean toHist) {
        LoginRewriter rewriter = toTarget(toHist ? HIST : ENG, Injection.DEFAULT);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Splice splice =
                Objects.requireNonNull(rewriter.rewrite(bytes, bytes.length, Instruction.NONE, BothForms::nothingElse));
        byte[] result = splice.apply(bytes, bytes.length);

        int previous = -1;
        for (int place = 0; place < bytes.length; place++) {
            int found = splice.newPlace(place);
            if (found >= 0) {
                assertThat(found).isGreaterThan(previous);
                assertThat(result[found]).isEqualTo(bytes[place]);
                previous = found;
            }
        }
        assertThat(splice.newPlace(bytes.length)).isEqualTo(result.length);
    }

    /** The contract once more, in terms of maps. */
    private static Map<String, @Nullable Object> expected(
            Map<String, @Nullable Object> sent, Target target, Injection injection) {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>(sent);
        if (injection.baseCsUrl() && replaced(sent.get("base_cs_url"), injection)) {
            expected.put("base_cs_url", target.baseUrl().toString());
        }
        if (injection.wellKnown() && replaced(sent.get("well_known"), injection)) {
            expected.put("well_known", wellKnown(sent.get("well_known"), target));
        }
        return expected;
    }

    private static boolean replaced(@Nullable Object sent, Injection injection) {
        return sent == null || !injection.keepExisting();
    }

    private static Map<Object, @Nullable Object> wellKnown(@Nullable Object sent, Target target) {
        Map<Object, @Nullable Object> wellKnown = new LinkedHashMap<>();
        if (sent instanceof Map<?, ?> object) {
            wellKnown.putAll(object);
        }
        wellKnown.put("m.homeserver", Map.of("base_url", target.baseUrl().toString()));
        BaseUrl identity = target.identityServer();
        if (identity != null) {
            wellKnown.put("m.identity_server", Map.of("base_url", identity.toString()));
        } else if (!(wellKnown.get("m.identity_server") instanceof Map<?, ?> server
                && server.get("base_url") instanceof String url
                && !url.isEmpty())) {
            wellKnown.remove("m.identity_server");
        }
        return wellKnown;
    }

    /** Those that were sent, in the order in which they now are. */
    private static List<String> keysOf(Map<String, @Nullable Object> sent, Map<String, @Nullable Object> got) {
        return got.keySet().stream().filter(sent::containsKey).toList();
    }
}
