// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with CSV files and the settings of their directories: all of it, and where. */
class CsvProblemsTest {

    private static final String HEADER = "user_id,name,target\n";
    private static final String FIELDS = "expected 3 fields, as in the header, found ";
    private static final String USER_ID = "expected a user ID, @localpart:server_name";

    @TempDir
    private Path folder;

    private CsvFolder csv;

    @BeforeEach
    void open() {
        csv = new CsvFolder(folder);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                rows("too few fields", "@ada:ac.cdl,Ada\n", "2:1: " + FIELDS + "2"),
                rows("too many fields", "@ada:ac.cdl,Ada,east,\n", "2:1: " + FIELDS + "4"),
                rows("a space alone", "@ada:ac.cdl,Ada,east\n \n", "3:1: " + FIELDS + "1"),
                rows(
                        "no user ID",
                        ",Ada,east\n\"\",Ada,west",
                        "2:1: the user_id is empty; expected one in every row",
                        "3:1: the user_id is empty; expected one in every row"),
                rows(
                        "something else than a user ID",
                        "ada,,east\n@ada,,east\nada:ac.cdl,,east\n@ada:,,east\n",
                        "2:1: " + USER_ID,
                        "3:1: " + USER_ID,
                        "4:1: " + USER_ID,
                        "5:1: " + USER_ID),
                rows(
                        "spaces",
                        " @ada:ac.cdl,,east\n@ada:ac.cdl ,,east\n",
                        "2:1: the user_id begins or ends with a space",
                        "3:1: the user_id begins or ends with a space"),
                rows(
                        "control characters",
                        "\"@ada:ac.cdl\n\",,east\n@a\u0000:ac.cdl,,east\n",
                        "2:1: the user_id holds a control character",
                        "4:1: the user_id holds a control character"),
                rows(
                        "too long a user ID",
                        "@" + "a".repeat(1018) + ":ac.cdl,,east\n@" + "a".repeat(100_000) + ":ac.cdl,,east\n",
                        "2:1: the user_id is longer than 1024 bytes",
                        "3:1: the user_id is longer than 1024 bytes"),
                rows(
                        "no such target",
                        "@ada:ac.cdl,Ada,eats\n@bob:ac.cdl,\"B,\"\"o\"\"b\",\"eats\"\n",
                        "2:17: no target \"eats\"; expected east or west",
                        "3:24: no target \"eats\"; expected east or west"),
                rows(
                        "no target",
                        "@ada:ac.cdl,Ada,\n",
                        "2:17: the target is empty; expected the name of a target or a base URL"),
                rows(
                        "a target in a later line of its row",
                        "@ada:ac.cdl,\"a\r\nb\nc\rde\",ea\n@bob:ac.cdl,,we\n",
                        "5:5: no target \"ea\"; expected east or west",
                        "6:14: no target \"we\"; expected east or west"),
                rows(
                        "a user ID in place of a target",
                        "@ada:ac.cdl,Ada,@bob:ac.cdl\n",
                        "2:17: expected the name of a target or a base URL, found something with an @"),
                rows(
                        "user ID and target",
                        "ada,Ada,eats\n",
                        "2:1: " + USER_ID,
                        "2:9: no target \"eats\"; expected east or west"),
                rows(
                        "twice the same",
                        "@ada:ac.cdl,Ada,east\n@bob:ac.cdl,\"a\nb\",east\n\n@ada:ac.cdl,,east\n@bob:ac.cdl,,west\n",
                        "6:1: the same user_id as in line 2; expected each in one row only",
                        "7:1: the same user_id as in line 3; expected each in one row only"),
                rows(
                        "more after a quote, and nothing further",
                        "ada,Ada,east\n@bob:ac.cdl,\"B\"ob,east\nada,Ada,east\n",
                        "2:1: " + USER_ID,
                        "3:1: a quoted field goes on after its closing quote; expected a separator or the end of the line;"
                                + " what follows was not read"),
                rows(
                        "a quote that is not closed",
                        "@ada:ac.cdl,Ada,east\n@bob:ac.cdl,\"Bob,west\n@cid:ac.cdl,,west\n",
                        "3:1: a quote is not closed in the row that begins here; what follows was not read"),
                rows(
                        "a quote at the very end",
                        "@ada:ac.cdl,Ada,\"",
                        "2:1: a quote is not closed in the row that begins here; what follows was not read"),
                rows(
                        "a field without an end",
                        "@ada:ac.cdl,\"" + "x".repeat(3_000_000) + "\",east\n",
                        "2:1: a field is longer than 1048576 characters; perhaps a quote is not closed;"
                                + " what follows was not read"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void badRows_areTold_withTheirLines(String rows, List<String> expected) {
        List<String> problems = csv.with(HEADER + rows).problems();

        assertThat(problems).containsExactlyElementsOf(expected);
        assertThat(String.join("\n", problems)).doesNotContain("@ada", "@bob", "ac.cdl", "Ada", "Bob");
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                rows("nothing", "", "1:1: the file is empty; expected a header and rows"),
                rows("empty lines", "\n\r\n\n", "1:1: the file is empty; expected a header and rows"),
                rows(
                        "no header",
                        "@ada:ac.cdl,east\n@bob:ac.cdl,west\n",
                        "1:1: the header has no column \"target\"",
                        "1:1: the header names no column that users can be looked up by; expected one of user_id,"
                                + " localpart, server_name, device_id, login_type, identifier, medium, address, client_ip,"
                                + " host or email"),
                rows(
                        "other spaces and case",
                        "\nuser_id, Target\n",
                        "2:1: the header has no column \"target\"; column 2 differs from it in spaces or case only"),
                rows(
                        "another separator",
                        "user_id;target\n",
                        "1:1: the header has one column; expected two or more, with \",\" between them"),
                rows(
                        "twice the same",
                        "user_id,target,user_id,target\n",
                        "1:1: the header has more than one column \"target\"",
                        "1:1: the header has more than one column \"user_id\""),
                rows(
                        "far too many columns",
                        "user_id,target" + ",".repeat(1_000) + "\n",
                        "1:1: the header has more than 1000 columns"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void badHeader_isTold(String text, List<String> expected) {
        List<String> problems = csv.with(text).problems();

        assertThat(problems).containsExactlyElementsOf(expected);
        assertThat(String.join("\n", problems)).doesNotContain("@ada", "@bob", "ac.cdl");
    }

    @Test
    void key_isMissed_whereItIsSet() {
        assertThat(csv.with("user_id,target\n").problems(Map.of("key", "email")))
                .containsExactly("users.csv:1:1: the header has no column \"email\"");
    }

    @Test
    void malformedUtf8_isABadRow() {
        // The last one holds a character whose second half is what marks malformed ones.
        String text =
                HEADER + "@ada:ac.cdl,!,east\n@!:ac.cdl,,!\n@bob:ac.cdl,Bob,west,!\n@cid:ac.cdl,\ud805\udc80,west\n";
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == '!' ? (byte) 0xff : all[i];
        }

        assertThat(csv.with(all).problems())
                .containsExactly("users.csv:2:13: not UTF-8", "users.csv:3:1: not UTF-8", "users.csv:4:22: not UTF-8");
    }

    @Test
    void utf16_isTold() {
        assertThat(csv.with("\ufeffuser_id,target\n@ada:ac.cdl,east\n".getBytes(StandardCharsets.UTF_16LE))
                        .problems())
                .containsExactly("users.csv:1:1: not UTF-8");
    }

    @Test
    void emails_areChecked() {
        assertThat(csv.with("email,target\nada,east\n@ada,east\nada@,west\nA@a.b,east\na@A.B,west\n")
                        .problems())
                .containsExactly(
                        "users.csv:2:1: expected an email address, with an @ inside",
                        "users.csv:3:1: expected an email address, with an @ inside",
                        "users.csv:4:1: expected an email address, with an @ inside",
                        "users.csv:6:1: the same email as in line 5 (upper and lower case are the same);"
                                + " expected each in one row only");
    }

    @Test
    void hundredProblems_areTold_andTheOthersCounted() {
        List<String> hundred = csv.with(HEADER + "x\n".repeat(100)).problems();
        List<String> more = csv.with(HEADER + "x\n".repeat(101)).problems();
        List<String> many = csv.with(HEADER + "x\n".repeat(9_999)).problems();
        List<String> tooMany = csv.with(HEADER + "x\n".repeat(2_000_000)).problems();

        assertThat(hundred).hasSize(100).last().isEqualTo("users.csv:101:1: " + FIELDS + "1");
        assertThat(more).hasSize(101).last().isEqualTo("users.csv:102:1: from here on 1 problem more");
        assertThat(many).hasSize(101).last().isEqualTo("users.csv:102:1: from here on 9899 problems more");
        assertThat(tooMany)
                .hasSize(101)
                .last()
                .isEqualTo("users.csv:102:1: from here on 9900 problems more, and perhaps others: the rest of the file"
                        + " was not read");
    }

    @Test
    void settings_areChecked() {
        csv.with("user_id,target\n");

        assertThat(csv.problems(Map.of("key", "mxid")))
                .singleElement()
                .asString()
                .startsWith("key: expected one of user_id,");
        assertThat(csv.problems(Map.of("key", "user_id", "target", "user_id")))
                .containsExactly("key: the column of the target; expected another one");
        for (String separator : List.of("", ",,", "\"", "\n", "\r", "\ud83d\ude00")) {
            assertThat(csv.problems(Map.of("separator", separator)))
                    .containsExactly("separator: expected one character such as \",\" or \";\" or a tab, and no quote");
        }
        assertThat(csv.problems(Map.of("separator", ",,", "key", "mxid"))).hasSize(2);
    }

    @Test
    void file_mustBeThere() throws IOException {
        assertThat(csv.problems(Map.of("file", "no.csv")))
                .containsExactly(
                        "file: the CSV file " + folder.resolve("no.csv") + " cannot be read: there is no such file");
        Files.createDirectory(folder.resolve("folder"));
        assertThat(csv.problems(Map.of("file", "folder")))
                .containsExactly("file: the CSV file " + folder.resolve("folder")
                        + " cannot be read: it is no file, but a folder");
    }

    @Test
    void file_mustBeSet() {
        GivenSettings settings = new GivenSettings(folder, Map.of());
        Directory directory = new CsvProvider().open(settings);

        assertThat(settings.problems).containsExactly("file: missing");
        assertThat(directory.facts()).containsExactly(Fact.USER_ID);
        assertThat(directory.isInMemory()).isTrue();
        try (directory) {
            assertThat(directory.find(Login.of("@ada:ac.cdl"))).isNull();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Arguments rows(String name, String text, String... problems) {
        return arguments(
                named(name, text),
                Stream.of(problems).map(at -> "users.csv:" + at).toList());
    }
}
