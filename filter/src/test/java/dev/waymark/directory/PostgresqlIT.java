// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.directory.Patience.awaitAnswer;
import static dev.waymark.directory.Patience.awaitThat;
import static dev.waymark.directory.Patience.poolThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import dev.waymark.spi.Directory;
import dev.waymark.system.Postgresql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory in a real PostgreSQL, whose user may read one table. */
@Tag("directories")
@Timeout(120)
class PostgresqlIT {

    private static final int USERS = 1_000_000;
    private static final String QUERY = "select target from users where user_id = :user_id";

    private static Postgresql postgresql;

    private final JdbcSettings settings = JdbcSettings.empty();

    @BeforeAll
    static void start() throws Exception {
        postgresql = new Postgresql();
        postgresql.run(
                "create table users (user_id text primary key, target text, number int)",
                "insert into users select '@user' || n || ':ac.cdl', case n % 3 when 0 then 'hist' when 1 then 'eng' end, n"
                        + " from generate_series(1, " + USERS + ") n",
                "insert into users values ('@o''hara\\\"?$1:ac.cdl', 'east', 0), ('@zoë𝄞:ac.cdl', 'west', -1)",
                "analyze users",
                "create table salaries (user_id text, target text)",
                "create role waymark login password 'hush-hush'",
                "grant select on users to waymark");
    }

    @AfterAll
    static void stop() throws Exception {
        postgresql.remove();
    }

    @BeforeEach
    void settings() {
        settings.with("url", postgresql.url())
                .with("user", "waymark")
                .with("password", "hush-hush")
                .with("query", QUERY)
                // The first connection of all is slow on a busy machine.
                .timeout(Duration.ofSeconds(10));
    }

    @AfterEach
    void noThreadIsLeft() throws Exception {
        awaitThat(() -> poolThreads().isEmpty());
    }

    private Directory open() {
        Directory directory = new JdbcProvider().open(settings);
        assertThat(settings.problems()).isEmpty();
        return directory;
    }

    private static Login user(int number) {
        return Login.of("@user" + number + ":ac.cdl");
    }

    @Test
    void userAmongAMillion_isFoundByTheIndex() throws Exception {
        try (Directory directory = open()) {
            assertThat(directory.find(user(1))).isEqualTo("eng");
            long start = System.nanoTime();
            for (int number = 3; number <= USERS; number += USERS / 300) {
                String target = number % 3 == 0 ? "hist" : number % 3 == 1 ? "eng" : null;
                assertThat(directory.find(user(number))).isEqualTo(target);
            }
            // A scan of the table takes more than that for a single user.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(directory.find(user(USERS + 1))).isNull();
        }
    }

    @Test
    void quotesAndBackslashesAndAllLetters_areOnlyText() throws Exception {
        try (Directory directory = open()) {
            assertThat(directory.find(Login.of("@o'hara\\\"?$1:ac.cdl"))).isEqualTo("east");
            assertThat(directory.find(Login.of("@zoë𝄞:ac.cdl"))).isEqualTo("west");
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {"@user1:ac.cdl\0", "\0", "@\ud834:ac.cdl", "' or true --", "@user1:ac.cdl'; drop table users; --"
            })
    void textThatIsNoUsers_orNotEvenText_isNotFound(String userId) throws Exception {
        try (Directory directory = open()) {
            assertThat(directory.find(Login.of(userId))).isNull();
        }
    }

    @Test
    void castsAndDollarsAndOperators_areLeftToTheDatabase() throws Exception {
        settings.with("query", """
                select case when '{"k": ":x"}'::jsonb ?? 'k' then target end from users -- :not :this
                where number = substr(:localpart, 5)::int and $$:x '$$ <> $t$ :y $t$ and E'\\':z' <> '\\'
                  and (array[1, 2, 3])[1:2] = array[1, 2] /* :a /* :b */ :c */ and user_id = :user_id::text
                """);
        try (Directory directory = open()) {
            assertThat(directory.find(user(4))).isEqualTo("eng");
        }
    }

    @Test
    void valueOfAnotherType_isAFailureWithoutTheValue() throws Exception {
        settings.with("query", "select target from users where number = :localpart::int");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(Login.of("@adalovelace:ac.cdl")))
                    .hasMessage("a value has not the type or form that the query makes of it"
                            + " (SQLState 22P02, PSQLException)");
            assertThat(directory.find(Login.of("@4:ac.cdl"))).isEqualTo("eng");
        }
    }

    @Test
    void columnOfAnotherType_isComparedWithTextThatHasNone() throws Exception {
        settings.with("query", "select target from users where number = :localpart");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(Login.of("@4:ac.cdl"))).hasMessageContaining("SQLState 42883");
        }
        settings.with("properties", Map.of("stringtype", "unspecified"));
        try (Directory directory = open()) {
            assertThat(directory.find(Login.of("@4:ac.cdl"))).isEqualTo("eng");
        }
    }

    @Test
    void tableThatMayNotBeRead_isTold() throws Exception {
        settings.with("query", "select target from salaries where user_id = :user_id");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(user(1)))
                    .hasMessage(
                            "the database's user may not read what the query asks for (SQLState 42501, PSQLException)");
        }
    }

    @Test
    void wrongPassword_isTold() throws Exception {
        settings.with("password", "hush");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(user(1)))
                    .hasMessage("the database refuses the user or the password (SQLState 28P01, PSQLException)");
        }
    }

    @Test
    void databaseThatIsNotThere_isTold() throws Exception {
        settings.with("url", postgresql.url() + "2");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(user(1)))
                    .hasMessage("there is no such database (SQLState 3D000, PSQLException)");
        }
    }

    @Test
    void serverThatIsStartedAgain_isUsedAgain() throws Exception {
        try (Directory directory = open()) {
            assertThat(directory.find(user(1))).isEqualTo("eng");
            postgresql.stop();
            assertThatThrownBy(() -> directory.find(user(1))).isInstanceOf(DatabaseFailure.class);
            assertThatThrownBy(() -> directory.find(user(1)))
                    .hasMessageStartingWith(
                            "the database cannot be reached, or the connection to it broke (SQLState 08")
                    .hasMessageEndingWith("by ConnectException)");
            postgresql.start();
            assertThat(awaitAnswer(directory, user(3))).isEqualTo("hist");
        } finally {
            postgresql.stop();
            postgresql.start();
        }
    }

    @Test
    void connectionsThatAreKilled_areReplaced() throws Exception {
        settings.with("pool_size", 1);
        try (Directory directory = open()) {
            for (int i = 0; i < 5; i++) {
                assertThat(awaitAnswer(directory, user(1))).isEqualTo("eng");
                assertThat(terminate()).isEqualTo(1);
            }
            assertThat(awaitAnswer(directory, user(1))).isEqualTo("eng");
        }
    }

    private static int terminate() throws SQLException {
        try (Connection connection = postgresql.connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'waymark'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void slowQuery_isCancelled_andItsConnectionIsUsedOn() throws Exception {
        settings.with(
                        "query",
                        "select case :localpart when 'slow' then pg_sleep(60)::text else pg_backend_pid()::text end")
                .with("pool_size", 1)
                .timeout(Duration.ofSeconds(2));
        try (Directory directory = open()) {
            String backend = awaitAnswer(directory, user(1));
            long start = System.nanoTime();
            assertThatThrownBy(() -> directory.find(Login.of("@slow:ac.cdl")))
                    .hasMessage("the query took too long and was cancelled (SQLState 57014, PSQLException)");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(20));
            assertThat(directory.find(user(1))).isEqualTo(backend);
        }
    }

    @Test
    void queryThatWaitsForALock_isCancelled() throws Exception {
        settings.timeout(Duration.ofSeconds(2));
        try (Connection other = postgresql.connect();
                Statement statement = other.createStatement();
                Directory directory = open()) {
            assertThat(awaitAnswer(directory, user(1))).isEqualTo("eng");
            other.setAutoCommit(false);
            statement.execute("lock table users in access exclusive mode");
            assertThatThrownBy(() -> directory.find(user(1))).hasMessageContaining("took too long and was cancelled");
            other.rollback();
            assertThat(directory.find(user(1))).isEqualTo("eng");
        }
    }

    /** Not even that a query is cancelled gets through; only the driver's own limits help. */
    @Test
    void networkThatSwallowsEverything_endsLookUps_andConnectionsAreReplaced() throws Exception {
        try (Relay relay = new Relay(postgresql.port)) {
            settings.with("url", "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres")
                    .with("pool_size", 1)
                    .timeout(Duration.ofSeconds(2));
            try (Directory directory = open()) {
                assertThat(awaitAnswer(directory, user(1))).isEqualTo("eng");
                relay.swallow(true);
                long start = System.nanoTime();
                assertThatThrownBy(() -> directory.find(user(1)))
                        .hasMessageStartingWith(
                                "the database cannot be reached, or the connection to it broke (SQLState 08006,")
                        .hasMessageEndingWith("by SocketTimeoutException)");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                assertThatThrownBy(() -> directory.find(user(1))).isInstanceOf(DatabaseFailure.class);
                relay.swallow(false);
                assertThat(awaitAnswer(directory, user(3))).isEqualTo("hist");
            }
        }
    }

    @Test
    void usersOfAWholeRulesFile_goWhereTheTableSays(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("waymark.yaml"), """
                targets:
                  hist: {base_cs_url: "https://hist.ac.cdl"}
                  eng: {base_cs_url: "https://eng.ac.cdl"}
                  east: {base_cs_url: "https://east.ac.cdl"}
                directories:
                  staff:
                    type: jdbc
                    timeout: 10s
                    url: %s
                    user: waymark
                    password: ${file:%s}
                    query: select target from users where user_id = :user_id
                rules:
                  - {name: staff, lookup: staff}
                  - {name: the rest, target: east}
                """.formatted(
                        postgresql.url(), Files.writeString(folder.resolve("secret"), "hush-hush")));
        try (RulesFile file = RulesFile.load(RuleSource.file(path))) {
            assertThat(baseUrl(file, user(4))).isEqualTo("https://eng.ac.cdl");
            assertThat(baseUrl(file, user(6))).isEqualTo("https://hist.ac.cdl");
            assertThat(baseUrl(file, user(5))).isEqualTo("https://east.ac.cdl");
            assertThat(baseUrl(file, user(0))).isEqualTo("https://east.ac.cdl");
        }
    }

    private static String baseUrl(RulesFile file, Login login) {
        Target target = file.rules().decide(login).target();
        return target == null ? "none" : target.baseUrl().toString();
    }
}
