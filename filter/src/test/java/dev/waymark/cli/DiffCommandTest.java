// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DiffCommandTest {

    private static final String TARGETS =
            "\"targets\": {\"a\": {\"base_cs_url\": \"https://a.example\"}, \"b\": {\"base_cs_url\": \"https://b.example\"}}";

    @TempDir
    private Path folder;

    private Path users;

    @BeforeEach
    void write() throws Exception {
        StringBuilder text = new StringBuilder("user_id\n");
        for (int i = 0; i < 20; i++) {
            text.append("@u").append(i).append(":x\n");
        }
        users = Files.writeString(folder.resolve("users.csv"), text);
    }

    private Path rules(String name, String rules) throws Exception {
        return Files.writeString(folder.resolve(name), "{" + TARGETS + ", \"rules\": [" + rules + "]}");
    }

    @Test
    void diff_countsMoves_json() throws Exception {
        Path before = rules("old.json", "{\"target\": \"a\"}");
        Path after = rules(
                "new.json",
                "{\"localpart\": \"u1*\", \"target\": \"b\"}, {\"localpart\": \"u2\", \"leave\": true}, {\"target\": \"a\"}");
        JsonNode json = new Tool().run("diff", before, after, users, "--json").json();

        assertThat(json.get("users").asInt()).isEqualTo(20);
        assertThat(json.get("moved").asInt()).isEqualTo(12);
        assertThat(json.get("moves")).hasSize(2);
        assertThat(json.at("/moves/0").toString())
                .isEqualTo("{\"from\":\"a\",\"to\":\"b\",\"users\":11,\"samples\":[\"@u1:x\",\"@u10:x\",\"@u11:x\","
                        + "\"@u12:x\",\"@u13:x\"]}");
        assertThat(json.at("/moves/1/to").asString()).isEqualTo(Destination.LEFT);
    }

    @Test
    void diff_saysSo_whereNobodyMoves() throws Exception {
        Path same = rules("old.json", "{\"target\": \"a\"}");
        Tool.Result result = new Tool().run("diff", same, same, users);

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("0 of 20 users would be sent elsewhere (0.0%)" + System.lineSeparator());
    }

    @Test
    void diff_looksAtUrl_notAtName() throws Exception {
        Path before = rules("old.json", "{\"target\": \"a\"}");
        Path renamed = Files.writeString(
                folder.resolve("renamed.json"),
                "{\"targets\": {\"z\": {\"base_cs_url\": \"https://a.example\"}}, \"rules\": [{\"target\": \"z\"}]}");
        Path moved = Files.writeString(
                folder.resolve("moved.json"),
                "{\"targets\": {\"a\": {\"base_cs_url\": \"https://z.example\"}}, \"rules\": [{\"target\": \"a\"}]}");

        assertThat(new Tool().run("diff", before, renamed, users).out()).startsWith("0 of 20");
        assertThat(new Tool().run("diff", before, moved, users).out())
                .contains("a at https://a.example -> a at https://z.example", "20 of 20");
    }

    @Test
    void diff_movesNobody_betweenTheTurnsOfARoundRobin() throws Exception {
        Path turns = rules("old.json", "{\"round_robin\": [\"a\", \"b\"]}");
        Path other = rules("new.json", "{\"round_robin\": [\"b\", \"a\", \"b\"]}");
        Path one = rules("one.json", "{\"target\": \"a\"}");

        assertThat(new Tool().run("diff", turns, turns, users).out()).startsWith("0 of 20");
        assertThat(new Tool().run("diff", turns, other, users).out()).contains("in turn: a, b -> ");
        assertThat(new Tool().run("diff", turns, one, users).out()).contains("in turn: a, b -> a", "20 of 20");
    }

    @Test
    void diff_movesNobody_whereOnlyHealthOrThePortalsWayChanges() throws Exception {
        Path before = rules("old.json", "{\"round_robin\": [\"a\", \"b\"]}");
        Path after = Files.writeString(folder.resolve("new.json"), """
                {"targets": {"a": {"base_cs_url": "https://a.example", "upstream": "http://10.9.8.7"},
                             "b": {"base_cs_url": "https://b.example", "upstream": "http://10.9.8.6"}},
                 "rules": [{"round_robin": {"targets": ["a", "b"], "healthy": true}}]}
                """);
        Tool.Result result = new Tool().run("diff", before, after, users);

        assertThat(result.out()).startsWith("0 of 20").doesNotContain("10.9.8");
    }

    @Test
    void diff_showsFromToAndSamples() throws Exception {
        Path before = rules("old.json", "{\"target\": \"a\"}");
        Path after = rules("new.json", "{\"target\": \"b\"}");
        Tool.Result result = new Tool().run("diff", before, after, users);

        assertThat(result.out()).contains("20  a -> b", "@u0:x", "@u4:x", "...").doesNotContain("@u5:x");
    }

    @Test
    void diff_countsApart_whomItCannotDecide() throws Exception {
        Path before = rules("old.json", "{\"name\": \"t\", \"base_cs_url\": \"https://{server_name}.example\"}");
        Path other = Files.writeString(folder.resolve("odd.csv"), "user_id\n@a:x.y\n@a:x\n");
        Tool.Result result = new Tool().run("diff", before, before, other, "--json");

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.json().get("failed").asInt()).isEqualTo(1);
        assertThat(result.json().get("moved").asInt()).isZero();
        assertThat(result.err()).contains("1 user cannot be decided: rule \"t\"");
    }
}
