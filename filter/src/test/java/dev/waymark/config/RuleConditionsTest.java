// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Decision;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of a rules file, and logins that meet them or do not. */
class RuleConditionsTest {

    private static Login.Builder ada() {
        return Login.builder().userId("@ada:ac.cdl");
    }

    private static boolean holds(String conditions, Login login) throws Exception {
        RulesFile file = load("{" + conditions + ", \"leave\": true}");
        return file.rules().decide(login).kind() == Decision.Kind.LEAVE;
    }

    private static RulesFile load(String rule) throws Exception {
        return RulesFile.load(RuleSource.text(
                "waymark.json",
                "{\"targets\": {\"east\": {\"base_cs_url\": \"https://east.cdl\"}, \"west\": {\"base_cs_url\": \"https://west.cdl\"}},"
                        + " \"rules\": [" + rule + "]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id     | @ada:*             | @ada:ac.cdl",
                "localpart   | a?a                | ada",
                "server_name | ac.cdl             | ac.cdl",
                "device_id   | GHTY*              | GHTYAJCE",
                "login_type  | m.login.password   | m.login.password",
                "identifier  | lovelace           | lovelace",
                "medium      | email              | email",
                "address     | *@ac.cdl           | ada@ac.cdl",
                "client_ip   | 10.0.0.0/8         | 10.1.2.3",
                "client_ip   | 2001:db8::/32      | 2001:db8::7",
                "client_ip   | 192.0.2.7          | 192.0.2.7",
                "host        | Login.AC.cdl       | login.ac.cdl",
                "host        | *.AC.cdl           | login.ac.cdl",
            })
    void fact_matches_orDoesNot_orIsNotKnown(String fact, String pattern, String value) throws Exception {
        Fact known = Objects.requireNonNull(Fact.ofKey(fact));
        String one = "\"" + fact + "\": \"" + pattern + "\"";
        boolean ofUserId = known == Fact.USER_ID || known == Fact.LOCALPART || known == Fact.SERVER_NAME;
        Login meant = ofUserId ? ada().build() : ada().with(known, value).build();
        Login other = ofUserId
                ? Login.of("@bob:other.cdl")
                : ada().with(known, "x" + value + "x").build();

        assertThat(holds(one, meant)).isTrue();
        assertThat(holds(one, other)).isFalse();
        assertThat(holds(one, Login.builder().build())).isFalse();
        String list = "\"" + fact + "\": [\"" + (fact.equals("client_ip") ? "203.0.113.0/24" : "other") + "\", \""
                + pattern + "\"]";
        assertThat(holds(list, meant)).isTrue();
    }

    @Test
    void host_isComparedWithRegex_inLowerCase() throws Exception {
        Login login = ada().with(Fact.HOST, "login.ac.cdl").build();
        assertThat(holds("\"host\": {\"regex\": \"login\\\\..*\"}", login)).isTrue();
        assertThat(holds("\"host\": {\"regex\": \"Login\\\\..*\"}", login)).isFalse();
    }

    @Test
    void header_matchesOneOfItsValues_andAllHeadersMust() throws Exception {
        Map<String, List<String>> headers =
                Map.of("x-site", List.of("north", "south"), "user-agent", List.of("Element/1"));
        Login login = ada().headers(name -> headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()))
                .build();

        assertThat(holds("\"header\": {\"X-Site\": \"south\"}", login)).isTrue();
        assertThat(holds("\"header\": {\"X-Site\": [\"east\", \"n*\"], \"User-Agent\": \"Element/*\"}", login))
                .isTrue();
        assertThat(holds("\"header\": {\"X-Site\": \"south\", \"User-Agent\": \"FluffyChat*\"}", login))
                .isFalse();
        assertThat(holds("\"header\": {\"X-Other\": \"*\"}", login)).isFalse();
    }

    @Test
    void header_givesGroupsToTemplate() throws Exception {
        RulesFile file = load("{\"header\": {\"X-Site\": {\"regex\": \"(?P<site>[a-z]+)-.*\"}},"
                + " \"base_cs_url\": \"https://{site}.ac.cdl\"}");
        Target target = file.rules()
                .decide(ada().headers(name -> List.of("north-1")).build())
                .target();
        assertThat(Objects.requireNonNull(target).baseUrl()).hasToString("https://north.ac.cdl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"localpart\": \"ada\"}                                                  | false",
                "{\"localpart\": \"bob\"}                                                  | true",
                "{\"localpart\": \"ada\", \"server_name\": \"other.cdl\"}                  | true",
                "{\"client_ip\": \"10.0.0.0/8\"}                                           | true",
                "{\"not\": {\"localpart\": \"ada\"}}                                       | true",
                "{\"not\": {\"localpart\": \"bob\"}}                                       | false",
                "{\"header\": {\"X-A\": \"*\"}}                                            | true",
                "{\"localpart\": {\"regex\": \"(?P<g>a).*\"}}                              | false",
            })
    void not_holds_whereItsConditionsDoNotAll(String conditions, boolean holds) throws Exception {
        assertThat(holds("\"not\": " + conditions, ada().build())).isEqualTo(holds);
    }

    @Test
    void hash_isStable_andByTheFactThatItNames() throws Exception {
        RulesFile file =
                load("{\"hash\": {\"by\": \"address\", \"targets\": {\"east\": 2, \"west\": 1}}}, {\"leave\": true}");
        int east = 0;
        for (int i = 0; i < 3000; i++) {
            Login login = ada().with(Fact.ADDRESS, "user" + i + "@ac.cdl").build();
            Decision decision = file.rules().decide(login);
            assertThat(decision).isEqualTo(file.rules().decide(login));
            assertThat(decision.kind()).isEqualTo(Decision.Kind.HASH);
            east += "east".equals(Objects.requireNonNull(decision.target()).name()) ? 1 : 0;
        }
        assertThat(east).isBetween(1850, 2150);
        assertThat(file.rules().decide(ada().build()).kind()).isEqualTo(Decision.Kind.LEAVE);
    }

    @Test
    void hash_ofList_isHashOfEqualWeights() throws Exception {
        RulesFile list = load("{\"hash\": {\"by\": \"user_id\", \"targets\": [\"west\", \"east\"]}}");
        RulesFile weights = load("{\"hash\": {\"by\": \"user_id\", \"targets\": {\"east\": 1, \"west\": 1}}}");
        for (int i = 0; i < 100; i++) {
            Login login = Login.of("@user" + i + ":ac.cdl");
            assertThat(list.rules().decide(login)).isEqualTo(weights.rules().decide(login));
        }
    }

    @Test
    void roundRobin_goesThroughItsList() throws Exception {
        RulesFile file = load("{\"round_robin\": [\"east\", \"west\", \"east\"]}");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            Decision decision = file.rules().decide(ada().build());
            names.append(Objects.requireNonNull(decision.target()).name()).append(' ');
        }
        assertThat(names).hasToString("east west east east west east ");
    }
}
