// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcProviderTest {

    private static final String QUERY = "select t from u where id = :user_id";

    private static List<String> problems(JdbcSettings settings) {
        new JdbcProvider().open(settings).close();
        return settings.problems();
    }

    private static JdbcSettings settings() {
        return JdbcSettings.empty().with("query", QUERY);
    }

    @Test
    void query_isRequired() {
        assertThat(problems(JdbcSettings.empty().with("url", "jdbc:h2:mem:"))).containsExactly("query: missing");
    }

    @Test
    void wrongQuery_isReportedAtItsKey() {
        JdbcSettings settings = JdbcSettings.empty().with("url", "jdbc:h2:mem:").with("query", "select :nobody");
        assertThat(problems(settings))
                .singleElement()
                .asString()
                .startsWith("query: no parameter :nobody; expected :user_id");
    }

    @Test
    void urlOrDataSource_isRequired() {
        assertThat(problems(settings()))
                .containsExactly("url: neither \"url\" nor \"data_source\" is there; expected one of them");
    }

    @Test
    void urlAndDataSource_excludeEachOther() {
        assertThat(problems(settings().with("url", "jdbc:h2:mem:").with("data_source", "java:comp/env/jdbc/users")))
                .containsExactly("url: there is a data_source already; expected one of both");
    }

    @Test
    void settingsOfThePool_goWithAUrlOnly() {
        JdbcSettings settings = settings()
                .with("data_source", "jdbc/users")
                .with("user", "waymark")
                .with("password", "hush")
                .with("driver_jar", "h2.jar")
                .with("pool_size", 3)
                .with("properties", Map.of("ssl", "true"));
        assertThat(problems(settings))
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem).endsWith("goes with a url only; a data_source has its own"))
                .noneSatisfy(problem -> assertThat(problem).contains("hush"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db/users?password=hush", "http://hush", "JDBC:h2:mem:hush"})
    void urlThatIsNotOfJdbc_isRefused_andNotRepeated(String url) {
        assertThat(problems(settings().with("url", url)))
                .singleElement()
                .asString()
                .startsWith("url: not a JDBC URL; expected jdbc:")
                .doesNotContain("hush");
    }

    @Test
    void urlWithoutDriver_saysWhatToDo_andNotTheUrl() {
        assertThat(problems(settings().with("url", "jdbc:nothing://db/users?password=hush")))
                .containsExactly("url: no JDBC driver takes this URL;"
                        + " put the driver's JAR beside Waymark's, or name it by driver_jar");
    }

    @Test
    void userAndPassword_areGivenOnce() {
        JdbcSettings settings = settings()
                .with("url", "jdbc:h2:mem:")
                .with("user", "waymark")
                .with("password", "hush")
                .with("properties", Map.of("user", "other", "password", "hush2"));
        assertThat(problems(settings))
                .containsExactly(
                        "properties: user stands beside it already; expected it once",
                        "properties: password stands beside it already; expected it once");
    }

    @Test
    void driverJarThatIsNotThere_isReported(@TempDir Path folder) {
        JdbcSettings settings = settings()
                .with("url", "jdbc:h2:mem:")
                .with("driver_jar", folder.resolve("none.jar").toString());
        assertThat(problems(settings)).singleElement().asString().startsWith("driver_jar: cannot be read; expected");
    }

    @Test
    void driverJarWithoutDriver_isReported_whateverElseIsThere(@TempDir Path folder) throws IOException {
        Path jar = Files.writeString(folder.resolve("driver.jar"), "no archive at all");
        assertThat(problems(settings().with("url", "jdbc:h2:mem:").with("driver_jar", jar.toString())))
                .containsExactly("driver_jar: holds no JDBC driver that takes the url");
    }

    @Test
    void settingsThatAreRight_areNotReported() {
        JdbcSettings settings = settings()
                .with("url", "jdbc:h2:mem:")
                .with("user", "sa")
                .with("password", "")
                .with("pool_size", 3)
                .with("properties", Map.of("LOCK_TIMEOUT", "1000"));
        assertThat(problems(settings)).isEmpty();
    }
}
