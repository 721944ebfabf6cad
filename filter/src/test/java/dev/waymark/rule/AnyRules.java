// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Rules and logins of all kinds, of so few different texts that many of them meet. */
final class AnyRules {

    private static final List<Fact> FACTS =
            List.of(Fact.USER_ID, Fact.LOCALPART, Fact.SERVER_NAME, Fact.CLIENT_IP, Fact.LOGIN_TYPE);
    private static final List<Target> TARGETS = List.of(target("east"), target("west"), target("north"));
    private static final String HEADER = "X-Campus";

    private AnyRules() {}

    static Target target(String name) {
        return new Target(name, BaseUrl.parse("https://" + name + ".ac.cdl"), null);
    }

    /** Logins of which much or little is known. */
    static Arbitrary<Login> logins() {
        return Combinators.combine(
                        texts(Fact.USER_ID),
                        texts(Fact.CLIENT_IP).injectNull(0.3),
                        texts(Fact.LOGIN_TYPE).injectNull(0.3),
                        Arbitraries.of("yes", "no", "maybe").list().ofMaxSize(2),
                        Arbitraries.of("east", "west", "north").set())
                .as((userId, ip, type, values, up) -> Login.builder()
                        .userId(userId)
                        .with(Fact.CLIENT_IP, ip)
                        .with(Fact.LOGIN_TYPE, type)
                        .headers(name -> name.equalsIgnoreCase(HEADER) ? values : List.of())
                        .up(up::contains)
                        .build());
    }

    /** Lists of rules, each list as often as it is wanted: a turn that was used up in one is not in the other. */
    static Arbitrary<Supplier<List<Rule>>> rules(int most) {
        Arbitrary<List<Condition>> conditions = conditions(2).list().ofMaxSize(3);
        return Combinators.combine(conditions, outcomes())
                .as(RuleParts::new)
                .list()
                .ofMaxSize(most)
                .map(parts -> () -> IntStream.range(0, parts.size())
                        .mapToObj(i -> parts.get(i).rule("rule " + i))
                        .toList());
    }

    private record RuleParts(List<Condition> conditions, Supplier<Outcome> outcome) {
        Rule rule(String name) {
            return new Rule(name, conditions, outcome.get());
        }
    }

    static Arbitrary<String> texts(Fact fact) {
        return switch (fact) {
            case USER_ID -> Arbitraries.of("@a:x", "@b:x", "@a:y", "@ab:y", "@_:x", "@a:", "a", "");
            case LOCALPART -> Arbitraries.of("a", "b", "ab", "_", "");
            case SERVER_NAME -> Arbitraries.of("x", "y", "");
            case CLIENT_IP -> Arbitraries.of("10.0.0.1", "10.0.0.2", "::1", "::ffff:10.0.0.1", "unknown");
            default -> Arbitraries.of("m.login.password", "m.login.token");
        };
    }

    static Arbitrary<TextPattern> patterns(Fact fact) {
        Arbitrary<TextPattern> exact = texts(fact).map(ExactText::new);
        Arbitrary<TextPattern> glob = Arbitraries.of("*", "?", "a*", "*b", "@*:x", "@?:*", "*.*", "m.*")
                .map(TextPattern::of);
        Arbitrary<TextPattern> groups = texts(fact).map(text -> new GroupsOf(text, Map.of("g", "of-" + text.length())));
        Arbitrary<TextPattern> shown =
                texts(fact).map(text -> TextPattern.of(text).shownAs("\"${env:TEXT}\""));
        Arbitrary<TextPattern> range =
                Arbitraries.of("10.0.0.0/8", "10.0.0.1", "::/0", "::1").map(AddressRange::parse);
        return fact == Fact.CLIENT_IP
                ? Arbitraries.oneOf(exact, range)
                : Arbitraries.frequencyOf(
                        Tuple.of(5, exact), Tuple.of(2, glob), Tuple.of(2, groups), Tuple.of(1, shown));
    }

    private static Arbitrary<Condition> conditions(int depth) {
        Arbitrary<Condition> ofFact = Arbitraries.of(FACTS)
                .flatMap(fact -> patterns(fact).list().ofMaxSize(4).map(list -> new Condition.OfFact(fact, list)));
        Arbitrary<Condition> ofHeader = Arbitraries.of("yes", "no", "*")
                .map(text -> new Condition.OfHeader(HEADER.toLowerCase(Locale.ROOT), List.of(TextPattern.of(text))));
        Arbitrary<Condition> custom = Arbitraries.of(
                new Condition.Custom(
                        "short",
                        login -> String.valueOf(login.get(Fact.USER_ID)).length() < 4,
                        Set.of()),
                new Condition.Custom("fails", AnyRules::fail, Set.of()));
        if (depth == 0) {
            return ofFact;
        }
        Arbitrary<Condition> not = Arbitraries.lazy(() -> conditions(depth - 1))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(Condition.Not::new);
        return Arbitraries.frequencyOf(
                Tuple.of(12, ofFact), Tuple.of(2, ofHeader), Tuple.of(3, not), Tuple.of(1, custom));
    }

    private static boolean fail(Login login) {
        if ("@b:x".equals(login.get(Fact.USER_ID))) {
            throw new DecisionException("it fails");
        }
        return true;
    }

    private static Arbitrary<Supplier<Outcome>> outcomes() {
        return Arbitraries.<Supplier<Outcome>>of(
                () -> new Outcome.ToTarget(TARGETS.get(0)),
                () -> new Outcome.ToTarget(TARGETS.get(1)),
                () -> new Outcome.ToBaseUrl(UrlTemplate.parse("https://{localpart}.ac.cdl", Set.of())),
                () -> new Outcome.ToBaseUrl(UrlTemplate.parse("https://ac.cdl/{g}/{user_id}", Set.of("g"))),
                () -> new Outcome.Lookup(new Staff()),
                () -> new Outcome.Hash(Fact.USER_ID, HASH),
                () -> new Outcome.Hash(Fact.LOGIN_TYPE, HASH),
                Outcome.Leave::new,
                () -> new Outcome.RoundRobin(TARGETS),
                () -> new Outcome.Hash(Fact.USER_ID, HASH, true),
                () -> new Outcome.RoundRobin(TARGETS, true));
    }

    private static final Rendezvous HASH = new Rendezvous(
            TARGETS.stream().map(target -> new Rendezvous.Share(target, 1)).toList());

    /** Knows one user, and cannot say of another. */
    private record Staff() implements Finder {

        @Override
        public String name() {
            return "staff";
        }

        @Override
        public Set<Fact> facts() {
            return Set.of(Fact.USER_ID, Fact.LOGIN_TYPE);
        }

        @Override
        public @Nullable Target find(Login login) {
            String userId = String.valueOf(login.get(Fact.USER_ID));
            if (userId.equals("@a:y")) {
                throw new DecisionException("directory \"staff\" does not answer");
            }
            return userId.equals("@a:x") ? TARGETS.get(2) : null;
        }
    }
}
