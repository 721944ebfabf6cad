// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.junit.jupiter.api.Named.named;

import dev.waymark.Growth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a CSV file, reading it takes a time in proportion to its length. */
class CsvTimeTest {

    @TempDir
    private Path folder;

    /** Rows of about as many characters as is asked for. */
    static Stream<Named<IntFunction<String>>> rows() {
        return Stream.of(
                named("users", size -> numbered(size / 20, i -> "@user" + i + ":ac.cdl,east\n")),
                named("a user many times", size -> "@ada:ac.cdl,east\n".repeat(size / 17)),
                named("users many times", size -> numbered(size / 20, i -> "@user" + i % 1_000 + ":ac.cdl,east\n")),
                named("bad users", size -> "ada,east\n".repeat(size / 9)),
                named("many targets", size -> numbered(size / 40, i -> "@u" + i + ":x,https://h" + i + ".example\n")),
                named("bad targets", size -> numbered(size / 20, i -> "@user" + i + ":ac.cdl,t" + i + "\n")),
                named("short rows", size -> "x\n".repeat(size / 2)),
                named("a long row", size -> "@ada:ac.cdl,east" + ",".repeat(size)),
                named("a long field", size -> "@ada:ac.cdl," + "x".repeat(size)),
                named("a long quoted field", size -> "@ada:ac.cdl,\"" + "\"\"\n".repeat(size / 3) + "\"\n"),
                named("a quote that is not closed", size -> "\"" + "@ada:ac.cdl,east\n".repeat(size / 17)),
                named("long users", size -> ("@" + "a".repeat(2_000) + ":ac.cdl,east\n").repeat(size / 2_000)),
                named("empty lines", size -> "\r\n".repeat(size / 2)),
                named("malformed rows", size -> "\u00ff\u00fe\n".repeat(size / 3)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void file_isReadInLinearTime(IntFunction<String> rows) {
        CsvFolder csv = new CsvFolder(folder);
        Growth.requireLinear(
                size -> {
                    byte[] text = ("user_id,target\n" + rows.apply(size)).getBytes(StandardCharsets.ISO_8859_1);
                    return () -> {
                        csv.with(text);
                        new CsvProvider().open(new GivenSettings(folder, Map.of("file", "users.csv")));
                    };
                },
                100_000);
    }

    private static String numbered(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining());
    }
}
