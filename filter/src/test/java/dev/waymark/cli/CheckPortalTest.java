// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check} of the configuration of a portal. */
class CheckPortalTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRules() throws Exception {
        write("rules.json", RulesFiles.GOOD);
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void check_saysWhatIsThere_goodFiles() throws Exception {
        write("portal.crt", "x");
        Path file = write("portal.yaml", """
                listen: {tls: {certificate: portal.crt, key: portal.crt}}
                public_base_url: https://matrix.ac.cdl
                rules: rules.json
                admin: {port: 9090}
                sso:
                  key: 0123456789abcdef0123456789abcdef
                  redirect_urls: ["https://app.example/*"]
                  targets: {eng: Engineering, hist: History}
                  identity_providers: [{id: uni, name: The university, target: eng}]
                """);
        Tool.Result result = new Tool().run("check", file);

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "good: " + file
                                + " has a portal on port 8448 with TLS that proxies logins, single sign-on with 2"
                                + " targets (1 identity provider), and health and metrics",
                        "good: " + folder.resolve("rules.json") + " has 6 rules, 2 targets and 0 directories");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void check_countsWarnings_whereTheyAre() throws Exception {
        write("rules.json", """
                {"targets": {"a": {"base_cs_url": "https://a.example"}},
                 "rules": [{"name": "all", "target": "a"}, {"name": "never", "leave": true}]}
                """);
        Path file = write("portal.yaml", "{rules: rules.json, login: redirect, listen: {port: 0}}");
        Tool.Result result = new Tool().run("check", file);

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains(file + ":1:46: warning: passwords come in clear")
                .contains(folder.resolve("rules.json") + ":2:44: warning: ")
                .contains("a portal on any free port in clear that redirects logins, and 1 warning\n")
                .contains(" 0 directories, and 1 warning\n");
        assertThat(new Tool().run("check", file, "--json").json().get("warnings"))
                .hasSize(2);
    }

    @Test
    void check_tellsProblemsOfBothFiles() throws Exception {
        write("rules.json", "{\"rules\": [{}]}");
        Path file = write("portal.yaml", "rules: rules.json\nlogin: prxy\n");
        Tool.Result result = new Tool().run("check", file);

        assertThat(result.code()).isEqualTo(Main.PROBLEMS);
        assertThat(result.out())
                .contains(file + ":2:8: error: expected \"proxy\" or \"redirect\"")
                .contains("2 | login: prxy\n  |        ^\n")
                .contains(folder.resolve("rules.json") + ":1:12: error: expected exactly one outcome")
                .endsWith(file + " and its rules have 2 problems\n");
        Tool.Result json = new Tool().run("check", "--json", file);
        assertThat(json.code()).isEqualTo(Main.PROBLEMS);
        assertThat(json.json().at("/problems/0/path").asString()).isEqualTo("/login");
        assertThat(json.json().at("/problems/1/file").asString())
                .isEqualTo(folder.resolve("rules.json").toString());
    }

    @Test
    void check_tellsProblems_configurationOnly() throws Exception {
        Path file = write("portal.yaml", "rules: none.yaml\n");

        assertThat(new Tool().run("check", file).out())
                .contains("none.yaml cannot be read: there is no such file")
                .endsWith(file + " has 1 problem\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {rules: rules.json}                                   | true
            {rules: [], listen: {}, login: proxy}                 | true
            {listen: {port: 80}}                                  | true
            {rules: rules.json, targets: {}}                      | false
            {rules: [], login: proxy}                             | false
            {rules: [], targets: {}, login: proxy}                | false
            {targets: {}}                                         | false
            {rules: 1}                                            | false
            {}                                                    | false
            {x: 1}                                                | false
            """)
    void check_tellsConfigurationFromRules_byKeys(String yaml, boolean isPortal) throws Exception {
        String json = new Tool()
                .run("check", "--json", write("file.yaml", yaml))
                .json()
                .toString();

        assertThat(json.contains("path of") || !json.contains("base_cs_url") || isPortal)
                .isTrue();
        boolean areRules = json.contains("a list of rules") || json.contains("expected one of directories");
        assertThat(areRules).isEqualTo(!isPortal);
    }

    @Test
    void check_readsStandardInput_portal() {
        Tool.Result result = new Tool()
                .in("rules: " + folder.resolve("rules.json") + "\nlisten: {host: localhost}\n")
                .run("check", "-");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("good: <stdin> has a portal on port 8008 in clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain FILE @a:b", "simulate FILE USERS", "diff FILE FILE USERS"})
    void otherCommands_askForTheRules_portal(String command) throws Exception {
        Path file = write("portal.yaml", "rules: rules.json\n");
        Path users = write("users.csv", "user_id\n@a:b\n");
        Object[] arguments = command.replace("FILE", file.toString())
                .replace("USERS", users.toString())
                .split(" ");
        Tool.Result result = new Tool().run(arguments);

        assertThat(result.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(result.err())
                .contains(file + " is the configuration of a portal; expected the rules file that it names");
    }
}
