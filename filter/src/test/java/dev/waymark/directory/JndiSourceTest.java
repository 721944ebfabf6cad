// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.sql.SQLException;
import javax.naming.Context;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JndiSourceTest {

    private static final String NAME = "jdbc/users";
    private static final Login ADA = Login.of("@ada:ac.cdl");

    private final Thread thread = Thread.currentThread();
    private final ClassLoader loaderBefore = thread.getContextClassLoader();
    private final String factoryBefore = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);
    private final NamingContexts.Names names = new NamingContexts.Names();
    private Database database;

    @BeforeEach
    void bind() throws SQLException {
        database = new Database();
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, NamingContexts.class.getName());
        thread.setContextClassLoader(names);
    }

    @AfterEach
    void unbind() throws SQLException {
        thread.setContextClassLoader(loaderBefore);
        if (factoryBefore == null) {
            System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        } else {
            System.setProperty(Context.INITIAL_CONTEXT_FACTORY, factoryBefore);
        }
        database.close();
    }

    private JdbcDataSource dataSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database.url());
        return source;
    }

    private static Directory open() {
        JdbcSettings settings = JdbcSettings.empty()
                .with("data_source", NAME)
                .with("query", "select target from users where user_id = :user_id");
        Directory directory = new JdbcProvider().open(settings);
        assertThat(settings.problems()).isEmpty();
        return directory;
    }

    @Test
    void dataSource_isFoundByItsName() throws Exception {
        names.bind(NAME, dataSource());
        try (Directory directory = open()) {
            assertThat(directory.find(ADA)).isEqualTo("hist");
            assertThat(Patience.poolThreads()).isEmpty();
        }
    }

    @Test
    void name_thatOnlyWhoOpensKnows_isEnough() throws Exception {
        names.bind(NAME, dataSource());
        try (Directory directory = open()) {
            thread.setContextClassLoader(loaderBefore);
            assertThat(directory.find(ADA)).isEqualTo("hist");
        }
    }

    @Test
    void dataSourceThatComesLater_isFoundThen() throws Exception {
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessage("data_source: JNDI has nothing by this name (NameNotFoundException)");
            names.bind(NAME, "a text");
            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessage(
                            "data_source: JNDI has a java.lang.String by this name; expected a javax.sql.DataSource");
            names.bind(NAME, dataSource());
            assertThat(directory.find(ADA)).isEqualTo("hist");
        }
    }

    @Test
    void dataSourceThatFails_isLookedUpAgain() throws Exception {
        JdbcDataSource wrong = dataSource();
        wrong.setUser("nobody");
        wrong.setPassword("hush");
        names.bind(NAME, wrong);
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessageStartingWith("the database refuses the user or the password (SQLState 28000,");
            names.bind(NAME, dataSource());
            assertThat(directory.find(ADA)).isEqualTo("hist");
        }
    }

    @Test
    void connections_goBackWithoutTransaction() throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create(dataSource());
        pool.setMaxConnections(1);
        names.bind(NAME, pool);
        try (Directory directory = open()) {
            for (int i = 0; i < 3; i++) {
                assertThat(directory.find(ADA)).isEqualTo("hist");
            }
            assertThat(pool.getActiveConnections()).isZero();
        } finally {
            pool.dispose();
        }
    }
}
