// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Target EAST = AnyRules.target("east");
    private static final Target WEST = AnyRules.target("west");
    private static final Outcome TO_EAST = new Outcome.ToTarget(EAST);
    private static final Login ADA = Login.builder()
            .userId("@ada:ac.cdl")
            .with(Fact.CLIENT_IP, "10.1.2.3")
            .headers(name -> name.equals("X-Campus") ? List.of("s3cret", "yes") : List.of())
            .build();

    @Test
    void explain_saysForEachRule_whyOrWhyNot() {
        Explanation explanation = explain(
                rule("deans", TO_EAST, when(Fact.USER_ID, "@bob:ac.cdl", "@eve:ac.cdl")),
                rule("tokens", TO_EAST, when(Fact.SERVER_NAME, "ac.cdl"), when(Fact.LOGIN_TYPE, "m.login.token")),
                rule("staff", new Outcome.Lookup(directory(Set.of(Fact.USER_ID)))),
                rule("ada", TO_EAST, when(Fact.LOCALPART, "a*"), when(Fact.SERVER_NAME, "ac.cdl")),
                rule("rest", TO_EAST));

        assertThat(explanation.decision()).isEqualTo(new Decision(Decision.Kind.TARGET, "ada", EAST));
        assertThat(explanation.failure()).isNull();
        assertThat(explanation.rules())
                .containsExactly(
                        unmatched("deans", "user_id is \"@ada:ac.cdl\"; expected \"@bob:ac.cdl\" or \"@eve:ac.cdl\""),
                        unmatched("tokens", "login_type is not known; expected \"m.login.token\""),
                        unmatched("staff", "directory \"staff\" does not know this user"),
                        matched("ada", "localpart is \"ada\", which matches \"a*\" and server_name is \"ac.cdl\""),
                        unmatched("rest", "it is not tried, since rule \"ada\" decides"));
    }

    @Test
    void explain_saysSo_whereNoRuleMatches() {
        assertThat(explain(rule("bob", TO_EAST, when(Fact.LOCALPART, "bob"))).decision())
                .isSameAs(Decision.NONE);
        assertThat(explain()).isEqualTo(new Explanation(Decision.NONE, null, List.of()));
    }

    @Test
    void why_namesOutcomesThatSayNothing() {
        Rendezvous hash = new Rendezvous(List.of(new Rendezvous.Share(EAST, 1)));
        Condition ada = when(Fact.LOCALPART, "ada");

        assertThat(why(rule("x", new Outcome.Lookup(directory(Set.of(Fact.USER_ID))), ada)))
                .isEqualTo("its conditions hold, but directory \"staff\" does not know this user");
        assertThat(why(rule("x", new Outcome.Lookup(directory(Set.of(Fact.MEDIUM, Fact.ADDRESS))))))
                .isEqualTo("directory \"staff\" does not know this user: not known is medium and address");
        assertThat(why(rule("x", new Outcome.Hash(Fact.DEVICE_ID, hash), ada)))
                .isEqualTo("its conditions hold, but device_id, by which it spreads users, is not known");
    }

    @Test
    void why_saysHowOutcomeChose() {
        Rendezvous hash = new Rendezvous(List.of(new Rendezvous.Share(EAST, 1)));

        assertThat(why(rule("x", TO_EAST))).isEqualTo("it has no conditions");
        assertThat(why(rule("x", new Outcome.Hash(Fact.USER_ID, hash))))
                .isEqualTo("it has no conditions; the hash of user_id chooses \"east\"");
        assertThat(why(rule("x", new Outcome.RoundRobin(List.of(WEST, EAST)), when(Fact.CLIENT_IP, "10.1.2.3"))))
                .isEqualTo("client_ip is \"10.1.2.3\"; the turn is with \"west\"");
        assertThat(why(rule("x", new Outcome.Hash(Fact.USER_ID, hash, true))))
                .isEqualTo("it has no conditions; the hash of user_id chooses \"east\", as long as it answers");
        assertThat(why(rule("x", new Outcome.RoundRobin(List.of(WEST, EAST), true))))
                .isEqualTo("it has no conditions; the turn is with \"west\", as long as it answers");
        assertThat(why(rule("x", new Outcome.Lookup(new Known(new Target(null, EAST.baseUrl(), null))))))
                .isEqualTo("it has no conditions; directory \"staff\" says a base URL");
        assertThat(why(rule("x", new Outcome.Lookup(new Known(EAST)))))
                .isEqualTo("it has no conditions; directory \"staff\" says \"east\"");
    }

    @Test
    void why_doesNotRepeatHeaders() {
        Condition yes = new Condition.OfHeader("X-Campus", List.of(TextPattern.of("no"), TextPattern.of("y*")));
        Condition no = new Condition.OfHeader("X-Campus", List.of(TextPattern.of("no")));
        Condition absent = new Condition.OfHeader("X-Lab", List.of(TextPattern.of("*")));

        assertThat(why(rule("x", TO_EAST, yes))).isEqualTo("header X-Campus is \"y*\"");
        assertThat(why(rule("x", TO_EAST, no))).isEqualTo("header X-Campus is something else; expected \"no\"");
        assertThat(why(rule("x", TO_EAST, absent))).isEqualTo("header X-Lab is not there; expected \"*\"");
    }

    @Test
    void why_namesWhatNotExcludes() {
        Condition ada = when(Fact.LOCALPART, "a*");

        assertThat(why(rule("x", TO_EAST, new Condition.Not(List.of(ada, when(Fact.SERVER_NAME, "ac.cdl"))))))
                .isEqualTo("not (localpart is \"a*\" and server_name is \"ac.cdl\") does not hold, since localpart is"
                        + " \"ada\", which matches \"a*\" and server_name is \"ac.cdl\"");
        assertThat(why(rule("x", TO_EAST, new Condition.Not(List.of(when(Fact.LOCALPART, "bot-*"))))))
                .isEqualTo("not (localpart is \"bot-*\")");
    }

    @Test
    void why_namesConditionsInJava() {
        assertThat(why(rule("x", TO_EAST, new Condition.Custom("moon", login -> true, Set.of()))))
                .isEqualTo("custom moon holds");
        assertThat(why(rule("x", TO_EAST, new Condition.Custom("moon", login -> false, Set.of()))))
                .isEqualTo("custom moon does not hold");
    }

    @Test
    void why_listsFewPatterns_ofMany() {
        String[] many = IntStream.range(0, 10_000).mapToObj(i -> "u" + i).toArray(String[]::new);

        assertThat(why(rule("x", TO_EAST, when(Fact.LOCALPART, many))))
                .isEqualTo("localpart is \"ada\"; expected \"u0\" or \"u1\" or \"u2\" or \"u3\" or \"u4\""
                        + " or one of 9995 more");
        assertThat(why(rule("x", TO_EAST, when(Fact.LOCALPART)))).isEqualTo("localpart is \"ada\"; expected nothing");
    }

    @Test
    void why_showsPattern_asItAskedToBe() {
        Condition hidden = new Condition.OfFact(
                Fact.LOCALPART, List.of(TextPattern.of("s3cret").shownAs("\"${env:WHO}\"")));

        assertThat(why(rule("x", TO_EAST, hidden))).isEqualTo("localpart is \"ada\"; expected \"${env:WHO}\"");
        assertThat(hidden).hasToString("localpart is \"${env:WHO}\"");
        assertThat(hidden.match(Login.of("@s3cret:x"))).isNotNull();
    }

    @Test
    void why_canBePrinted_whateverUserIsCalled() {
        Rule rule = rule("x", TO_EAST, when(Fact.LOCALPART, "bob"));

        assertThat(why(rule, Login.of("@\u001b[31m\n\u202e\ud83d:x")))
                .isEqualTo("localpart is \"\\u001b[31m\\u000a\\u202e\\ud83d\"; expected \"bob\"");
        assertThat(why(rule, Login.of("@" + "\ud83d\ude00".repeat(100) + ":x")))
                .isEqualTo("localpart is \"" + "\ud83d\ude00".repeat(100) + "\"; expected \"bob\"");
        assertThat(why(rule, Login.of("@" + "\ud83d\ude00".repeat(101) + ":x")))
                .isEqualTo("localpart is \"" + "\ud83d\ude00".repeat(100) + "...\"; expected \"bob\"");
    }

    @Test
    void explain_saysWhatFails() {
        Outcome template = new Outcome.ToBaseUrl(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of()));
        Rules rules =
                new Rules(Map.of(), List.of(rule("hosts", template, when(Fact.LOCALPART, "*")), rule("rest", TO_EAST)));

        Explanation explanation = rules.explain(Login.of("@a_b:x"));

        assertThat(explanation.decision()).isNull();
        assertThat(explanation.rules())
                .containsExactly(
                        matched(
                                "hosts",
                                "its conditions hold, but {localpart} of this login does not fit into a host name;"
                                        + " expected at most 63 letters, digits and -"),
                        unmatched("rest", "it is not tried, since rule \"hosts\" fails"));
        assertThatExceptionOfType(DecisionException.class)
                .isThrownBy(() -> rules.decide(Login.of("@a_b:x")))
                .withMessage(explanation.failure());
    }

    @Test
    void explain_usesUpNoTurn() {
        Rules rules = new Rules(Map.of(), List.of(rule("all", new Outcome.RoundRobin(List.of(EAST, WEST)))));

        assertThat(Stream.generate(() -> rules.explain(ADA).decision()).limit(3))
                .extracting(Decision::target)
                .containsExactly(EAST, EAST, EAST);
        assertThat(rules.decide(ADA).target()).isEqualTo(EAST);
        assertThat(rules.explain(ADA).decision()).isEqualTo(new Decision(Decision.Kind.ROUND_ROBIN, "all", WEST));
        assertThat(rules.decide(ADA).target()).isEqualTo(WEST);
    }

    @Property
    void explain_comesToWhatDecideDoes(@ForAll("ruleLists") Supplier<List<Rule>> list, @ForAll("logins") Login login) {
        Rules rules = new Rules(Map.of(), list.get());

        Explanation explanation = rules.explain(login);

        assertThat(explanation.rules()).extracting(Explanation.OfRule::name).isEqualTo(names(rules));
        List<String> matched = explanation.rules().stream()
                .filter(Explanation.OfRule::matched)
                .map(Explanation.OfRule::name)
                .toList();
        Decision decision = explanation.decision();
        try {
            Decision decided = rules.decide(login);
            assertThat(decision).isEqualTo(decided);
            assertThat(explanation.failure()).isNull();
            assertThat(matched).isEqualTo(decided.rule() == null ? List.of() : List.of(decided.rule()));
        } catch (DecisionException e) {
            assertThat(decision).isNull();
            assertThat(explanation.failure()).isEqualTo(e.getMessage());
            assertThat(matched).hasSize(1);
        }
    }

    @Provide
    Arbitrary<Supplier<List<Rule>>> ruleLists() {
        return AnyRules.rules(6);
    }

    @Provide
    Arbitrary<Login> logins() {
        return AnyRules.logins();
    }

    private static List<String> names(Rules rules) {
        return rules.inOrder().stream().map(Rule::name).toList();
    }

    private static Explanation explain(Rule... rules) {
        return new Rules(Map.of(), List.of(rules)).explain(ADA);
    }

    private static String why(Rule rule) {
        return why(rule, ADA);
    }

    private static String why(Rule rule, Login login) {
        return new Rules(Map.of(), List.of(rule)).explain(login).rules().get(0).why();
    }

    private static Explanation.OfRule matched(String name, String why) {
        return new Explanation.OfRule(name, true, why);
    }

    private static Explanation.OfRule unmatched(String name, String why) {
        return new Explanation.OfRule(name, false, why);
    }

    private static Rule rule(String name, Outcome outcome, Condition... conditions) {
        return new Rule(name, List.of(conditions), outcome);
    }

    private static Condition when(Fact fact, String... patterns) {
        return new Condition.OfFact(
                fact, Stream.of(patterns).map(TextPattern::of).toList());
    }

    private static Finder directory(Set<Fact> facts) {
        return new Known(null, facts);
    }
}
