// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** CSV files that are written in any way, or are none at all. */
class CsvPropertyTest {

    private CsvFolder csv = new CsvFolder(Path.of(""));

    @BeforeTry
    void create() throws IOException {
        csv = new CsvFolder(Files.createTempDirectory("waymark"));
    }

    @AfterTry
    void delete() throws IOException {
        Files.deleteIfExists(csv.file());
        Files.delete(csv.folder());
    }

    @Property(tries = 200)
    void users_areFound_howeverTheyAreWritten(
            @ForAll("users") Map<String, String> users, @ForAll("notes") List<String> notes, @ForAll Random random) {
        StringBuilder text = new StringBuilder("name,user_id,target").append(lineEnd(random));
        List<String> localparts = new ArrayList<>(users.keySet());
        for (int i = 0; i < localparts.size(); i++) {
            String localpart = localparts.get(i);
            String note = notes.isEmpty() ? "" : notes.get(i % notes.size());
            text.append(field(note, random))
                    .append(',')
                    .append(field("@" + localpart + ":ac.cdl", random))
                    .append(',')
                    .append(field(users.getOrDefault(localpart, ""), random))
                    .append(lineEnd(random));
        }
        CsvDirectory directory = csv.with(text.toString()).open();

        assertThat(directory.table().size()).isEqualTo(users.size());
        users.forEach((localpart, target) -> assertThat(directory.find(Login.of("@" + localpart + ":ac.cdl")))
                .isEqualTo(target));
        assertThat(directory.find(Login.of("@nobody at all:ac.cdl"))).isNull();
    }

    @Provide
    Arbitrary<Map<String, String>> users() {
        Arbitrary<String> localparts = Arbitraries.strings()
                .withChars("ab\"', \u00e9\u20ac;")
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.maps(localparts, Arbitraries.of("east", "west", "https://north.example"))
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<String>> notes() {
        return Arbitraries.strings()
                .withChars("a\"\r\n, \u00e9")
                .ofMaxLength(8)
                .list()
                .ofMaxSize(20);
    }

    private static String field(String text, Random random) {
        boolean mustBeQuoted = text.matches("(?s).*[\",\r\n].*");
        return mustBeQuoted || random.nextBoolean() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String lineEnd(Random random) {
        return List.of("\n", "\r\n", "\n\n").get(random.nextInt(3));
    }

    @Property(tries = 500)
    void garbage_isToldOfByItsPlace(@ForAll("garbage") byte[] bytes) {
        csv.with(bytes);
        GivenSettings settings = new GivenSettings(csv.folder(), Map.of("file", "users.csv"));
        Directory directory = new CsvProvider().open(settings);

        assertThat(directory instanceof CsvDirectory).isEqualTo(settings.problems.isEmpty());
        int lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n", -1).length;
        for (String problem : settings.problems) {
            String[] parts = problem.split(":", 4);
            assertThat(Integer.parseInt(parts[1])).isBetween(1, lines);
            assertThat(Integer.parseInt(parts[2])).isBetween(1, bytes.length + 1);
            assertThat(problem).doesNotContain("ac.cdl");
        }
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "user_id,target\n",
                        "@ada:ac.cdl",
                        "@bob:ac.cdl",
                        "east",
                        ",",
                        "\"",
                        "\"\"",
                        "\n",
                        "\r",
                        "\r\n",
                        "\u00ff",
                        "\u00c3",
                        " ",
                        "\ufeff",
                        "x")
                .list()
                .ofMaxSize(60)
                .map(list -> String.join("", list));
        return Combinators.combine(Arbitraries.of("", "user_id,target\n", "\n\"user_id\",x,target\r\n"), pieces)
                .as((head, tail) -> (head + tail).getBytes(StandardCharsets.ISO_8859_1));
    }
}
