// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSourceTest {

    @Test
    void file_isReadAsUtf8(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("waymark.json");
        Files.writeString(path, "{\"rules\": []} // \u00e9\u20ac\ud83d\ude00\n");

        RuleSource source = RuleSource.file(path);

        assertThat(source.name()).isEqualTo(path.toString());
        assertThat(source.read()).isEqualTo("{\"rules\": []} // \u00e9\u20ac\ud83d\ude00\n");
    }

    @Test
    void file_isReadAnewEveryTime(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("waymark.json");
        RuleSource source = RuleSource.file(path);
        Files.writeString(path, "one");
        String first = source.read();
        Files.writeString(path, "two");

        assertThat(first).isEqualTo("one");
        assertThat(source.read()).isEqualTo("two");
    }

    @Test
    void file_fails_whereItIsMissing(@TempDir Path folder) {
        Path path = folder.resolve("waymark.json");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RulesFile.load(RuleSource.file(path)))
                .withMessage("the rules file " + path + " cannot be read: there is no such file")
                .withCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void file_fails_whereItIsFolder(@TempDir Path folder) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RuleSource.file(folder).read())
                .withMessageStartingWith("the rules file " + folder + " cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "7b22e97d", "c080", "eda080", "fffe7b00"})
    void read_fails_whereBytesAreNotUtf8(String hex) {
        RuleSource source = bytes(HexFormat.of().parseHex(hex));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(source::read)
                .withMessageStartingWith("the rules file waymark.json cannot be read: ")
                .withMessageEndingWith("it is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"efbbbf7b7d, {}", "efbbbf, ''", "'', ''"})
    void read_leavesOutByteOrderMark(String hex, String text) throws Exception {
        assertThat(bytes(HexFormat.of().parseHex(hex)).read()).isEqualTo(text);
    }

    @Test
    void places_areCountedBehindByteOrderMark() {
        RuleSource source = bytes("\ufeff{\"a\": 1, \"rules\": []}".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> RulesFile.load(source))
                .withMessageContaining("waymark.json:1:2: /a: unknown key");
    }

    @Test
    void read_closesItsStream() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        RuleSource source = RuleSource.of("waymark.json", () -> new ByteArrayInputStream(new byte[] {'{', '}'}) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        });
        source.read();
        source.read();

        assertThat(closed).hasValue(2);
    }

    @Test
    void read_fails_whereStreamBreaks() {
        RuleSource source = RuleSource.of("waymark.json", () -> new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(source::read)
                .withMessageStartingWith("the rules file waymark.json cannot be read: ")
                .withMessageEndingWith("the disk is gone");
    }

    @Test
    void text_isGivenAsItIs() throws Exception {
        RuleSource source = RuleSource.text("a name", "{}");

        assertThat(source.name()).isEqualTo("a name");
        assertThat(source.read()).isEqualTo("{}");
    }

    private static RuleSource bytes(byte[] bytes) {
        return RuleSource.of("waymark.json", () -> new ByteArrayInputStream(bytes));
    }
}
