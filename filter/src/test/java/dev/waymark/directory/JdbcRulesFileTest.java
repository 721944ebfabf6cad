// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.Problem;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database as an operator has it: named in a rules file. H2 in a file is what one tries it out with. */
@Timeout(60)
class JdbcRulesFileTest {

    @TempDir
    private Path folder;

    private void createUsers() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("users"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table users (user_id varchar primary key, homeserver varchar)");
            statement.execute("insert into users values ('@ada:ac.cdl', 'hist'), ('@bob:ac.cdl', 'https://lab.ac.cdl'),"
                    + " ('@cid:ac.cdl', 'https://evil.example')");
            statement.execute("create user waymark password 'pass' ");
            statement.execute("grant select on users to waymark");
        }
        Path jar = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, folder.resolve("h2.jar"));
    }

    private RulesFile load(String directory) throws IOException, InvalidRulesException {
        return RulesFile.load(
                RuleSource.file(Files.writeString(folder.resolve("waymark.yaml"), """
                targets:
                  hist: {base_cs_url: "https://hist.ac.cdl"}
                  eng: {base_cs_url: "https://eng.ac.cdl"}
                directories:
                  staff:
                    type: jdbc
                %s
                rules:
                  - {name: staff, lookup: staff}
                  - {name: the rest, target: eng}
                """.formatted(directory.indent(4)))));
    }

    private static String baseUrl(RulesFile file, String userId) {
        Target target = file.rules().decide(Login.of(userId)).target();
        return target == null ? "none" : target.baseUrl().toString();
    }

    @Test
    void users_goWhereTheTableSays() throws Exception {
        createUsers();
        try (RulesFile file = load("""
                timeout: 20s
                allowed_hosts: "*.ac.cdl"
                driver_jar: h2.jar
                url: jdbc:h2:%s
                user: waymark
                password: pass
                pool_size: 2
                query: |
                  select homeserver from users  -- by the whole user ID
                  -- not where localpart = :local
                  where user_id = :user_id
                """.formatted(folder.resolve("users")))) {
            assertThat(baseUrl(file, "@ada:ac.cdl")).isEqualTo("https://hist.ac.cdl");
            assertThat(baseUrl(file, "@bob:ac.cdl")).isEqualTo("https://lab.ac.cdl");
            assertThat(baseUrl(file, "@eve:ac.cdl")).isEqualTo("https://eng.ac.cdl");
            assertThatExceptionOfType(DecisionException.class).isThrownBy(() -> baseUrl(file, "@cid:ac.cdl"));
        }
        Patience.awaitThat(() -> Patience.poolThreads().isEmpty());
    }

    @Test
    void databaseOfOneFileOnly_isFreedForTheNextRules() throws Exception {
        createUsers();
        String directory = """
                timeout: 20s
                driver_jar: h2.jar
                url: jdbc:h2:%s;USER=waymark;PASSWORD=pass
                query: select homeserver from users where user_id = :user_id
                """.formatted(folder.resolve("users"));
        try (RulesFile first = load(directory)) {
            assertThat(baseUrl(first, "@ada:ac.cdl")).isEqualTo("https://hist.ac.cdl");
        }
        try (RulesFile second = load(directory + "pool_size: 1\n")) {
            assertThat(baseUrl(second, "@ada:ac.cdl")).isEqualTo("https://hist.ac.cdl");
        }
    }

    @Test
    void databaseThatIsDown_decidesNothing() throws Exception {
        try (RulesFile file = load("""
                timeout: 1s
                url: jdbc:postgresql://127.0.0.1:1/users
                password: hush-hush
                query: select target from users where user_id = :user_id
                """)) {
            assertThatThrownBy(() -> baseUrl(file, "@adalovelace:ac.cdl"))
                    .isInstanceOf(DecisionException.class)
                    .hasMessageContaining("directory \"staff\": the database cannot be reached")
                    .hasMessageNotContaining("hush")
                    .hasMessageNotContaining("adalovelace");
        }
    }

    @Test
    void problems_areToldAtTheirPlaces() {
        assertThat(problems("""
                url: jdbc:nothing://db?password=hush
                pool_size: 0
                driver: org.h2.Driver
                query: select target from users where user_id = :userid
                """))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "/directories/staff/url",
                        "/directories/staff/pool_size",
                        "/directories/staff/driver",
                        "/directories/staff/query");
        assertThat(problems("query: 1"))
                .extracting(Problem::toString)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("neither \"url\" nor \"data_source\" is there; expected one of them"))
                .hasSize(2);
    }

    private List<Problem> problems(String directory) {
        try (RulesFile file = load(directory)) {
            throw new AssertionError("no problem in " + file);
        } catch (InvalidRulesException e) {
            assertThat(e).hasMessageNotContaining("hush");
            return e.problems();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
