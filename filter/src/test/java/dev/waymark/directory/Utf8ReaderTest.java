// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in UTF-8, however it comes and whatever it is. */
class Utf8ReaderTest {

    @Property(tries = 300)
    void text_isRead_howeverItComes(
            @ForAll String text,
            @ForAll @IntRange(min = 1, max = 5) int bytes,
            @ForAll @IntRange(min = 1, max = 5) int chars)
            throws IOException {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String expected = wellFormed.startsWith("\ufeff") ? wellFormed.substring(1) : wellFormed;

        assertThat(read(wellFormed.getBytes(StandardCharsets.UTF_8), bytes, chars))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8192, 1 << 20})
    void text_isRead_aroundTheEndOfABuffer(int chars) throws IOException {
        for (int before = (1 << 16) - 5; before <= (1 << 16) + 1; before++) {
            String text = "a".repeat(before) + "\u00e9\u20ac\ud83d\ude00b".repeat(3);

            assertThat(read(text.getBytes(StandardCharsets.UTF_8), 1 << 20, chars))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80, M",
        "41 ff 42, AMB",
        "c0 80, M",
        "e2 82, M",
        "e2 82 41, MA",
        "ed a0 80, M",
        "f4 90 80 80, M",
        "f0 9f 98, M",
        "41 c3, AM",
        "ef bb bf 41 c3, AM"
    })
    void malformed_isMarked(String hex, String expected) throws IOException {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

        for (int atOnce = 1; atOnce <= bytes.length; atOnce++) {
            String marked = read(bytes, atOnce, 3).replace(Utf8Reader.MALFORMED, 'M');
            // How many marks stand for some bytes is the decoder's affair.
            assertThat(marked.replaceAll("M+", "M")).isEqualTo(expected);
        }
    }

    @Test
    void malformed_isMarked_howeverMuchThereIs() throws IOException {
        byte[] bytes = new byte[300_000];
        Arrays.fill(bytes, (byte) 0xff);

        assertThat(read(bytes, 1 << 20, 8192))
                .isEqualTo(String.valueOf(Utf8Reader.MALFORMED).repeat(bytes.length));
    }

    @Test
    void byteOrderMark_isOneAtTheBeginningOnly() throws IOException {
        assertThat(read("\ufeff".getBytes(StandardCharsets.UTF_8), 1, 1)).isEmpty();
        assertThat(read("\ufeff\ufeffa\ufeff".getBytes(StandardCharsets.UTF_8), 1, 1))
                .isEqualTo("\ufeffa\ufeff");
    }

    @Test
    void checksum_isOfAllBytes_readOrNot() throws IOException {
        byte[] bytes = "user_id,target\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        Utf8Reader read = new Utf8Reader(slow(bytes, 7_000));
        read.transferTo(Writer.nullWriter());
        Utf8Reader drained = new Utf8Reader(slow(bytes, 7_000));
        assertThat(drained.read()).isEqualTo('u');
        drained.drain();
        bytes[100_000]++;
        Utf8Reader other = new Utf8Reader(slow(bytes, 7_000));
        other.drain();

        assertThat(drained.checksum()).isEqualTo(read.checksum()).isNotEqualTo(other.checksum());
        assertThat(drained.length()).isEqualTo(bytes.length);
        assertThat(read.length()).isEqualTo(bytes.length);
    }

    @Test
    void close_closesTheChannel() throws IOException {
        ReadableByteChannel channel = slow(new byte[] {'a'}, 1);
        Utf8Reader reader = new Utf8Reader(channel);
        reader.close();

        assertThat(channel.isOpen()).isFalse();
        assertThatExceptionOfType(IOException.class).isThrownBy(reader::read);
    }

    private static String read(byte[] bytes, int bytesAtOnce, int charsAtOnce) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] chars = new char[charsAtOnce];
        try (Utf8Reader reader = new Utf8Reader(slow(bytes, bytesAtOnce))) {
            for (int got = reader.read(chars, 0, charsAtOnce); got >= 0; got = reader.read(chars, 0, charsAtOnce)) {
                text.append(chars, 0, got);
            }
            assertThat(reader.hasMalformed()).isEqualTo(text.indexOf(String.valueOf(Utf8Reader.MALFORMED)) >= 0);
            assertThat(reader.length()).isEqualTo(bytes.length);
        }
        return text.toString();
    }

    /** Gives so many bytes at once, at most. */
    private static ReadableByteChannel slow(byte[] bytes, int atOnce) {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                ByteBuffer part = into.slice(into.position(), Math.min(atOnce, into.remaining()));
                int got = channel.read(part);
                into.position(into.position() + Math.max(0, got));
                return got;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
