// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExplainCommandTest {

    @TempDir
    private Path folder;

    private Path rules;

    @BeforeEach
    void write() throws Exception {
        rules = Files.writeString(folder.resolve("rules.json"), RulesFiles.GOOD);
    }

    @Test
    void explain_saysWhichRuleDecides_andWhyTheEarlierDoNot() {
        Tool.Result result = new Tool().run("explain", rules, "@bob:eng.ac.cdl");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .first()
                .asString()
                .startsWith("no   deans")
                .contains("@bob:eng.ac.cdl");
        assertThat(result.out())
                .contains("yes  engineering")
                .contains("Rule \"engineering\" decides (target): eng at https://matrix.eng.ac.cdl")
                .contains("Injected: {\"base_cs_url\":\"https://matrix.eng.ac.cdl\"");
    }

    @Test
    void explain_printsOneObject_json() {
        JsonNode json =
                new Tool().run("explain", rules, "@ada:ac.cdl", "--json").json();

        assertThat(json.get("rule").asString()).isEqualTo("deans");
        assertThat(json.get("outcome").asString()).isEqualTo("target");
        assertThat(json.get("target").asString()).isEqualTo("hist");
        assertThat(json.get("inject").toString())
                .isEqualTo("{\"base_cs_url\":\"https://matrix.hist.ac.cdl\",\"well_known\":{\"m.homeserver\":"
                        + "{\"base_url\":\"https://matrix.hist.ac.cdl\"},\"m.identity_server\":{\"base_url\":"
                        + "\"https://id.ac.cdl\"}}}");
        assertThat(json.get("rules")).hasSize(6);
        assertThat(json.at("/rules/0/name").asString()).isEqualTo("deans");
        assertThat(json.at("/rules/0/matched").asBoolean()).isTrue();
        assertThat(json.at("/rules/0/why").asString()).isNotBlank();
        assertThat(json.at("/rules/1/matched").asBoolean()).isFalse();
    }

    @Test
    void explain_countsAllTargetsAsUp_andKeepsThePortalsWayToItself() throws Exception {
        Path file = Files.writeString(folder.resolve("healthy.json"), """
                {"targets": {"a": {"base_cs_url": "https://a.example", "upstream": "http://10.9.8.7"}},
                 "rules": [{"round_robin": {"targets": ["a"], "healthy": true}}]}
                """);
        Tool.Result result = new Tool().run("explain", file, "@ada:ac.cdl");

        assertThat(result.out())
                .contains("it has no conditions; the turn is with \"a\", as long as it answers")
                .doesNotContain("10.9.8.7");
        assertThat(new Tool().run("explain", file, "@ada:ac.cdl", "--json").out())
                .contains("\"target\":\"a\"")
                .doesNotContain("10.9.8.7");
    }

    @Test
    void explain_takesFurtherFacts() {
        assertThat(decider("@x:ac.cdl", "--type", "m.login.sso")).isEqualTo("by type");
        assertThat(decider("@x:ac.cdl", "--ip", "10.1.2.3", "--header", "x-campus=yes"))
                .isEqualTo("campus");
        assertThat(decider("@x:ac.cdl", "--ip", "10.1.2.3", "--header", "X-Campus=no"))
                .isEmpty();
        assertThat(decider("@x:ac.cdl", "--ip", "10.1.2.3")).isEmpty();
    }

    private String decider(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "explain";
        all[1] = rules;
        all[2] = "--json";
        System.arraycopy(args, 0, all, 3, args.length);
        return new Tool().run(all).json().get("rule").asString("");
    }

    @Test
    void explain_saysNone_whereNoRuleMatches() {
        JsonNode json = new Tool().run("explain", rules, "@x:ac.cdl", "--json").json();

        assertThat(json.get("rule").isNull()).isTrue();
        assertThat(json.get("outcome").asString()).isEqualTo("none");
        assertThat(json.get("target").isNull()).isTrue();
        assertThat(json.get("inject")).isEmpty();
        assertThat(new Tool().run("explain", rules, "@x:ac.cdl").out()).contains("No rule matches");
    }

    @Test
    void explain_saysLeave() {
        JsonNode json =
                new Tool().run("explain", rules, "@bot-1:ac.cdl", "--json").json();

        assertThat(json.get("outcome").asString()).isEqualTo("leave");
        assertThat(json.get("inject")).isEmpty();
    }

    @Test
    void explain_givesBaseUrl_whereTargetHasNoName() {
        JsonNode json =
                new Tool().run("explain", rules, "@own-ada:ac.cdl", "--json").json();

        assertThat(json.get("outcome").asString()).isEqualTo("base_cs_url");
        assertThat(json.get("target").isNull()).isTrue();
        assertThat(json.at("/inject/base_cs_url").asString()).isEqualTo("https://ada.users.ac.cdl");
    }

    @Test
    void explain_saysWhy_whereItCannotBeDecided() throws Exception {
        Path file = Files.writeString(
                folder.resolve("template.json"),
                "{\"rules\": [{\"name\": \"t\", \"base_cs_url\": \"https://{localpart}.ac.cdl\"}]}");
        Tool.Result result = new Tool().run("explain", file, "@a.b:ac.cdl", "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("failure").asString()).contains("does not fit into a host name");
        assertThat(result.json().get("rule").asString()).isEqualTo("t");
        assertThat(new Tool().run("explain", file, "@a.b:ac.cdl").out()).contains("cannot be decided");
    }

    @Test
    void explain_showsProblems_badRules() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"rules\": 1}");
        Tool.Result result = new Tool().run("explain", file, "@a:b");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.err()).contains(":1:11: error: expected a list of rules");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void explain_refusesHeaderWithoutValue() {
        assertThat(new Tool().run("explain", rules, "@a:b", "--header", "X").code())
                .isEqualTo(Main.BAD_USAGE);
    }

    @Test
    void explain_readsRules_fromStandardInput() {
        assertThat(new Tool()
                        .in(RulesFiles.GOOD)
                        .run("explain", "-", "@ada:ac.cdl")
                        .out())
                .contains("\"deans\"");
    }
}
