// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final Target ENG = new Target("eng", BaseUrl.parse("https://matrix.eng.ac.cdl"), null);
    private static final Target HIST =
            new Target("hist", BaseUrl.parse("https://matrix.hist.ac.cdl"), BaseUrl.parse("https://id.ac.cdl"));

    @Test
    void decide_takesFirstRuleThatMatches() {
        Rules rules = rules(
                rule("no", to(ENG), when(Fact.LOCALPART, "bob")),
                rule("first", to(HIST), when(Fact.LOCALPART, "a*")),
                rule("second", to(ENG), when(Fact.LOCALPART, "ada")));

        assertThat(rules.decide(Login.of("@ada:ac.cdl"))).isEqualTo(new Decision(Decision.Kind.TARGET, "first", HIST));
    }

    @Test
    void decide_wantsAllConditionsOfRule() {
        Rules rules = rules(rule("both", to(ENG), when(Fact.LOCALPART, "a*"), when(Fact.SERVER_NAME, "ac.cdl", "cdl")));

        assertThat(rules.decide(Login.of("@ada:ac.cdl")).target()).isEqualTo(ENG);
        assertThat(rules.decide(Login.of("@ada:cdl")).target()).isEqualTo(ENG);
        assertThat(rules.decide(Login.of("@bob:ac.cdl"))).isEqualTo(Decision.NONE);
        assertThat(rules.decide(Login.of("@ada:elsewhere"))).isEqualTo(Decision.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@ada:ac.cdl", "ada", ""})
    void decide_takesRuleWithoutConditions_always(String userId) {
        assertThat(rules(rule("rest", to(ENG))).decide(Login.of(userId)))
                .isEqualTo(new Decision(Decision.Kind.TARGET, "rest", ENG));
    }

    @Test
    void decide_leaves_whereRuleSaysSo() {
        Rules rules =
                rules(rule("bots", new Outcome.Leave(), when(Fact.LOCALPART, "bot-*")), rule("the rest", to(ENG)));

        assertThat(rules.decide(Login.of("@bot-1:ac.cdl"))).isEqualTo(new Decision(Decision.Kind.LEAVE, "bots", null));
        assertThat(rules.decide(Login.of("@ada:ac.cdl")).target()).isEqualTo(ENG);
    }

    @Test
    void decide_guessesNothing_whereNoRuleMatches() {
        Login ada = Login.of("@ada:ac.cdl");

        assertThat(rules(rule("bob", to(ENG), when(Fact.LOCALPART, "bob"))).decide(ada))
                .isSameAs(Decision.NONE);
        assertThat(rules().decide(ada)).isEqualTo(new Decision(Decision.Kind.NONE, null, null));
    }

    @Test
    void decide_fillsTemplate_withFactsAndGroupsOfAllConditions() {
        Rule rule = rule(
                "departments",
                toUrl("https://{dept}.ac.cdl/{server}/{localpart}", "dept", "server"),
                new Condition.OfFact(Fact.LOCALPART, List.of(new GroupsOf("ada.eng", Map.of("dept", "eng")))),
                when(Fact.USER_ID, "@*"),
                new Condition.OfFact(Fact.SERVER_NAME, List.of(new GroupsOf("ac.cdl", Map.of("server", "ac")))));

        assertThat(rules(rule).decide(Login.of("@ada.eng:ac.cdl")))
                .isEqualTo(new Decision(
                        Decision.Kind.BASE_CS_URL,
                        "departments",
                        new Target(null, BaseUrl.parse("https://eng.ac.cdl/ac/ada.eng"), null)));
    }

    @Test
    void decide_fails_whereGroupTookNoPart() {
        Rule rule = rule(
                "departments",
                toUrl("https://{dept}.ac.cdl", "dept"),
                new Condition.OfFact(Fact.LOCALPART, List.of(new GroupsOf("ada", Map.of()))));

        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules(rule).decide(Login.of("@ada:ac.cdl")))
                .withMessage("rule \"departments\": {dept} has no value for this login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@evil.example/:ac.cdl",
                "@evil@example:ac.cdl",
                "@evil_example:ac.cdl",
                "@-evil:ac.cdl",
                "@evil-:ac.cdl",
                "@ev\u0131l:ac.cdl",
                "@evil\r\nSet-Cookie:ac.cdl",
                "evil"
            })
    void decide_fails_whereTemplateCannotBeFilled_andTriesNoLaterRule(String userId) {
        Rules rules = rules(rule("own host", toUrl("https://{localpart}.users.ac.cdl")), rule("the rest", to(ENG)));

        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules.decide(Login.of(userId)))
                .withMessageStartingWith("rule \"own host\": ")
                .withMessageNotContaining("vil")
                .withMessageNotContaining("v\u0131l")
                .withMessageNotContaining("Cookie");
    }

    @Test
    void decide_fails_whereFilledPathIsNone_withoutRepeatingIt() {
        Rules rules = rules(rule("paths", toUrl("https://ac.cdl/{localpart}")));

        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules.decide(Login.of("@..:ac.cdl")))
                .withMessage("rule \"paths\": filled in for this login, https://ac.cdl/{localpart} is not a base URL:"
                        + " its path has a step . or ..; expected https://host[:port][/path]");
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules.decide(Login.of("@" + "evil".repeat(600) + ":ac.cdl")))
                .withMessageContaining("it is longer than 2048 characters")
                .withMessageNotContaining("evil");
    }

    @Test
    void decide_fails_beforeMuchIsFilledIn() {
        Rules rules = rules(rule("paths", toUrl("https://ac.cdl/" + "{user_id}/".repeat(1_000))));

        // All of it would be a URL of three milliards of characters.
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules.decide(Login.of("@" + "\u00e9".repeat(1_000_000) + ":ac.cdl")))
                .withMessageContaining("it is longer than 2048 characters");
    }

    @Test
    void failure_isCheap() {
        // Users can cause it at will.
        assertThat(new DecisionException("why").getStackTrace()).isEmpty();
    }

    @Test
    void target_isFoundByName() {
        Rules rules = rules();

        assertThat(rules.target("eng")).isEqualTo(ENG);
        assertThat(rules.target("ENG")).isNull();
        assertThat(rules.targets()).containsOnly(Map.entry("eng", ENG), Map.entry("hist", HIST));
    }

    @Test
    void rules_doNotChange_withWhatTheyWereMadeOf() {
        Map<String, Target> targets = new HashMap<>(Map.of("eng", ENG));
        List<Rule> list = new ArrayList<>(List.of(rule("all", to(ENG))));
        Rules rules = new Rules(targets, list);
        targets.clear();
        list.clear();

        assertThat(rules.target("eng")).isEqualTo(ENG);
        assertThat(rules.inOrder()).extracting(Rule::name).containsExactly("all");
    }

    private static Rules rules(Rule... rules) {
        return new Rules(Map.of("eng", ENG, "hist", HIST), List.of(rules));
    }

    private static Rule rule(String name, Outcome outcome, Condition... conditions) {
        return new Rule(name, List.of(conditions), outcome);
    }

    private static Condition when(Fact fact, String... patterns) {
        return new Condition.OfFact(
                fact, Stream.of(patterns).map(TextPattern::of).toList());
    }

    private static Outcome to(Target target) {
        return new Outcome.ToTarget(target);
    }

    private static Outcome toUrl(String template, String... groups) {
        return new Outcome.ToBaseUrl(UrlTemplate.parse(template, Set.of(groups)));
    }
}
