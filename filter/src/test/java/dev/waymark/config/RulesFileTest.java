// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.login.Injection;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Decision;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Target;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules files in which nothing is wrong. */
class RulesFileTest {

    private static final String FULL = """
            // Who goes where.
            {
              "inject": ["well_known", "base_cs_url"],      // both
              "existing": "keep",
              "on_failure": "reject",
              "max_body": 65536,
              /* The departments
                 that have a homeserver. */
              "targets": {
                "eng":  {"base_cs_url": "https://matrix.eng.ac.cdl/"},
                "hist": {"base_cs_url": "HTTPS://Matrix.Hist.ac.cdl", "identity_server": "https://id.ac.cdl/"},
                "a/b ~c": {"base_cs_url": "http://[::1]:8008"}
              },
              "rules": [
                {"name": "deans", "user_id": ["@ada:ac.cdl", "@b?b:ac.cdl"], "target": "hist"},
                {"name": "engineering", "server_name": "eng.ac.cdl", "target": "eng"},
                {"name": "bots", "localpart": ["bot-*", {"regex": "b[0-9]+"}], "leave": true},
                {
                  "name": "departments",
                  "localpart": {"regex": "[a-z]+\\\\.(?P<dept>[a-z]+)"},
                  "server_name": {"regex": "(?P<site>[a-z]+)\\\\.cdl"},
                  "base_cs_url": "https://matrix.{dept}.{site}.cdl"
                },
                {"localpart": "\\u006fne", "target": "a/b ~c"},
                {"name": "the rest", "target": "eng"}
              ]
            }
            // The end.
            """;

    @Test
    void load_readsAllThatFileSays() throws Exception {
        RulesFile file = load(FULL);

        assertThat(file.injection()).isEqualTo(new Injection(true, true, true));
        assertThat(file.onFailure()).isEqualTo(OnFailure.REJECT);
        assertThat(file.maxBody()).isEqualTo(65_536);
        assertThat(file.rules().targets())
                .isEqualTo(Map.of(
                        "eng",
                        new Target("eng", BaseUrl.parse("https://matrix.eng.ac.cdl"), null),
                        "hist",
                        new Target(
                                "hist",
                                BaseUrl.parse("https://matrix.hist.ac.cdl"),
                                BaseUrl.parse("https://id.ac.cdl")),
                        "a/b ~c",
                        new Target("a/b ~c", BaseUrl.parse("http://[::1]:8008"), null)));
        assertThat(file.rules().inOrder())
                .extracting(Rule::name)
                .containsExactly("deans", "engineering", "bots", "departments", "rule 5", "the rest");
    }

    @ParameterizedTest
    @CsvSource({
        "@ada:ac.cdl,      deans,       https://matrix.hist.ac.cdl",
        "@bob:ac.cdl,      deans,       https://matrix.hist.ac.cdl",
        "@ada:eng.ac.cdl,  engineering, https://matrix.eng.ac.cdl",
        "@bot-1:ac.cdl,    bots,",
        "@b12:ac.cdl,      bots,",
        "@eve.art:ac.cdl,  departments, https://matrix.art.ac.cdl",
        "@eve.art:ox.cdl,  departments, https://matrix.art.ox.cdl",
        "@eve.art:ox.org,  the rest,    https://matrix.eng.ac.cdl",
        "@xb12:ac.cdl,     the rest,    https://matrix.eng.ac.cdl",
        "@one:ac.cdl,      rule 5,      http://[::1]:8008",
        "@eve:ac.cdl,      the rest,    https://matrix.eng.ac.cdl",
        "ada,              the rest,    https://matrix.eng.ac.cdl",
    })
    void rules_decideAsWritten(String userId, String rule, String url) throws Exception {
        Decision decision = load(FULL).rules().decide(Login.of(userId));

        assertThat(decision.rule()).isEqualTo(rule);
        Target target = decision.target();
        assertThat(target == null ? null : target.baseUrl().toString()).isEqualTo(url);
    }

    @Test
    void defaults_standIn_whereFileSaysNothing() throws Exception {
        RulesFile file = load("{\"rules\": []}");

        assertThat(file.injection()).isEqualTo(Injection.DEFAULT).isEqualTo(new Injection(true, true, false));
        assertThat(file.onFailure()).isEqualTo(OnFailure.PASS);
        assertThat(file.maxBody()).isEqualTo(1_048_576);
        assertThat(file.rules().targets()).isEmpty();
        assertThat(file.rules().inOrder()).isEmpty();
        assertThat(file.rules().decide(Login.of("@ada:ac.cdl"))).isEqualTo(Decision.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"base_cs_url\"]                 | true  | false",
                "[\"well_known\"]                  | false | true",
                "[\"base_cs_url\", \"well_known\"] | true  | true",
            })
    void inject_choosesFields(String inject, boolean baseCsUrl, boolean wellKnown) throws Exception {
        assertThat(load("{\"inject\": " + inject + ", \"rules\": []}").injection())
                .isEqualTo(new Injection(baseCsUrl, wellKnown, false));
    }

    @Test
    void words_mayBeTheDefaults() throws Exception {
        RulesFile file = load("{\"existing\": \"replace\", \"on_failure\": \"pass\", \"rules\": []}");

        assertThat(file.injection().keepExisting()).isFalse();
        assertThat(file.onFailure()).isEqualTo(OnFailure.PASS);
    }

    @ParameterizedTest
    @CsvSource({"1", "1073741824"})
    void maxBody_reachesItsLimits(int bytes) throws Exception {
        assertThat(load("{\"max_body\": " + bytes + ", \"rules\": []}").maxBody())
                .isEqualTo(bytes);
    }

    @Test
    void regex_isMatchedWhole_andIsNoGlob() throws Exception {
        RulesFile file = load("{\"rules\": [{\"localpart\": {\"regex\": \"a|b.*\"}, \"leave\": true}]}");

        assertThat(file.rules().decide(Login.of("@a:x")).kind()).isEqualTo(Decision.Kind.LEAVE);
        assertThat(file.rules().decide(Login.of("@bcd:x")).kind()).isEqualTo(Decision.Kind.LEAVE);
        assertThat(file.rules().decide(Login.of("@ab:x")).kind()).isEqualTo(Decision.Kind.NONE);
        assertThat(file.rules().decide(Login.of("@xa:x")).kind()).isEqualTo(Decision.Kind.NONE);
    }

    @Test
    void regex_mayOpenThousandGroups_oneInTheOther() throws Exception {
        String regex = "(".repeat(1000) + "a" + ")".repeat(1000);
        RulesFile file = load("{\"rules\": [{\"localpart\": {\"regex\": \"" + regex + "\"}, \"leave\": true}]}");

        assertThat(file.rules().decide(Login.of("@a:x")).kind()).isEqualTo(Decision.Kind.LEAVE);
    }

    @Test
    void group_ofEachPatternInList_canBeUsed() throws Exception {
        RulesFile file = load("""
                {"rules": [{
                  "localpart": [{"regex": "(?P<dept>[a-z]+)-.*"}, {"regex": ".*\\\\.(?P<dept>[a-z]+)"}],
                  "base_cs_url": "https://{dept}.ac.cdl"}]}
                """);

        assertThat(urlFor(file, "@eng-ada:ac.cdl")).isEqualTo("https://eng.ac.cdl");
        assertThat(urlFor(file, "@ada.hist:ac.cdl")).isEqualTo("https://hist.ac.cdl");
    }

    @Test
    void group_thatTakesNoPart_failsTheDecision() throws Exception {
        RulesFile file = load("""
                {"rules": [
                  {"name": "own", "localpart": {"regex": "ada|(?P<dept>[a-z]+)-.*"}, "base_cs_url": "https://{dept}.cdl"},
                  {"name": "rest", "base_cs_url": "https://ac.cdl"}]}
                """);

        assertThat(urlFor(file, "@eng-ada:ac.cdl")).isEqualTo("https://eng.cdl");
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> urlFor(file, "@ada:ac.cdl"))
                .withMessage("rule \"own\": {dept} has no value for this login");
    }

    private static String urlFor(RulesFile file, String userId) {
        Target target = file.rules().decide(Login.of(userId)).target();
        return Objects.requireNonNull(target).baseUrl().toString();
    }

    private static RulesFile load(String json) throws Exception {
        return RulesFile.load(RuleSource.text("waymark.json", json));
    }
}
