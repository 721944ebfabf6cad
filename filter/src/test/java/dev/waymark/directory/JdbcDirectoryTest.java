// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.rule.Fact.LOCALPART;
import static dev.waymark.rule.Fact.SERVER_NAME;
import static dev.waymark.rule.Fact.USER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcDirectoryTest {

    private static final String QUERY = "select target from users where user_id = :user_id";

    private final JdbcSettings settings = JdbcSettings.empty();
    private Database database;

    @BeforeEach
    void open() throws SQLException {
        database = new Database();
        settings.with("url", database.url());
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Directory directory(String query) {
        Directory directory = new JdbcProvider().open(settings.with("query", query));
        assertThat(settings.problems()).isEmpty();
        return directory;
    }

    @ParameterizedTest
    @CsvSource({"@ada:ac.cdl,hist", "@bob:ac.cdl,eng"})
    void find_givesTheFirstColumnOfTheRow(String userId, String target) throws Exception {
        try (Directory directory = directory(QUERY)) {
            assertThat(directory.facts()).containsExactly(USER_ID);
            assertThat(directory.isInMemory()).isFalse();
            assertThat(directory.find(Login.of(userId))).isEqualTo(target);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "@eve:ac.cdl",
                "@nil:ac.cdl",
                "@ada:ac.cdl\0",
                "@\ud800:ac.cdl",
                "' or '1'='1",
                "@ada:ac.cdl'--",
                "%"
            })
    void userWhoIsNotThere_orHasNull_orCannotBeThere_isNotFound(String userId) throws Exception {
        try (Directory directory = directory(QUERY)) {
            assertThat(directory.find(Login.of(userId))).isNull();
        }
    }

    @Test
    void quotesBackslashesAndQuestionMarks_areOnlyText() throws Exception {
        try (Directory directory = directory(QUERY)) {
            assertThat(directory.find(Login.of("@o'hara\\\"?:ac.cdl"))).isEqualTo("east");
        }
    }

    @Test
    void parameters_mayBeManyAndComeTwice() throws Exception {
        try (Directory directory = directory("""
                select target from users -- not :this
                where (user_id = :user_id or localpart = :localpart) and ':x' <> :server_name
                  and cast(n as int)::varchar <> '?' /* nor :that */ and localpart = lower(:localpart)
                """)) {
            assertThat(directory.facts()).containsExactlyInAnyOrder(USER_ID, LOCALPART, SERVER_NAME);
            assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("hist");
            assertThat(directory.find(Login.of("@eve:ac.cdl"))).isNull();
        }
    }

    @Test
    void otherFacts_areParametersAsWell() throws Exception {
        try (Directory directory = directory("select target from users where localpart || '@ac.cdl' = :address")) {
            Login login = Login.builder()
                    .userId("@x:y")
                    .with(Fact.ADDRESS, "bob@ac.cdl")
                    .build();
            assertThat(directory.find(login)).isEqualTo("eng");
        }
    }

    @Test
    void numbers_areReadAsText() throws Exception {
        try (Directory directory = directory("select n, target from users where user_id = :user_id")) {
            assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("2");
        }
    }

    @Test
    void twoRows_areAFailure_andTheNextLookUpIsNone() throws Exception {
        try (Directory directory = directory("select target from users where :localpart in ('x', localpart)")) {
            assertThatThrownBy(() -> directory.find(Login.of("@x:ac.cdl")))
                    .hasMessage("the query gave more than one row; expected at most one");
            assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("eng");
        }
    }

    @Test
    void valueThatHasNotTheTypeOfTheQuery_isAFailureWithoutTheValue() throws Exception {
        try (Directory directory = directory("select target from users where n = cast(:localpart as int)")) {
            assertThatThrownBy(() -> directory.find(Login.of("@adalovelace:ac.cdl")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith(
                            "a value has not the type or form that the query makes of it (SQLState 22018,")
                    .hasMessageNotContaining("adalovelace")
                    .hasNoCause();
            assertThat(directory.find(Login.of("@2:ac.cdl"))).isEqualTo("eng");
        }
    }

    @Test
    void tableThatIsNotThere_isToldWithoutTheQuery() throws Exception {
        try (Directory directory = directory("select target from secrets where user_id = :user_id")) {
            assertThatThrownBy(() -> directory.find(Login.of("@ada:ac.cdl")))
                    .hasMessageStartingWith("the query is wrong: ")
                    .hasMessageContaining("SQLState 42S")
                    .hasMessageNotContaining("secrets");
            database.run("create table secrets (user_id varchar(255), target varchar(255))");
            assertThat(directory.find(Login.of("@ada:ac.cdl"))).isNull();
        }
    }

    @Test
    void closedDirectory_saysSo() {
        Directory directory = directory(QUERY);
        directory.close();
        directory.close();
        assertThatThrownBy(() -> directory.find(Login.of("@ada:ac.cdl"))).hasMessage("the directory is closed");
    }
}
