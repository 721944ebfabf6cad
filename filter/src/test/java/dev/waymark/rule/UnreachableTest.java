// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.Growth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnreachableTest {

    private static final Target EAST = AnyRules.target("east");
    private static final Outcome TO_EAST = new Outcome.ToTarget(EAST);
    private static final Rendezvous HASH = new Rendezvous(List.of(new Rendezvous.Share(EAST, 1)));

    static Stream<Arguments> takers() {
        return Stream.of(
                taken("all", when(), when(Fact.LOCALPART, "ada")),
                taken("all of all", when(), when()),
                taken("the same text", when(Fact.LOCALPART, "ada"), when(Fact.LOCALPART, "ada")),
                taken("the same list", when(Fact.LOCALPART, "b*", "a"), when(Fact.LOCALPART, "a", "b*")),
                taken("a text of a list", when(Fact.HOST, "x", "y", "z"), when(Fact.HOST, "z", "x")),
                taken("a text of a glob", when(Fact.LOCALPART, "a*"), when(Fact.LOCALPART, "ada", "abe")),
                taken("a glob of a glob", when(Fact.LOCALPART, "a*"), when(Fact.LOCALPART, "ad*", "a?c", "a")),
                taken("any glob of *", when(Fact.LOCALPART, "*"), when(Fact.LOCALPART, "?*")),
                taken("question marks", when(Fact.LOCALPART, "?b?"), when(Fact.LOCALPART, "ab?", "abc")),
                taken("one more condition", when(Fact.HOST, "x"), both(when(Fact.HOST, "x"), when(Fact.MEDIUM, "y"))),
                taken(
                        "in another order",
                        both(when(Fact.HOST, "x"), when(Fact.MEDIUM, "y")),
                        both(when(Fact.MEDIUM, "y"), when(Fact.HOST, "x"))),
                taken("a range of a range", ip("10.0.0.0/8"), ip("10.1.0.0/16", "10.2.3.4")),
                taken("an address of a range", ip("10.0.0.0/8"), when(Fact.CLIENT_IP, "10.1.2.3", "::ffff:10.1.2.3")),
                taken("the server of a user", when(Fact.SERVER_NAME, "x"), when(Fact.USER_ID, "@a:x", "@b:x")),
                taken("the localpart of a user", when(Fact.LOCALPART, "a*"), when(Fact.USER_ID, "@a:x", "@ab:y")),
                taken("a header", header("X-A", "a*"), header("x-a", "ab")),
                taken("not", not(when(Fact.HOST, "x")), not(when(Fact.HOST, "x"))),
                taken("not less", not(when(Fact.HOST, "x")), not(when(Fact.HOST, "x", "y"))),
                taken("not both", not(both(when(Fact.HOST, "x"), when(Fact.MEDIUM, "y"))), not(when(Fact.HOST, "x"))),
                taken("not another", not(when(Fact.LOCALPART, "bot-*")), when(Fact.LOCALPART, "ada")),
                taken("not of another server", not(when(Fact.SERVER_NAME, "y")), when(Fact.USER_ID, "@a:x")));
    }

    @ParameterizedTest
    @MethodSource("takers")
    void laterRule_isUnreachable_whereEarlierTakesAll(String what, List<Condition> earlier, List<Condition> later) {
        Outcome template = new Outcome.ToBaseUrl(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of()));
        for (Outcome outcome : List.of(TO_EAST, template, new Outcome.Leave(), new Outcome.RoundRobin(List.of(EAST)))) {
            assertThat(unreachable(new Rule("a", earlier, outcome), new Rule("b", later, TO_EAST)))
                    .as(what)
                    .extracting(Unreachable::rule)
                    .containsExactly(1);
        }
        assertThat(unreachable(
                        new Rule("a", earlier, new Outcome.Lookup(new Known(EAST))), new Rule("b", later, TO_EAST)))
                .as("a lookup, which may find nothing")
                .isEmpty();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                taken("another text", when(Fact.LOCALPART, "a"), when(Fact.LOCALPART, "b")),
                taken("another fact", when(Fact.HOST, "a"), when(Fact.MEDIUM, "a")),
                taken("a longer list", when(Fact.HOST, "a", "b"), when(Fact.HOST, "a", "b", "c")),
                taken("no condition", when(Fact.LOCALPART, "*"), when()),
                taken("a wider glob", when(Fact.LOCALPART, "ad*"), when(Fact.LOCALPART, "a*")),
                taken("a star for a question mark", when(Fact.LOCALPART, "?"), when(Fact.LOCALPART, "*")),
                taken("stars for question marks", when(Fact.LOCALPART, "*?"), when(Fact.LOCALPART, "*")),
                taken("empty for ?", when(Fact.LOCALPART, "?b"), when(Fact.LOCALPART, "*b")),
                taken("one condition more", both(when(Fact.HOST, "x"), when(Fact.MEDIUM, "y")), when(Fact.HOST, "x")),
                taken("a wider range", ip("10.1.0.0/16"), ip("10.0.0.0/8")),
                taken("IPv4 in IPv6", ip("::/0"), ip("10.0.0.0/8")),
                taken("another server", when(Fact.SERVER_NAME, "x"), when(Fact.USER_ID, "@a:x", "@b:y")),
                taken("a user ID without parts", when(Fact.LOCALPART, "*"), when(Fact.USER_ID, "ada")),
                taken("a user of a server", when(Fact.USER_ID, "@*:x"), when(Fact.SERVER_NAME, "x", "y")),
                taken("another header", header("X-A", "a*"), header("X-B", "a")),
                taken("not, and another", not(when(Fact.HOST, "x")), not(when(Fact.HOST, "y"))),
                taken("not more", not(when(Fact.HOST, "x", "y")), not(when(Fact.HOST, "x"))),
                taken("not, and nothing known", not(when(Fact.HOST, "x")), when()),
                taken("not, and a glob", not(when(Fact.HOST, "x")), when(Fact.HOST, "y*")),
                taken("not a header", not(header("X-A", "a")), header("X-A", "b")),
                taken("a condition in Java", custom(), custom()),
                taken("not a condition in Java", not(custom()), not(custom())));
    }

    @ParameterizedTest
    @MethodSource("others")
    void laterRule_isReachable(String what, List<Condition> earlier, List<Condition> later) {
        assertThat(unreachable(new Rule("a", earlier, TO_EAST), new Rule("b", later, TO_EAST)))
                .as(what)
                .isEmpty();
    }

    @Test
    void hash_takesAll_whereItsFactIsKnown() {
        Rule byUser = new Rule("hash", List.of(), new Outcome.Hash(Fact.USER_ID, HASH));
        Rule byType = new Rule("hash", List.of(), new Outcome.Hash(Fact.LOGIN_TYPE, HASH));
        Rule byTypeOfTokens =
                new Rule("hash", when(Fact.LOGIN_TYPE, "m.login.t*"), new Outcome.Hash(Fact.LOGIN_TYPE, HASH));
        Rule ada = new Rule("ada", when(Fact.LOCALPART, "a*"), TO_EAST);
        Rule token = new Rule("token", when(Fact.LOGIN_TYPE, "m.login.token"), TO_EAST);
        Rule rest = new Rule("rest", List.of(), TO_EAST);

        assertThat(unreachable(byUser, ada, token, rest))
                .containsExactly(new Unreachable(
                        1, List.of(0), "rule \"hash\" before it decides every login that meets its conditions"));
        assertThat(unreachable(byType, ada, token, rest))
                .extracting(Unreachable::rule)
                .containsExactly(2);
        assertThat(unreachable(byTypeOfTokens, ada, token, rest))
                .extracting(Unreachable::rule)
                .containsExactly(2);
    }

    @Test
    void why_namesWhoTakesWhat() {
        Rule a = new Rule("a", when(Fact.LOCALPART, "a"), TO_EAST);
        Rule b = new Rule("b", when(Fact.USER_ID, "@b:x"), TO_EAST);
        Rule c = new Rule("c", when(Fact.SERVER_NAME, "z"), TO_EAST);
        Rule d = new Rule("d", when(Fact.LOCALPART, "d*"), TO_EAST);
        Rule rest = new Rule("rest", List.of(), TO_EAST);

        assertThat(unreachable(a, b, c, d, new Rule("list", when(Fact.USER_ID, "@a:x", "@b:x"), TO_EAST)))
                .containsExactly(new Unreachable(
                        4,
                        List.of(0, 1),
                        "the rules \"a\" and \"b\" before it decide every login that meets its conditions"));
        assertThat(unreachable(
                        a, b, c, d, new Rule("list", when(Fact.USER_ID, "@a:x", "@b:x", "@c:z", "@d:y"), TO_EAST)))
                .containsExactly(new Unreachable(
                        4,
                        List.of(0, 1, 2),
                        "the rules \"a\", \"b\", \"c\" and 1 more before it decide every login that meets its"
                                + " conditions"));
        assertThat(unreachable(a, rest, b, rest))
                .containsExactly(
                        new Unreachable(2, List.of(1), "rule \"rest\" before it decides every login"),
                        new Unreachable(3, List.of(1), "rule \"rest\" before it decides every login"));
        assertThat(unreachable(new Rule("none", when(Fact.HOST), TO_EAST)))
                .containsExactly(new Unreachable(0, List.of(), "it wants one of no patterns, which nothing can match"));
    }

    @Property(tries = 3_000)
    void unreachableRule_decidesNoLogin(
            @ForAll("ruleLists") Supplier<List<Rule>> list, @ForAll @Size(10) List<@From("logins") Login> logins) {
        Rules rules = new Rules(Map.of(), list.get());
        Set<String> unreachable = new HashSet<>();
        rules.unreachable()
                .forEach(found ->
                        unreachable.add(rules.inOrder().get(found.rule()).name()));

        for (Login login : logins) {
            assertThat(rules.explain(login).rules())
                    .filteredOn(rule -> unreachable.contains(rule.name()))
                    // A condition in Java may fail before it is seen that another one never holds.
                    .noneMatch(rule -> rule.matched() && !rule.why().contains("cannot be said"));
        }
    }

    @Property(tries = 3_000)
    void wholeListsOfRules_agreeWithThoseOfPairs(@ForAll("ruleLists") Supplier<List<Rule>> list) {
        List<Rule> rules = list.get();
        Set<Integer> found = new TreeSet<>();
        new Rules(Map.of(), rules).unreachable().forEach(rule -> found.add(rule.rule()));

        for (int later = 0; later < rules.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (unreachable(rules.get(earlier), rules.get(later)).stream().anyMatch(pair -> pair.rule() == 1)) {
                    // The index must not have hidden the earlier one.
                    assertThat(found).contains(later);
                }
            }
        }
    }

    @Test
    void unreachable_takesLinearTime_inRulesForExactTexts() {
        Growth.requireLinear(
                size -> {
                    List<Rule> list = new ArrayList<>();
                    list.add(new Rule("bots", when(Fact.LOCALPART, "bot-*"), TO_EAST));
                    IntStream.range(0, size)
                            .mapToObj(i -> new Rule(
                                    "rule " + i,
                                    both(when(Fact.USER_ID, "@u" + i + ":x"), when(Fact.HOST, "h")),
                                    TO_EAST))
                            .forEach(list::add);
                    Rules rules = new Rules(Map.of(), list);
                    return () -> assertThat(rules.unreachable()).isEmpty();
                },
                2_000);
    }

    @Test
    void unreachable_takesBoundedTime_inRulesThatMustBeCompared() {
        Growth.requireLinear(
                size -> {
                    Rules rules = new Rules(
                            Map.of(),
                            IntStream.range(0, size)
                                    .mapToObj(i -> new Rule("rule " + i, when(Fact.LOCALPART, "u" + i + "-*"), TO_EAST))
                                    .toList());
                    return () -> assertThat(rules.unreachable()).isEmpty();
                },
                5_000);
    }

    @Provide
    Arbitrary<Supplier<List<Rule>>> ruleLists() {
        return AnyRules.rules(8);
    }

    @Provide
    Arbitrary<Login> logins() {
        return AnyRules.logins();
    }

    private static List<Unreachable> unreachable(Rule... rules) {
        return new Rules(Map.of(), List.of(rules)).unreachable();
    }

    private static Arguments taken(String what, List<Condition> earlier, List<Condition> later) {
        return Arguments.of(what, earlier, later);
    }

    private static List<Condition> when() {
        return List.of();
    }

    private static List<Condition> when(Fact fact, String... patterns) {
        return List.of(new Condition.OfFact(
                fact, Stream.of(patterns).map(TextPattern::of).toList()));
    }

    private static List<Condition> ip(String... ranges) {
        return List.of(new Condition.OfFact(
                Fact.CLIENT_IP,
                Stream.of(ranges).<TextPattern>map(AddressRange::parse).toList()));
    }

    private static List<Condition> header(String name, String pattern) {
        return List.of(new Condition.OfHeader(name, List.of(TextPattern.of(pattern))));
    }

    private static List<Condition> not(List<Condition> conditions) {
        return List.of(new Condition.Not(conditions));
    }

    private static List<Condition> custom() {
        return List.of(new Condition.Custom("moon", login -> true, Set.of()));
    }

    private static List<Condition> both(List<Condition> one, List<Condition> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
