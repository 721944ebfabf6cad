// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.Problem;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files as an operator has them: named in a rules file. */
class CsvRulesFileTest {

    private static final String STAFF = "{\"type\": \"csv\", \"file\": \"lists/staff.csv\"}";

    @TempDir
    private Path folder;

    @Test
    void users_goWhereTheFileSays() throws Exception {
        write("lists/staff.csv", "user_id,target\n@ada:ac.cdl,hist\n@bob:ac.cdl,https://lab.ac.cdl/\n");
        write("mail.csv", "email;homeserver\nCid@AC.cdl;eng\n");
        try (RulesFile file = load(
                "\"staff\": " + STAFF + ", \"mail\": {\"type\": \"csv\", \"file\": \"mail.csv\", \"key\": \"email\","
                        + " \"target\": \"homeserver\", \"separator\": \";\", \"allowed_hosts\": \"*.ac.cdl\"}")) {
            assertThat(baseUrl(file, Login.of("@ada:ac.cdl"))).isEqualTo("https://hist.ac.cdl");
            assertThat(baseUrl(file, Login.of("@bob:ac.cdl"))).isEqualTo("https://lab.ac.cdl");
            assertThat(baseUrl(file, Login.of("@cid:ac.cdl"))).isNull();
            assertThat(baseUrl(file, byEmail("@cid:ac.cdl", "cid@ac.cdl"))).isEqualTo("https://eng.ac.cdl");
        }
    }

    @Test
    void change_isSeen_andABadOneTold() throws Exception {
        write("lists/staff.csv", "user_id,target\n@ada:ac.cdl,hist\n");
        try (RulesFile file = load("\"staff\": " + STAFF)) {
            ManagedDirectory staff = file.directories().get(0);
            write("lists/staff.csv", "user_id,target\n@ada:ac.cdl,eng\n");
            assertThat(staff.refresh()).isTrue();
            assertThat(baseUrl(file, Login.of("@ada:ac.cdl"))).isEqualTo("https://eng.ac.cdl");

            write("lists/staff.csv", "user_id,target\n@ada:ac.cdl,hits\n");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(staff::refresh)
                    .withMessageStartingWith(
                            folder.resolve("lists/staff.csv") + ":2:13: neither the name of a target nor a base URL");
            assertThat(baseUrl(file, Login.of("@ada:ac.cdl"))).isEqualTo("https://eng.ac.cdl");
        }
    }

    @Test
    void badRows_areProblemsOfTheRulesFile() throws IOException {
        write("lists/staff.csv", "user_id,target\nada,hist\n@bob:ac.cdl,http://lab.ac.cdl?x\n@cid:ac.cdl\n");

        assertThat(problems("\"staff\": " + STAFF))
                .extracting(Problem::toString)
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith(folder.resolve("lists/staff.csv") + ":")
                        .doesNotContain("@bob", "@cid", "ada", "lab"))
                .hasSize(3)
                .first()
                .asString()
                .endsWith(":2:1: expected a user ID, @localpart:server_name");
    }

    @Test
    void wrongSettings_areToldOnceEach() throws IOException {
        write("lists/staff.csv", "user_id,target\n");

        assertThat(problems("\"staff\": {\"type\": \"csv\"}"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("the key \"file\" is missing; expected the path of a file");
        assertThat(problems("\"staff\": {\"type\": \"csv\", \"file\": 1, \"key\": 2, \"target\": [], \"separator\": {},"
                        + " \"ignore_case\": \"no\", \"keys\": 3}"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "/directories/staff/file",
                        "/directories/staff/key",
                        "/directories/staff/target",
                        "/directories/staff/separator",
                        "/directories/staff/ignore_case",
                        "/directories/staff/keys");
        assertThat(problems("\"staff\": {\"type\": \"csv\", \"file\": \"none.csv\"}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("/directories/staff/file");
                    assertThat(problem.message())
                            .isEqualTo("the CSV file " + folder.resolve("none.csv")
                                    + " cannot be read: there is no such file");
                });
    }

    private static @Nullable String baseUrl(RulesFile file, Login login) {
        Target target = file.rules().decide(login).target();
        return target == null ? null : target.baseUrl().toString();
    }

    private static Login byEmail(String userId, String address) {
        return Login.builder()
                .userId(userId)
                .with(Fact.MEDIUM, "email")
                .with(Fact.ADDRESS, address)
                .build();
    }

    private List<Problem> problems(String directories) {
        try (RulesFile file = load(directories)) {
            throw new AssertionError("no problem in " + file);
        } catch (InvalidRulesException e) {
            return e.problems();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RulesFile load(String directories) throws IOException, InvalidRulesException {
        String rules = "{\"name\": \"staff\", \"lookup\": \"staff\"}"
                + (directories.contains("\"mail\"") ? ", {\"name\": \"mail\", \"lookup\": \"mail\"}" : "");
        return RulesFile.load(RuleSource.file(write(
                "waymark.json",
                "{\"targets\": {\"eng\": {\"base_cs_url\": \"https://eng.ac.cdl\"},"
                        + " \"hist\": {\"base_cs_url\": \"https://hist.ac.cdl\"}}, \"directories\": {" + directories
                        + "}, \"rules\": [" + rules + "]}")));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
