// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files that are good: how they may be written, and whom they find. */
class CsvDirectoryTest {

    @TempDir
    private Path folder;

    private CsvFolder csv;

    @BeforeEach
    void open() {
        csv = new CsvFolder(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_id,target\n@ada:ac.cdl,east\n@bob:ac.cdl,west\n",
                "user_id,target\n@ada:ac.cdl,east\n@bob:ac.cdl,west",
                "user_id,target\r\n@ada:ac.cdl,east\r\n@bob:ac.cdl,west\r\n",
                "user_id,target\r@ada:ac.cdl,east\r@bob:ac.cdl,west\r",
                "\ufeffuser_id,target\n@ada:ac.cdl,east\n@bob:ac.cdl,west\n",
                "\"user_id\",\"target\"\n\"@ada:ac.cdl\",\"east\"\n\"@bob:ac.cdl\",west",
                "\n\nuser_id,target\n\n\n@ada:ac.cdl,east\n\n@bob:ac.cdl,west\n\n",
                "target,user_id\neast,@ada:ac.cdl\nwest,@bob:ac.cdl\n",
                "name,user_id,,,target,host\nAda,@ada:ac.cdl,,1,east,\n\"Bob \"\"B\"\"\r\n,\",@bob:ac.cdl,,2,west,x\n",
                "user_id,name,target\n@ada:ac.cdl,\"a\r\",east\n@bob:ac.cdl,\"\",west\n",
            })
    void user_isFound_howeverTheFileIsWritten(String text) {
        CsvDirectory directory = csv.with(text).open();

        assertThat(directory.facts()).containsExactly(Fact.USER_ID);
        assertThat(directory.isInMemory()).isTrue();
        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("east");
        assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("west");
        assertThat(directory.find(Login.of("@eve:ac.cdl"))).isNull();
        assertThat(directory.find(Login.of("@Ada:ac.cdl"))).isNull();
        assertThat(directory.find(Login.of("@ada:ac.cdl "))).isNull();
        assertThat(directory.find(Login.of("user_id"))).isNull();
    }

    @Test
    void baseUrl_isAnAnswer() {
        CsvDirectory directory =
                csv.with("localpart,target\nada,https://east.example\n").open();

        assertThat(directory.facts()).containsExactly(Fact.LOCALPART);
        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("https://east.example");
    }

    @Test
    void headerOnly_hasNobody() {
        assertThat(csv.with("user_id,target\n").open().find(Login.of("@ada:ac.cdl")))
                .isNull();
    }

    @Test
    void email_isTheAddressOfALoginByEmail_inAnyCase() {
        CsvDirectory directory = csv.with("email,target\nAda.L@AC.cdl,east\n").open(Map.of("ignore_case", false));

        assertThat(directory.facts()).containsExactlyInAnyOrder(Fact.ADDRESS, Fact.MEDIUM);
        assertThat(directory.find(thirdParty("email", "ada.l@ac.CDL"))).isEqualTo("east");
        assertThat(directory.find(thirdParty("msisdn", "ada.l@ac.cdl"))).isNull();
        assertThat(directory.find(thirdParty("email", "ada@ac.cdl"))).isNull();
        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isNull();
    }

    @Test
    void address_isOfAnyMedium_andHasItsCase() {
        CsvDirectory directory =
                csv.with("address,target\n447700900123,east\nAda@ac.cdl,west\n").open();

        assertThat(directory.find(thirdParty("msisdn", "447700900123"))).isEqualTo("east");
        assertThat(directory.find(thirdParty("email", "Ada@ac.cdl"))).isEqualTo("west");
        assertThat(directory.find(thirdParty("email", "ada@ac.cdl"))).isNull();
    }

    @Test
    void ignoreCase_findsUsersInAnyCase() {
        CsvDirectory directory = csv.with("user_id,target\n@Ada:ac.cdl,east\n").open(Map.of("ignore_case", true));

        assertThat(directory.find(Login.of("@aDA:AC.cdl"))).isEqualTo("east");
    }

    @Test
    void key_isTheFirstColumnThatCanBe() {
        CsvDirectory directory = csv.with("name,localpart,target,user_id\nAda,ada,east,@bob:ac.cdl\n")
                .open();

        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("east");
        assertThat(directory.find(Login.of("@bob:ac.cdl"))).isNull();
    }

    @Test
    void settings_nameTheColumnsAndTheSeparator() {
        CsvDirectory directory = csv.with("localpart;host;user_id\nada;east;@bob:ac.cdl\n")
                .open(Map.of("key", "user_id", "target", "host", "separator", ";"));

        assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("east");
        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isNull();
    }

    @Test
    void targetColumn_isNotTheKey() {
        CsvDirectory directory = csv.with("server_name,localpart\neast,ada\n").open(Map.of("target", "server_name"));

        assertThat(directory.find(Login.of("@ada:ac.cdl"))).isEqualTo("east");
    }

    @Test
    void separator_mayBeATab() {
        assertThat(csv.with("user_id\ttarget\n@a,b:ac.cdl\teast\n")
                        .open(Map.of("separator", "\t"))
                        .find(Login.of("@a,b:ac.cdl")))
                .isEqualTo("east");
    }

    @Test
    void otherColumns_mayBeLarge() {
        String large = "\"" + "x\n".repeat(CsvFile.MAX_FIELD / 2) + "\"";

        assertThat(csv.with("note,user_id,target\n" + large + ",@ada:ac.cdl,east\n")
                        .open()
                        .find(Login.of("@ada:ac.cdl")))
                .isEqualTo("east");
    }

    @Test
    void longestUserId_isFound() {
        String localpart = "\u00e9".repeat(508);

        assertThat(csv.with("user_id,target\n@" + localpart + ":ac.cdl,east\n")
                        .open()
                        .find(Login.of("@" + localpart + ":ac.cdl")))
                .isEqualTo("east");
    }

    @Test
    void manyAnswers_areKeptApart() {
        StringBuilder text = new StringBuilder("localpart,target\n");
        for (int i = 0; i < 40_000; i++) {
            text.append("user").append(i).append(",https://h").append(i).append(".example\n");
        }
        CsvDirectory directory = csv.with(text.toString()).open();

        for (int i = 0; i < 40_000; i += 7) {
            assertThat(directory.find(Login.of("@user" + i + ":ac.cdl"))).isEqualTo("https://h" + i + ".example");
        }
    }

    @Test
    void close_letsGoOfTheUsers() {
        CsvDirectory directory = csv.with("user_id,target\n@ada:ac.cdl,east\n").open();
        directory.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> directory.find(Login.of("@ada:ac.cdl")))
                .withMessage("it is closed");
        assertThat(directory.table().size()).isZero();
    }

    private static Login thirdParty(String medium, String address) {
        return Login.builder()
                .userId("@ada:ac.cdl")
                .with(Fact.MEDIUM, medium)
                .with(Fact.ADDRESS, address)
                .build();
    }
}
