// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that is logged at all levels, by us and by the pool, and all that is thrown. */
@Timeout(60)
class JdbcSecretsTest {

    private static final String PASSWORD = "hush-hush";
    private static final String PROPERTY = "zebra-token";
    private static final Login LOGIN = Login.of("@adalovelace:ac.cdl");

    private final List<Logger> loggers =
            List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("dev.waymark"));
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        for (Logger logger : loggers) {
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
        }
    }

    @AfterEach
    void unlisten() {
        for (Logger logger : loggers) {
            logger.setLevel(null);
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    private static JdbcSettings settings(String url) {
        return JdbcSettings.empty()
                .with("url", url)
                .with("user", "waymark")
                .with("password", PASSWORD)
                .timeout(Duration.ofSeconds(1));
    }

    private void nothingIsTold(JdbcSettings settings) {
        List<Throwable> thrown = new ArrayList<>();
        try (Directory directory = new JdbcProvider().open(settings)) {
            for (int i = 0; i < 2; i++) {
                thrown.add(catchThrowable(() -> directory.find(LOGIN)));
            }
            assertThat(directory.refresh()).isFalse();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        StringWriter told = new StringWriter();
        assertThat(thrown).hasSize(2).allSatisfy(one -> {
            assertThat(one).isInstanceOf(DatabaseFailure.class);
            one.printStackTrace(new PrintWriter(told, true));
        });
        assertThat(settings.problems()).isEmpty();
        assertThat(logged)
                .as("the pool logs")
                .anySatisfy(line -> assertThat(line).contains("configuration"));
        assertThat(told + String.join("\n", logged)).doesNotContain(PASSWORD, PROPERTY, "adalovelace");
    }

    @Test
    void wrongPassword_isNotTold() throws Exception {
        try (Database database = new Database()) {
            nothingIsTold(settings(database.url()).with("query", "select 1 from users where user_id = :user_id"));
        }
    }

    @Test
    void values_areNotTold() throws Exception {
        try (Database database = new Database()) {
            database.run("create user waymark password '" + PASSWORD + "' admin");
            nothingIsTold(settings(database.url())
                    .with("query", "select 1 from users where n = cast(:localpart as int) or :user_id = ''"));
        }
    }

    @Test
    void slowQuery_isNotTold() throws Exception {
        try (Database database = new Database()) {
            database.run("create user waymark password '" + PASSWORD + "' admin");
            nothingIsTold(settings(database.url())
                    .with("query", "select count(*) from system_range(1, 1000000000000) where '' || x = :localpart"));
        }
    }

    @Test
    void secretsInTheUrlAndInProperties_areNotTold() {
        nothingIsTold(settings("jdbc:postgresql://127.0.0.1:1/users?sslpassword=" + PROPERTY)
                .with("properties", Map.of("sslkey", PROPERTY, "options", PROPERTY))
                .with("query", "select 1 from users where user_id = :user_id"));
    }
}
