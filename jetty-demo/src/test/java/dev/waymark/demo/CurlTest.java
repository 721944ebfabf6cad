// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the test of the README reads what is written there. */
class CurlTest {

    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    @Test
    void commands_areFoundAmongOtherLines() {
        assertThat(Curl.commands("""
                # How it begins: curl it
                java -jar jetty-demo.jar &
                curl -s http://localhost:8008/_matrix/client/versions
                echo "curl http://no"
                  curl http://localhost:8008/login -d '{"a": "b c",
                  "d": 1}' -H 'Accept: */*'
                """))
                .containsExactly(
                        new Curl("http://localhost:8008/_matrix/client/versions", Map.of(), null),
                        new Curl(
                                "http://localhost:8008/login",
                                Map.of("Accept", "*/*", "Content-Type", "application/x-www-form-urlencoded"),
                                "{\"a\": \"b c\",\n  \"d\": 1}"));
    }

    @Test
    void command_mayRunOverLines() {
        assertThat(Curl.commands("curl -s \\\n  http://localhost:8008/ \\\n  -d \"it's\"\n"))
                .containsExactly(new Curl("http://localhost:8008/", FORM, "it's"));
    }

    @Test
    void contentType_isTheOneGiven() {
        assertThat(Curl.commands("curl -H 'Content-Type: application/json' -d '{}' http://a"))
                .containsExactly(new Curl("http://a", Map.of("Content-Type", "application/json"), "{}"));
    }

    @Test
    void commandOfTheFrontPage_isUnderstood() {
        String line = FrontPage.curl("http://localhost:8008", "@ada:hist.example", "violet-lantern");

        assertThat(Curl.commands(line)).singleElement().satisfies(curl -> {
            assertThat(curl.url()).isEqualTo("http://localhost:8008/_matrix/client/v3/login");
            assertThat(curl.body()).contains("\"user\": \"@ada:hist.example\"", "\"password\": \"violet-lantern\"");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl -s", "curl -X POST http://a", "curl http://a http://b", "curl -sS http://a"})
    void anythingElse_isRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Curl.commands(line));
    }

    @Test
    void blocks_haveLanguageLabelAndLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("README.md"), """
                # Title

                ```sh
                curl a
                ```
                <!-- rules file -->

                ```json
                {
                }
                ```

                Not a label.
                ```
                text
                ```
                """);

        assertThat(Readme.blocks(file))
                .containsExactly(
                        new Readme.Block("sh", "", "curl a\n", 3),
                        new Readme.Block("json", "rules file", "{\n}\n", 8),
                        new Readme.Block("", "", "text\n", 14));
    }
}
