// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class SimulateCommandTest {

    private static final String USERS = """
            user_id,login_type,client_ip,header:X-Campus
            @ada:ac.cdl,,,
            @bob:eng.ac.cdl,m.login.password,,
            @eve:ac.cdl,m.login.sso,,
            @fay:ac.cdl,,10.1.2.3,yes
            @bot-1:ac.cdl,,,
            @nobody:ac.cdl,,,
            @own-gus:ac.cdl,,,
            """;

    @TempDir
    private Path folder;

    private Path rules;
    private Path users;

    @BeforeEach
    void write() throws Exception {
        rules = Files.writeString(folder.resolve("rules.json"), RulesFiles.GOOD);
        users = Files.writeString(folder.resolve("users.csv"), USERS);
    }

    @Test
    void simulate_counts_json() {
        JsonNode json = new Tool().run("simulate", rules, users, "--json").json();

        assertThat(json.get("users").asInt()).isEqualTo(7);
        assertThat(json.get("targets").toString()).isEqualTo("{\"eng\":3,\"hist\":1,\"https://gus.users.ac.cdl\":1}");
        assertThat(json.get("rules").toString())
                .isEqualTo("{\"deans\":1,\"engineering\":1,\"by type\":1,\"campus\":1,\"own\":1,\"bots\":1}");
        assertThat(json.get("left").asInt()).isEqualTo(2);
        assertThat(json.get("failed").asInt()).isZero();
    }

    @Test
    void simulate_showsTableAndBars() {
        Tool.Result result = new Tool().run("simulate", rules, users);

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Users per target", "Users per rule", "7 users")
                .containsPattern("eng +3 +42\\.9% █+")
                .containsPattern("\\(left alone\\) +2 +28\\.6% █+");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void simulate_drawsInAscii_whereTerminalHasNoMore() {
        assertThat(new Tool()
                        .charset(StandardCharsets.US_ASCII)
                        .run("simulate", rules, users)
                        .out())
                .containsPattern("eng +3 +42\\.9% #+");
    }

    @Test
    void simulate_writesSvg() throws Exception {
        Path svg = folder.resolve("users.svg");
        new Tool().run("simulate", rules, users, "--svg", svg);

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(svg))));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(10);
        assertThat(document.getDocumentElement().getTextContent()).contains("eng: 3 (42.9%)");
    }

    @Test
    void simulate_escapesNames_inSvg() throws Exception {
        Path hostile = Files.writeString(
                folder.resolve("hostile.json"), "{\"rules\": [{\"name\": \"<script>&\\\"]]>\", \"leave\": true}]}");
        Path svg = folder.resolve("users.svg");
        new Tool().run("simulate", hostile, users, "--svg", svg);

        assertThat(Files.readString(svg)).doesNotContain("<script").contains("&lt;script&gt;&amp;&quot;]]&gt;");
    }

    @Test
    void simulate_tellsWrongRows_andCountsTheOthers() throws Exception {
        Path file =
                Files.writeString(folder.resolve("wrong.csv"), "user_id,address\n@ada:ac.cdl,\n@bob:ac.cdl\n,a@b\n");
        Tool.Result result = new Tool().run("simulate", rules, file, "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("users").asInt()).isEqualTo(1);
        assertThat(result.err())
                .contains("wrong.csv:3: it has 1 fields; expected 2")
                .contains("wrong.csv:4: there is no user_id");
    }

    @Test
    void simulate_refuses_headerLineThatItDoesNotKnow() throws Exception {
        assertThat(wrongHeader("user,target\n")).contains("unknown column \"user\"; expected some of user_id");
        assertThat(wrongHeader("user_id,user_id\n")).contains("is there twice");
        assertThat(wrongHeader("client_ip\n")).contains("no column user_id");
        assertThat(wrongHeader("")).contains("the file is empty");
    }

    private String wrongHeader(String text) throws Exception {
        Tool.Result result = new Tool().run("simulate", rules, Files.writeString(folder.resolve("header.csv"), text));
        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        return result.err();
    }

    @Test
    void simulate_refuses_whatIsNotUtf8() throws Exception {
        Path file = Files.write(folder.resolve("latin.csv"), "user_id\n@é:x\n".getBytes(StandardCharsets.ISO_8859_1));
        Tool.Result result = new Tool().run("simulate", rules, file);

        assertThat(result.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(result.err()).contains("it is not UTF-8");
    }

    @Test
    void simulate_readsUsers_fromStandardInput() {
        Tool.Result result =
                new Tool().in("\ufeff" + USERS.replace("\n", "\r\n")).run("simulate", rules, "-", "--json");

        assertThat(result.json().get("users").asInt()).isEqualTo(7);
    }

    @Test
    void simulate_boundsNames_whereEachUserHasABaseUrl() throws Exception {
        Path file = Files.writeString(
                folder.resolve("template.json"),
                "{\"rules\": [{\"name\": \"t\", \"base_cs_url\": \"https://{localpart}.ac.cdl\"}]}");
        StringBuilder many = new StringBuilder("user_id\n");
        for (int i = 0; i < 10_500; i++) {
            many.append("@u").append(i).append(":x\n");
        }
        JsonNode targets = new Tool()
                .in(many.toString())
                .run("simulate", file, "-", "--json")
                .json()
                .get("targets");

        assertThat(targets).hasSize(10_001);
        assertThat(targets.get(Tally.OTHERS).asInt()).isEqualTo(500);
    }

    @Test
    void simulate_tellsRows_whoseUserIdOrAddressIsNone() throws Exception {
        Path file = Files.writeString(
                folder.resolve("wrong.csv"),
                "user_id,client_ip\nada,\n@ada:ac.cdl,10.0.0.0/8\n@ada:ac.cdl, 10.0.0.1\n");
        Tool.Result result = new Tool().run("simulate", rules, file, "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("users").asInt()).isEqualTo(1);
        assertThat(result.err())
                .contains("wrong.csv:2: user_id is not a user ID")
                .contains("wrong.csv:3: client_ip is not an IP address");
    }

    @Test
    void simulate_tellsWhy_whereNothingCanBeDecided() throws Exception {
        Path file = Files.writeString(
                folder.resolve("template.json"),
                "{\"rules\": [{\"name\": \"t\", \"base_cs_url\": \"https://{localpart}.ac.cdl\"}]}");
        Tool.Result result = new Tool().in("user_id\n@a.b:x\n@ada:x\n").run("simulate", file, "-", "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("failed").asInt()).isEqualTo(1);
        assertThat(result.err()).contains("1 user cannot be decided: rule \"t\": {localpart}");
    }

    @Test
    void simulate_knowsFacts_asTheFilterDoes() throws Exception {
        Path file = Files.writeString(folder.resolve("facts.json"), """
                {"rules": [{"name": "host", "host": "beta.ac.cdl", "leave": true},
                           {"name": "email", "medium": "email", "address": "ada@ac.cdl", "leave": true}]}
                """);
        JsonNode counts = new Tool()
                .in("user_id,host,medium,address\n@a:x,Beta.ac.cdl:443,,\n@b:x,,email,Ada@AC.cdl\n")
                .run("simulate", file, "-", "--json")
                .json();

        assertThat(counts.get("rules").toString()).isEqualTo("{\"host\":1,\"email\":1}");
        assertThat(new Tool()
                        .run("explain", file, "@b:x", "--medium", "email", "--address", "Ada@AC.cdl")
                        .out())
                .contains("\"email\" decides");
    }
}
