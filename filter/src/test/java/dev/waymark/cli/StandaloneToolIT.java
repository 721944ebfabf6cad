// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged JARs as the command-line tool, in a JVM of their own. */
class StandaloneToolIT {

    @TempDir
    private Path folder;

    private static Stream<Named<Path>> jars() {
        return Stream.of("waymark.standalone.jar", "waymark.standalone-javax.jar")
                .map(property -> Named.of(property, Path.of(System.getProperty(property))));
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(Path jar, Object... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-jar",
                jar.toAbsolutePath().toString()));
        Stream.of(args).map(Object::toString).forEach(command::add);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void tool_checksAndExplains(Path jar) throws Exception {
        Files.writeString(folder.resolve("rules.json"), RulesFiles.GOOD);
        Files.writeString(folder.resolve("bad.yaml"), "rules:\n  - leav: true\n");

        assertThat(run(jar, "--version").out()).contains("waymark 0.1.0");
        assertThat(run(jar, "check", "rules.json"))
                .extracting(Ran::code, Ran::err)
                .containsExactly(0, "");
        Ran bad = run(jar, "check", "bad.yaml");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).contains("bad.yaml:2:5: error: ", "did you mean \"leave\"?");
        assertThat(run(jar, "explain", "rules.json", "@bob:eng.ac.cdl").out()).contains("\"engineering\" decides");
        assertThat(run(jar, "chek").code()).isEqualTo(2);
        assertThat(run(jar, "completion").out()).contains("complete");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void tool_asksDatabase_byTheDriverThatTheRulesFileNames(Path jar) throws Exception {
        Path driver = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(driver, folder.resolve("h2.jar"));
        Files.writeString(
                folder.resolve("users.sql"),
                "CREATE TABLE IF NOT EXISTS users (user_id VARCHAR PRIMARY KEY, homeserver VARCHAR);"
                        + "MERGE INTO users VALUES ('@ada:ac.cdl', 'a');");
        Files.writeString(folder.resolve("rules.yaml"), """
                targets:
                  a: {base_cs_url: "https://a.example"}
                directories:
                  db:
                    type: jdbc
                    url: jdbc:h2:mem:users;INIT=RUNSCRIPT FROM './users.sql'
                    driver_jar: h2.jar
                    query: SELECT homeserver FROM users WHERE user_id = :user_id
                rules:
                  - {name: database, lookup: db}
                """);

        Ran known = run(jar, "explain", "rules.yaml", "@ada:ac.cdl");
        assertThat(known.err()).isEmpty();
        assertThat(known.out()).contains("Rule \"database\" decides (lookup): a at https://a.example");
        assertThat(run(jar, "explain", "rules.yaml", "@eve:ac.cdl").out()).contains("No rule matches");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void tool_decidesForManyUsers_inLittleMemory(Path jar) throws Exception {
        Files.writeString(folder.resolve("rules.json"), RulesFiles.GOOD);
        StringBuilder users = new StringBuilder("user_id\n");
        for (int i = 0; i < 1_000_000; i++) {
            users.append("@user").append(i).append(i % 4 == 0 ? ":eng.ac.cdl\n" : ":ac.cdl\n");
        }
        Files.writeString(folder.resolve("users.csv"), users);

        Ran ran = run(jar, "simulate", "rules.json", "users.csv", "--json", "--svg", "users.svg");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"users\":1000000", "\"engineering\":250000");
        assertThat(folder.resolve("users.svg")).isNotEmptyFile();
    }
}
