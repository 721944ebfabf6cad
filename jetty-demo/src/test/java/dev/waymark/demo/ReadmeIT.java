// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.demo.Readme.Block;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the README shows is what happens: each {@code sh} block with curl commands for the portal is run, and the
 * {@code json} block behind it holds the answers, one for each command; each {@code json} block labelled
 * {@code <!-- rules file -->} is one.
 */
@Timeout(180)
class ReadmeIT {

    private static final String PORTAL = "http://localhost:8008";
    private static final int FIRST_HOMESERVER_PORT = 8101;
    private static final String RULES_FILE = "rules file";
    private static final int LEAST_LOGINS = 2;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static DemoProcess demo;

    /** Commands and what they answer, as the README has it. */
    record Example(Block commands, Block answers) {
        @Override
        public String toString() {
            return commands.toString();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start();
    }

    @AfterAll
    static void stop() throws Exception {
        demo.close();
    }

    @Test
    void readme_showsLoginsAndARulesFile() throws IOException {
        long logins = examples()
                .flatMap(example -> Curl.commands(example.commands().text()).stream())
                .filter(command -> command.url().endsWith("/login") && command.body() != null)
                .count();

        assertThat(logins).as("logins in the README").isGreaterThanOrEqualTo(LEAST_LOGINS);
        assertThat(rulesFiles()).as("rules files in the README").isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void commands_answerAsShown(Example example) throws Exception {
        List<String> shown = Readme.values(example.answers().text());
        List<String> answered = new ArrayList<>();
        for (Curl command : Curl.commands(example.commands().text())) {
            answered.addAll(Readme.values(run(command)));
        }

        assertThat(answered).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesFiles")
    void rulesFile_isGood(Block block) {
        RuleSource source = RuleSource.text("README.md, the block in " + block, block.text());

        assertThatCode(() -> RulesFile.load(source)).doesNotThrowAnyException();
    }

    static Stream<Example> examples() throws IOException {
        List<Block> blocks = blocks();
        return IntStream.range(0, blocks.size())
                .filter(i -> blocks.get(i).language().equals("sh"))
                .filter(i -> Curl.commands(blocks.get(i).text()).stream()
                        .anyMatch(command -> command.url().startsWith(PORTAL)))
                .mapToObj(i -> {
                    assertThat(i + 1).as("what is behind " + blocks.get(i)).isLessThan(blocks.size());
                    Block next = blocks.get(i + 1);
                    assertThat(next.language()).as("the block in " + next).isEqualTo("json");
                    return new Example(blocks.get(i), next);
                });
    }

    static Stream<Block> rulesFiles() throws IOException {
        return blocks().stream()
                .filter(block ->
                        block.language().equals("json") && block.label().equals(RULES_FILE));
    }

    private static List<Block> blocks() throws IOException {
        Path readme = Path.of(System.getProperty("waymark.readme"));
        assertThat(Files.isRegularFile(readme)).as(readme + " is there").isTrue();
        return Readme.blocks(readme);
    }

    /** The answer to a command, with the ports that the README has. */
    private static String run(Curl command) throws Exception {
        String url = command.url();
        String body = command.body();
        for (Map.Entry<String, String> address : addresses().entrySet()) {
            url = url.replace(address.getKey(), address.getValue());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
        command.headers().forEach(request::header);
        request.method(
                body == null ? "GET" : "POST", body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        String answer = CLIENT.send(request.build(), BodyHandlers.ofString()).body();
        for (Map.Entry<String, String> address : addresses().entrySet()) {
            answer = answer.replace(address.getValue(), address.getKey());
        }
        return answer;
    }

    /** The addresses of the documentation, and those of the running demo. */
    private static Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        int port = FIRST_HOMESERVER_PORT;
        for (String name : demo.addresses().keySet()) {
            String running = demo.addresses().get(name).toString();
            addresses.put(name.equals("portal") ? PORTAL : "http://localhost:" + port++, running);
        }
        return addresses;
    }
}
