// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.login.Injection;
import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.login.Splice;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a portal reaches a target is for the portal alone. */
class UpstreamTest {

    private static final String UPSTREAM = "http://10.9.8.7:8008/hs/";

    private static String file(String more, String options) {
        return "{" + options + "\"targets\": {\"eng\": {\"base_cs_url\": \"https://matrix.eng.ac.cdl\"" + more
                + ", \"identity_server\": \"https://id.ac.cdl\"}}, \"rules\": [{\"target\": \"eng\"}]}";
    }

    private static RulesFile load(String options, boolean upstream) throws Exception {
        String more = upstream ? ", \"upstream\": \"" + UPSTREAM + "\"" : "";
        return RulesFile.load(RuleSource.text("waymark.json", file(more, options)));
    }

    @Test
    void upstream_isWhereTargetIsReached_andBaseUrlWithoutIt() throws Exception {
        Target with = Objects.requireNonNull(load("", true).rules().target("eng"));
        Target without = Objects.requireNonNull(load("", false).rules().target("eng"));

        assertThat(with.upstream()).isEqualTo(BaseUrl.parse("http://10.9.8.7:8008/hs"));
        assertThat(with.reachedAt()).isEqualTo(BaseUrl.parse("http://10.9.8.7:8008/hs"));
        assertThat(with.baseUrl()).isEqualTo(BaseUrl.parse("https://matrix.eng.ac.cdl"));
        assertThat(without.upstream()).isNull();
        assertThat(without.reachedAt()).isEqualTo(without.baseUrl());
    }

    @Test
    void problemsOfUpstream_areFound_whateverElseIsWrong() {
        assertThat(ProblemsOf.file(
                        "{\"targets\": {\"a\": {\"base_cs_url\": \"a\", \"identity_server\": 1, \"upstream\": \"b\"}},"
                                + " \"rules\": []}"))
                .extracting(problem -> problem.replaceAll(": (not|expected) .*", ""))
                .containsExactly(
                        "1:35: /targets/a/base_cs_url",
                        "1:59: /targets/a/identity_server",
                        "1:74: /targets/a/upstream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"base_cs_url\":\"https://own\",\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://own/\"}}",
                ",\"well_known\":{\"m.identity_server\":null}",
                ",\"well_known\":null,\"base_cs_url\":null"
            })
    void upstream_isNeverInjected(String more) throws Exception {
        String response = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"" + more + "}";
        for (String options : new String[] {
            "", "\"existing\": \"keep\", ", "\"inject\": [\"base_cs_url\"], ", "\"inject\": [\"well_known\"], "
        }) {
            RulesFile with = load(options, true);
            RulesFile without = load(options, false);
            for (Instruction instruction : new Instruction[] {Instruction.NONE, new Instruction("eng", null)}) {
                String rewritten = rewritten(with, response, instruction);
                assertThat(rewritten).isEqualTo(rewritten(without, response, instruction));
                assertThat(rewritten == null ? "" : rewritten).doesNotContain("10.9.8.7");
            }
        }
    }

    private static @Nullable String rewritten(RulesFile file, String response, Instruction instruction) {
        byte[] body = response.getBytes(StandardCharsets.UTF_8);
        Splice splice =
                new LoginRewriter(file.rules(), file.injection()).rewrite(body, body.length, instruction, login -> {});
        return splice == null ? null : new String(splice.apply(body, body.length), StandardCharsets.UTF_8);
    }

    @Test
    void upstream_isNotAmongWhatIsShownOfAnInjection() throws Exception {
        Target target = Objects.requireNonNull(load("", true).rules().target("eng"));

        assertThat(Injection.DEFAULT.json(target))
                .contains("https://matrix.eng.ac.cdl")
                .doesNotContain("10.9.8.7");
    }
}
