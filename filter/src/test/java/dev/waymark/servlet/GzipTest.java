// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.Growth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {

    private static final byte[] PLAIN =
            "{\"user_id\":\"@ada:ac.cdl\"}".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final byte[] ZIPPED = Gzip.zip(PLAIN);

    /** Of gzip's header: all that may follow its ten bytes, and what each is announced by. */
    private static final int NAME = 8;

    private static final int COMMENT = 16;
    private static final int EXTRA = 4;
    private static final int HEADER_CHECK = 2;

    @Test
    void zip_isReadByTheJdk() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(ZIPPED))) {
            assertThat(in.readAllBytes()).isEqualTo(PLAIN);
        }
    }

    @Property(tries = 300)
    void unzip_isTheOppositeOfZip(@ForAll @Size(max = 3_000) byte[] body) {
        assertThat(unzip(Gzip.zip(body), body.length)).isEqualTo(body);
    }

    @Test
    void unzip_looksAtNothingBehindLength() {
        byte[] buffer = Arrays.copyOf(ZIPPED, ZIPPED.length + 40);
        Arrays.fill(buffer, ZIPPED.length, buffer.length, (byte) 0x1f);

        assertThat(Gzip.unzip(buffer, ZIPPED.length, PLAIN.length)).isEqualTo(PLAIN);
    }

    @Test
    void unzip_refuses_whatIsLargerThanItMayBe() {
        assertThat(unzip(ZIPPED, PLAIN.length)).isEqualTo(PLAIN);
        assertThat(unzip(ZIPPED, PLAIN.length - 1)).isNull();
        assertThat(unzip(Gzip.zip(new byte[10_000_000]), 1_000_000)).isNull();
        assertThat(unzip(Gzip.zip(new byte[0]), 0)).isEmpty();
    }

    @Test
    void unzip_refuses_whatIsCutOff() {
        for (int length = 0; length < ZIPPED.length; length++) {
            assertThat(Gzip.unzip(ZIPPED, length, PLAIN.length))
                    .as("the first %s bytes", length)
                    .isNull();
        }
    }

    @Test
    void unzip_refuses_whatIsChanged() {
        for (int place : new int[] {0, 1, 2, 3, 12, ZIPPED.length - 8, ZIPPED.length - 4, ZIPPED.length - 1}) {
            byte[] changed = ZIPPED.clone();
            changed[place] ^= (byte) 0xe0;

            assertThat(unzip(changed, PLAIN.length))
                    .as("a changed byte %s", place)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0000000000000000000000", "1f", "1f8b08", "7b7d"})
    void unzip_refuses_whatHasSomethingElseBehindIt(String hex) {
        assertThat(unzip(joined(ZIPPED, HexFormat.of().parseHex(hex)), PLAIN.length))
                .isNull();
    }

    @Test
    void unzip_takesSeveralMembers() {
        byte[] two = joined(ZIPPED, Gzip.zip("rest".getBytes(StandardCharsets.US_ASCII)));

        assertThat(unzip(two, PLAIN.length + 4)).isEqualTo(joined(PLAIN, "rest".getBytes(StandardCharsets.US_ASCII)));
        assertThat(unzip(two, PLAIN.length + 3)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0", "8", "16", "4", "24", "28", "30", "2", "1"})
    void unzip_readsHeader(int flags) {
        byte[] header = header(flags);
        byte[] body = joined(header, Arrays.copyOfRange(ZIPPED, 10, ZIPPED.length));

        assertThat(unzip(body, PLAIN.length)).isEqualTo(PLAIN);
        for (int length = 0; length < header.length; length++) {
            assertThat(Gzip.unzip(body, length, PLAIN.length)).isNull();
        }
    }

    @Test
    void unzip_refusesHeader_whoseCheckIsWrong() {
        byte[] body = joined(header(HEADER_CHECK), Arrays.copyOfRange(ZIPPED, 10, ZIPPED.length));
        body[10] ^= 1;

        assertThat(unzip(body, PLAIN.length)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 128})
    void unzip_refusesFlags_thatMeanNothing(int flags) {
        assertThat(unzip(joined(header(flags), Arrays.copyOfRange(ZIPPED, 10, ZIPPED.length)), PLAIN.length))
                .isNull();
    }

    @Test
    void unzip_takesLinearTime() {
        byte[] empty = Gzip.zip(new byte[0]);
        requireLinear(size -> repeated(empty, size / 20));
        requireLinear(size -> Gzip.zip(new byte[size * 10]));
        requireLinear(size -> joined(header(NAME, size), Arrays.copyOfRange(ZIPPED, 10, ZIPPED.length)));
    }

    private static void requireLinear(IntFunction<byte[]> body) {
        Growth.requireLinear(
                size -> {
                    byte[] zipped = body.apply(size);
                    return () -> unzip(zipped, 1 << 28);
                },
                100_000);
    }

    private static byte @Nullable [] unzip(byte[] body, int max) {
        return Gzip.unzip(body, body.length, max);
    }

    private static byte[] header(int flags) {
        return header(flags, 5);
    }

    private static byte[] header(int flags, int nameLength) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 2, 3});
        if ((flags & EXTRA) != 0) {
            header.writeBytes(new byte[] {3, 0, 7, 8, 9});
        }
        if ((flags & NAME) != 0) {
            header.writeBytes(("n".repeat(nameLength) + '\0').getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & COMMENT) != 0) {
            header.writeBytes("c\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & HEADER_CHECK) != 0) {
            CRC32 check = new CRC32();
            check.update(header.toByteArray());
            header.write((int) check.getValue() & 0xff);
            header.write((int) check.getValue() >> 8 & 0xff);
        }
        return header.toByteArray();
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
