// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in conditions that the fact of no login can be. */
class ImpossibleTextsTest {

    private static final String USER_ID = "a user ID begins with @, as in @ada:ac.cdl";
    private static final String HOST =
            "a host stands without scheme, port and path, as in matrix.ac.cdl or [2001:db8::7]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id     | ada             | a user ID begins with @, as in @ada:ac.cdl",
                "user_id     | ada*            | a user ID begins with @, as in @ada:ac.cdl",
                "user_id     | ada@ac.cdl      | a user ID begins with @, as in @ada:ac.cdl",
                "user_id     | @ada            | a user ID has a server name behind a colon, as in @ada:ac.cdl",
                "user_id     | @ada:ac_cdl     | a server name has letters, digits, - and . only",
                "user_id     | @*:https://ac.* | a server name has letters, digits, - and . only",
                "localpart   | @ada:ac.cdl     | a localpart is what stands between @ and the first colon of a user ID",
                "localpart   | ada:*           | a localpart is what stands between @ and the first colon of a user ID",
                "server_name | https://ac.cdl  | a server name has letters, digits, - and . only",
                "server_name | @*.cdl          | a server name has letters, digits, - and . only",
                "server_name | ac cdl          | a server name has letters, digits, - and . only",
                "server_name | \u00fc.cdl      | a server name has letters, digits, - and . only",
                "medium      | Email           | a medium is email or msisdn",
                "medium      | e-mail          | a medium is email or msisdn",
                "medium      | MSISDN          | a medium is email or msisdn",
                "address     | Ada@ac.cdl      | email addresses are compared in lower case",
                "address     | *@AC.cdl        | email addresses are compared in lower case",
                "host        | ac.cdl:8448     | a host stands without scheme, port and path",
                "host        | *:8448          | a host stands without scheme, port and path",
                "host        | https://ac.cdl  | a host stands without scheme, port and path",
                "host        | ac.cdl/*        | a host stands without scheme, port and path",
                "host        | 2001:db8::7     | a host stands without scheme, port and path",
                "host        | [2001:db8::7]:8 | a host stands without scheme, port and path",
            })
    void text_thatNoLoginHas_isWarnedOf(String fact, String text, String why) throws Exception {
        String json = condition(fact, '"' + text + '"');

        assertThat(warnings(json)).singleElement().asString().startsWith("\"" + text + "\" can match no login: " + why);
        assertThat(warnings(condition("not", "{\"" + fact + "\": [\"x\", \"" + text + "\"]}")))
                .anyMatch(warning -> warning.startsWith("\"" + text + "\" can match no login: " + why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id     | @ada:ac.cdl",
                "user_id     | @*",
                "user_id     | *:AC.cdl",
                "user_id     | ?ada*",
                "user_id     | @A/d_=~a:[2001:db8::7]:8448",
                "localpart   | @ada",
                "localpart   | Ada/x",
                "server_name | AC-1.cdl:8448",
                "server_name | [2001:DB8::7]",
                "server_name | *",
                "device_id   | Email:/",
                "identifier  | Ada@AC.cdl",
                "medium      | email",
                "medium      | msisdn",
                "medium      | example.own",
                "medium      | ?mail",
                "address     | ada@ac.cdl",
                "address     | +44 7700",
                "address     | ABC",
                "host        | Matrix.AC.cdl",
                "host        | [2001:DB8::7]",
                "host        | [2001:*",
                "host        | *:db8::7]",
                "host        | *:db8*",
                "host        | *_x",
                "login_type  | M.login.password",
            })
    void text_thatALoginMayHave_isNotWarnedOf(String fact, String text) throws Exception {
        assertThat(warnings(condition(fact, '"' + text + '"'))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Matrix\\\\.ac\\\\.cdl ; true",
                ".*\\\\.AC.+           ; true",
                "matrix\\\\.ac\\\\.cdl ; false",
                "mA?trix               ; false",
                "mA*trix               ; false",
                "[A-Z]*trix            ; false",
                "(?i)Matrix            ; false",
                "Matrix|matrix         ; false",
                "A{0}matrix            ; false",
                "\\\\Qa\\\\E           ; false",
            })
    void expressionOfHost_isWarnedOf_whereItWantsACapital(String regex, boolean warned) throws Exception {
        String json = condition("host", "[{\"regex\": \"" + regex + "\"}]");

        assertThat(warnings(json)).hasSize(warned ? 1 : 0);
        assertThat(warnings(json)).allMatch(warning -> warning.endsWith("the host is in lower case"));
        assertThat(warnings(condition("localpart", "{\"regex\": \"" + regex + "\"}")))
                .isEmpty();
    }

    @Test
    void warning_hasItsPlace_andComesInOrder() throws Exception {
        RulesFile file = RulesFile.load(RuleSource.text("waymark.json", """
                {"rules": [
                  {"user_id": ["@ada:ac.cdl",
                               "bob"], "leave": true},
                  {"leave": true},
                  {"not": {"host": "x:1"}, "leave": true}
                ]}
                """));

        assertThat(file.warnings())
                .extracting(problem -> problem.line() + ":" + problem.column() + " " + problem.path() + " "
                        + problem.message().replaceAll(": .*", ""))
                .containsExactly(
                        "3:16 /rules/0/user_id/1 \"bob\" can match no login",
                        "5:3 /rules/2 the rule \"rule 3\" can never match",
                        "5:20 /rules/2/not/host \"x:1\" can match no login");
        assertThat(file.warnings().get(0).message()).endsWith(USER_ID);
        assertThat(file.warnings().get(2).message()).endsWith(HOST);
    }

    @Test
    void nothingIsSaid_ofWhatWasFilledIn() throws Exception {
        RulesFile file = RulesFile.load(
                RuleSource.text(
                        "waymark.json",
                        "{\"rules\": [{\"user_id\": \"${env:NAME}\", \"host\": {\"regex\": \"${env:NAME}\"}, \"leave\": true}]}"),
                null,
                Map.of("NAME", "Hunter2")::get);

        assertThat(file.warnings()).isEmpty();
    }

    @Provide
    Arbitrary<String> userIds() {
        Arbitrary<String> localparts =
                Arbitraries.strings().withChars("aA0@/=_~.\u00e9").ofMaxLength(5);
        Arbitrary<String> servers =
                Arbitraries.of("ac.cdl", "AC-1.cdl:8448", "[2001:db8::7]", "[2001:db8::7]:80", "10.0.0.1", "x");
        return Combinators.combine(localparts, servers).as((localpart, server) -> '@' + localpart + ':' + server);
    }

    /** Any part of a text may be another under a glob's signs. */
    @Property
    void textOfALogin_andGlobsOfIt_areNotWarnedOf(
            @ForAll("userIds") String userId, @ForAll int from, @ForAll int to, @ForAll boolean single)
            throws Exception {
        Login login = Login.of(userId);
        for (Fact fact : List.of(Fact.USER_ID, Fact.LOCALPART, Fact.SERVER_NAME)) {
            String text = String.valueOf(login.get(fact));
            int start = Math.floorMod(from, text.length() + 1);
            int end = start + Math.floorMod(to, text.length() - start + 1);
            String sign = single ? "?".repeat(end - start) : "*";
            String glob = text.substring(0, start) + sign + text.substring(end);

            assertThat(glob.isEmpty() ? List.of() : warnings(condition(fact.key(), '"' + glob + '"')))
                    .as(glob)
                    .isEmpty();
        }
    }

    private static String condition(String key, String value) {
        return "{\"rules\": [{\"" + key + "\": " + value + ", \"leave\": true}]}";
    }

    private static List<String> warnings(String json) throws Exception {
        return RulesFile.load(RuleSource.text("waymark.json", json)).warnings().stream()
                .map(Problem::message)
                .toList();
    }
}
