// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waymark.login.Corpus;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Decision;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules files: all their problems with their places, or rules that decide any login. */
class RulesFuzzTest {

    private static final String FILE = "waymark.json";

    static Stream<byte[]> seeds() {
        return Corpus.in("rules").values().stream();
    }

    /** @param input a rules file, and behind a NUL a user ID */
    @DictionaryEntries({
        "\"inject\":",
        "\"existing\":\"keep\"",
        "\"on_failure\":\"reject\"",
        "\"max_body\":",
        "\"targets\":{\"a\":{\"base_cs_url\":\"https://a\"}}",
        "\"identity_server\":",
        "\"upstream\":",
        "\"healthy\":true",
        "\"rules\":[",
        "\"name\":",
        "\"user_id\":",
        "\"localpart\":",
        "\"server_name\":",
        "{\"regex\":\"",
        "(?P<g>",
        "{1000}",
        "\\\\pL",
        "\"target\":\"a\"",
        "\"base_cs_url\":\"https://{g}.a/{user_id}\"",
        "\"leave\":true",
        "\"lookup\":\"d\"",
        "\"hash\":{\"by\":\"user_id\",\"targets\":{\"a\":2}}",
        "\"round_robin\":[\"a\"]",
        "\"client_ip\":\"10.0.0.0/8\"",
        "\"2001:db8::/32\"",
        "\"header\":{\"X-A\":\"*\"}",
        "\"not\":{",
        "\"custom\":{\"type\":",
        "\"address\":",
        "\"host\":",
        "\"directories\":{\"d\":{\"type\":\"csv\"}}",
        "\"timeout\":\"2s\"",
        "\"cache\":{\"size\":1,\"ttl\":\"1m\"}",
        "\"on_error\":\"next\"",
        "\"allowed_hosts\":",
        "//",
        "/*"
    })
    @MethodSource("seeds")
    @FuzzTest
    void loading_givesRulesOrProblems(byte[] input) throws IOException {
        requireSound(FILE, input);
    }

    /** @param name of the file, which says its syntax */
    static void requireSound(String name, byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String json = end < 0 ? text : text.substring(0, end);
        RulesFile file;
        try {
            file = RulesFile.load(RuleSource.text(name, json));
        } catch (InvalidRulesException e) {
            requireSound(e, name, json);
            return;
        }
        try (file) {
            assertThat(file.maxBody()).isPositive();
            file.rules().targets().values().forEach(RulesFuzzTest::requireSound);
            if (file.directories().isEmpty()) {
                // Otherwise it may be that somebody's server is asked.
                decide(file, end < 0 ? json : text.substring(end + 1));
            }
        }
    }

    private static void decide(RulesFile file, String userId) {
        try {
            Decision decision = file.rules().decide(Login.of(userId));
            Target target = decision.target();
            if (target != null) {
                requireSound(target);
            }
        } catch (DecisionException e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).startsWith("rule \"");
            assertThat(isPrintable(message)).as("%s", message).isTrue();
        }
    }

    private static void requireSound(Target target) {
        String url = target.baseUrl().toString();
        assertThat(url).matches("https?://[^\\s\"\\\\/]+(/[!-~&&[^\"\\\\]]*[!-~&&[^\"\\\\/]])?");
        assertThat(BaseUrl.parse(url)).isEqualTo(target.baseUrl());
    }

    private static void requireSound(InvalidRulesException e, String name, String json) {
        long lines = json.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
        assertThat(e.problems()).isNotEmpty();
        // Not one assertion for each of them, which would take longer than all else.
        for (Problem problem : e.problems()) {
            boolean placed = problem.line() >= 1
                    && problem.line() <= lines
                    && problem.column() >= 1
                    && problem.column() <= json.length() + 1;
            boolean told = problem.file().equals(name)
                    && !problem.message().isBlank()
                    && isPrintable(problem.message())
                    && isPrintable(problem.toString());
            assertThat(placed && told).as("%s", problem).isTrue();
        }
        assertThat(String.valueOf(e.getMessage()).lines().count())
                .isEqualTo(e.problems().size() + 1L);
    }

    /** Whether nothing in it could move the cursor or turn the direction of writing. */
    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202e);
    }
}
