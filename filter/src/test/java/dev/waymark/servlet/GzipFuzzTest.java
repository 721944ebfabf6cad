// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waymark.login.Corpus;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that call themselves gzip: unzipped up to the limit, or not at all. */
class GzipFuzzTest {

    private static final int MAX = 4096;

    static Stream<byte[]> seeds() {
        return Stream.of("responses", "hostile")
                .flatMap(folder -> Corpus.in(folder).values().stream())
                .flatMap(body -> Stream.of(body, Gzip.zip(body)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void unzipping_isWithinLimit_andZippingItsOpposite(byte[] body) {
        byte[] plain = Gzip.unzip(body, body.length, MAX);
        if (plain != null) {
            assertThat(plain.length).isLessThanOrEqualTo(MAX);
        }
        byte[] zipped = Gzip.zip(body);
        assertThat(Gzip.unzip(zipped, zipped.length, body.length)).isEqualTo(body);
        if (body.length > 0) {
            assertThat(Gzip.unzip(zipped, zipped.length, body.length - 1)).isNull();
        }
    }
}
